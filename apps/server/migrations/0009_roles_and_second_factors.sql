-- roles: office issuer
-- Roles granted for the whole house, a unit or a study; a second factor at sign-in; sessions that can be listed and ended.

create table accounts.role_grant (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references accounts.staff on delete cascade,
  role text not null check (role in (
    'administrator', 'contacts-officer', 'study-lead', 'methodologist', 'field-supervisor', 'interviewer', 'coder', 'key-holder',
    'data-protection-officer', 'feedback-handler', 'action-owner', 'programme-manager', 'report-signer', 'auditor', 'reader')),
  -- units do not exist yet: no grant names one
  unit_id uuid check (unit_id is null),
  -- the issuer knows a study only as the office's offer, so this refers to no table
  study_id uuid,
  unique nulls not distinct (staff_id, role, unit_id, study_id)
);

insert into accounts.role_grant (staff_id, role)
  select id, granted
  from accounts.staff
  cross join lateral unnest(case role
    when 'administrator' then array['administrator', 'study-lead', 'report-signer']
    when 'officer' then array['study-lead']
    else array['reader']
  end) as granted;

alter table accounts.staff drop column role;
-- until when a person may work without a second factor; null: not at all
alter table accounts.staff add factor_by timestamptz;
update accounts.staff set factor_by = now() + interval '7 days';

create table accounts.totp (
  staff_id uuid primary key references accounts.staff on delete cascade,
  -- sealed with a key that lies outside the database
  secret bytea not null,
  -- the 30-second step of the last code taken: no code is taken twice
  last_step bigint not null
);

create table accounts.passkey (
  id text primary key,
  staff_id uuid not null references accounts.staff on delete cascade,
  name text not null check (name <> ''),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_on date not null
);
create index on accounts.passkey (staff_id);

create table accounts.recovery_code (
  -- SHA-256 of 80 random bits: nothing to guess from; deleted when used
  hash bytea primary key,
  staff_id uuid not null references accounts.staff on delete cascade
);
create index on accounts.recovery_code (staff_id);

-- everyone signs in again: earlier sessions know no last use
delete from accounts.session;
alter table accounts.session
  add id uuid not null unique default gen_random_uuid(),
  -- password: the second factor is still to come
  add stage text not null check (stage in ('password', 'full')),
  add created_on date not null,
  add used_at timestamptz not null,
  add agent text not null,
  -- what a passkey must sign; taken once
  add challenge text,
  add tries smallint not null default 0;
create index on accounts.session (staff_id);
