-- roles: office issuer
create schema rights;

-- What someone asked of their own data. Names and contacts stay in the unit's register of letters, to which `reference`
-- points: a list of who complained has no place beside answers or contacts.
create table rights.request (
  id uuid primary key default gen_random_uuid(),
  number integer generated always as identity,
  kind text not null check (kind in ('view', 'correct', 'supply', 'withdraw', 'restrict', 'object', 'erase', 'protect')),
  about text not null check (about in ('answer', 'roster', 'staff', 'unknown')),
  -- a study of the office, where the person named one; no foreign key: the issuer has the queue too, and no studies
  study_id uuid,
  reference text not null check (reference <> ''),
  received_on date not null,
  via_processor boolean not null default false,
  replied_on date,
  extension_days integer not null default 0 check (extension_days >= 0),
  extension_reason text not null default '',
  closed_on date,
  outcome text check (outcome in ('done', 'partly', 'cannot-identify', 'refused', 'taken-back')),
  note text not null default '',
  check ((closed_on is null) = (outcome is null)),
  check (extension_days = 0 or extension_reason <> '')
);

-- A breach or loss, with the 72 hours that run from when it was noticed.
create table rights.incident (
  id uuid primary key default gen_random_uuid(),
  number integer generated always as identity,
  detected_at timestamptz not null,
  what text not null check (what <> ''),
  people integer check (people >= 0),
  measures text not null default '',
  notified_at timestamptz,
  late_reason text not null default '',
  closed_on date
);

-- What was deleted by the calendar, and when. The statement's hash can be shown in the transparency log.
create table rights.certificate (
  id uuid primary key default gen_random_uuid(),
  rule text not null,
  study_id uuid,
  rows integer not null check (rows > 0),
  made_on date not null,
  statement text not null,
  hash text not null
);

create function rights.keep_certificate() returns trigger language plpgsql as $$
begin
  raise exception 'a certificate of deletion cannot be changed';
end $$;
create trigger keep_certificate before update or delete on rights.certificate
  for each row execute function rights.keep_certificate();
