-- Staff, their sessions, and what they did. Nothing here knows of answers.

create table platform.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  person text,
  action text not null,
  subject text,
  details jsonb not null default '{}'
);

create table platform.setting (
  name text primary key,
  value jsonb not null
);

create schema accounts;

create table accounts.staff (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name <> ''),
  username text not null,
  role text not null check (role in ('administrator', 'officer', 'viewer')),
  -- argon2id; null until the person has set a password by the one-time link
  password text,
  active boolean not null default true
);
create unique index staff_username on accounts.staff (lower(username));

create table accounts.session (
  -- SHA-256 of the cookie: a copy of this table signs nobody in
  hash bytea primary key,
  staff_id uuid not null references accounts.staff on delete cascade,
  expires_at timestamptz not null
);

create table accounts.one_time_link (
  hash bytea primary key,
  -- null: the first administrator's link
  staff_id uuid references accounts.staff on delete cascade,
  expires_at timestamptz not null
);
