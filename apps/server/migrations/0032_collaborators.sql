-- roles: office
-- People who work for the house in the field by appointment: where, since when, what they were taught, what their accepted work is
-- paid. Nothing here has room for what anybody else said or thought (docs/the-line.md).
create schema collaborators;

create table collaborators.collaborator (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  -- a telephone number or an address of mail; emptied some time after the end (rights/retention.ts)
  contact text not null check (length(contact) <= 120),
  level text not null check (level in ('province', 'commune', 'village')),
  unit_id uuid references units.unit,
  -- the account visits are made with; null: makes none
  staff_id uuid unique references accounts.staff,
  -- codes of ISO 639: vi, hmn, tyz …
  languages text[] not null check (cardinality(languages) between 1 and 20),
  appointed_on date not null,
  ended_on date check (ended_on >= appointed_on)
);

-- A day of teaching, with the questions of its short test.
create table collaborators.training (
  id uuid primary key default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  held_on date not null,
  place text not null check (length(place) <= 200),
  hours smallint not null check (hours between 1 and 80),
  -- of what was taught: a question, its choices, the place of the right one. Empty: no test
  questions jsonb not null,
  -- right choices needed to pass
  pass_mark smallint not null check (pass_mark >= 0),
  check (pass_mark <= jsonb_array_length(questions))
);

create table collaborators.attendance (
  training_id uuid not null references collaborators.training,
  collaborator_id uuid not null references collaborators.collaborator,
  -- right choices of the test; null: not taken. Which choices is forgotten
  mark smallint check (mark >= 0),
  -- 1, 2, 3 … of a year
  certificate_number integer check (certificate_number > 0),
  certified_on date,
  primary key (training_id, collaborator_id),
  check ((certificate_number is null) = (certified_on is null))
);
create index attendance_collaborator on collaborators.attendance (collaborator_id);
create unique index attendance_certificate on collaborators.attendance ((extract(year from certified_on)), certificate_number);

-- What a piece of work is paid, from a day to a day. Only kinds that somebody else accepts, and none of what people say.
create table collaborators.tariff (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('interview', 'visit', 'training')),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  vnd integer not null check (vnd between 0 and 100000000)
);

create function collaborators.keep_tariff() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('collaborators.tariff', 0));
  if exists (select from collaborators.tariff t where t.kind = new.kind and t.id <> new.id
      and daterange(t.valid_from, t.valid_to, '[]') && daterange(new.valid_from, new.valid_to, '[]')) then
    raise exception 'two tariffs for one day' using errcode = 'exclusion_violation', constraint = 'keep_tariff';
  end if;
  return new;
end $$;
create trigger keep_tariff before insert or update on collaborators.tariff
  for each row execute function collaborators.keep_tariff();

-- All accepted work up to a day that no earlier sheet has paid.
create table collaborators.pay_sheet (
  id uuid primary key default gen_random_uuid(),
  number integer generated always as identity unique,
  up_to date not null,
  made_on date not null,
  signed_on date,
  signed_by uuid references accounts.staff,
  check ((signed_on is null) = (signed_by is null))
);
create unique index pay_sheet_draft on collaborators.pay_sheet ((true)) where signed_on is null;

-- What a signed sheet pays; a draft has none yet.
create table collaborators.pay_line (
  sheet_id uuid not null references collaborators.pay_sheet,
  collaborator_id uuid not null references collaborators.collaborator,
  tariff_id uuid not null references collaborators.tariff,
  pieces integer not null check (pieces > 0),
  vnd integer not null check (vnd >= 0),
  primary key (sheet_id, collaborator_id, tariff_id)
);
create index pay_line_collaborator on collaborators.pay_line (collaborator_id);
create index pay_line_tariff on collaborators.pay_line (tariff_id);

-- A signed sheet was wrong: the difference stands in a later one.
create table collaborators.pay_correction (
  id uuid primary key default gen_random_uuid(),
  sheet_id uuid not null references collaborators.pay_sheet,
  corrects_id uuid not null references collaborators.pay_sheet,
  collaborator_id uuid not null references collaborators.collaborator,
  vnd integer not null check (vnd <> 0 and vnd between -100000000 and 100000000),
  cause text not null check (cause in ('counted-twice', 'left-out', 'wrong-person', 'wrong-tariff', 'arithmetic')),
  check (sheet_id <> corrects_id)
);
create index pay_correction_sheet on collaborators.pay_correction (sheet_id);
create index pay_correction_collaborator on collaborators.pay_correction (collaborator_id);

-- Each piece is paid once. Goes with its study.
create table collaborators.paid_visit (
  assignment_id uuid primary key references fieldwork.assignment on delete cascade,
  sheet_id uuid not null references collaborators.pay_sheet
);
create table collaborators.paid_training (
  training_id uuid not null,
  collaborator_id uuid not null,
  sheet_id uuid not null references collaborators.pay_sheet,
  primary key (training_id, collaborator_id),
  foreign key (training_id, collaborator_id) references collaborators.attendance
);

create table collaborators.commendation (
  id uuid primary key default gen_random_uuid(),
  collaborator_id uuid not null references collaborators.collaborator,
  given_on date not null,
  -- the office that commends
  given_by text not null check (length(given_by) between 1 and 120),
  -- one sentence on the collaborator's own work
  sentence text not null check (length(sentence) between 1 and 300 and sentence !~ '\n'),
  published boolean not null
);
create index commendation_collaborator on collaborators.commendation (collaborator_id);

-- Signed is signed, whoever writes. Ten years later all of it may go (rights/retention.ts).
create function collaborators.keep_signed() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  changed jsonb := case tg_op when 'INSERT' then to_jsonb(new) else to_jsonb(old) end;
  sheet uuid := (case tg_table_name when 'pay_sheet' then changed ->> 'id' else changed ->> 'sheet_id' end)::uuid;
  signed date := (select s.signed_on from collaborators.pay_sheet s where s.id = sheet);
begin
  if signed is not null
      and not (tg_op = 'DELETE' and signed < (now() at time zone 'Asia/Ho_Chi_Minh')::date - interval '10 years') then
    raise exception 'a signed pay sheet is never changed' using errcode = 'check_violation', constraint = 'keep_signed';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger keep_signed before update or delete on collaborators.pay_sheet
  for each row execute function collaborators.keep_signed();
create trigger keep_signed before insert or update or delete on collaborators.pay_line
  for each row execute function collaborators.keep_signed();
create trigger keep_signed before insert or update or delete on collaborators.pay_correction
  for each row execute function collaborators.keep_signed();
