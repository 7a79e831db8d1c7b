-- roles: office
-- Visits: whom the sample says to visit, who goes, that and how a visit ended. Never an answer, and nothing that an answer holds.
create schema fieldwork;

-- Who works on a study in the field. An interviewer has a supervisor of the same study.
create table fieldwork.member (
  study_id uuid not null references studies.study on delete cascade,
  staff_id uuid not null references accounts.staff,
  duty text not null check (duty in ('supervisor', 'interviewer')),
  supervisor_id uuid,
  primary key (study_id, staff_id),
  foreign key (study_id, supervisor_id) references fieldwork.member (study_id, staff_id),
  check ((duty = 'interviewer') = (supervisor_id is not null)),
  check (supervisor_id <> staff_id)
);

-- A telephone of an interviewer. It holds no session of the console: with its own it reaches the own visits and nothing else.
create table fieldwork.phone (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references accounts.staff on delete cascade,
  -- what the supervisor calls it
  name text not null check (length(name) between 1 and 60),
  -- SHA-256 of its session; null: not enrolled yet, or revoked
  session bytea unique check (octet_length(session) = 32),
  -- SHA-256 of the code it enrols with, once
  code bytea unique check (octet_length(code) = 32),
  code_until timestamptz,
  made_on date not null,
  enrolled_on date,
  revoked_on date,
  synced_on date,
  -- what the telephone said then: reports not sent yet, tens of megabytes left
  unsent integer check (unsent >= 0),
  storage_left integer check (storage_left >= 0),
  check ((code is null) = (code_until is null)),
  check (session is null or enrolled_on is not null),
  check (revoked_on is null or (session is null and code is null))
);
create index phone_staff on fieldwork.phone (staff_id);

create table fieldwork.assignment (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references studies.study on delete cascade,
  -- 1, 2, 3 … in the study
  number integer not null check (number > 0),
  -- the frame's own code of the place
  code text not null check (length(code) between 1 and 200),
  -- how to find the dwelling: hamlet, house. A place, never a person
  place text not null check (length(place) between 1 and 500),
  unit_id uuid references units.unit,
  stratum text not null,
  psu text not null,
  base_weight double precision not null check (base_weight > 0),
  -- of the reserve: with which replicate it was released
  replicate integer not null default 0 check (replicate >= 0),
  state text not null default 'planned' check (state in ('planned', 'given', 'taken', 'ended', 'accepted', 'closed')),
  holder_id uuid,
  -- that fetched it: a second telephone of the same interviewer does not
  phone_id uuid references fieldwork.phone on delete set null,
  -- 2 and more: a supervisor asked for the visit to be repeated
  round smallint not null default 1 check (round between 1 and 9),
  -- why it was given back, returned or closed: of the last time
  remark text check (length(remark) between 3 and 1000),
  unique (study_id, number),
  unique (study_id, code),
  foreign key (study_id, holder_id) references fieldwork.member (study_id, staff_id),
  check ((holder_id is null) = (state in ('planned', 'closed')))
);
create index assignment_holder on fieldwork.assignment (holder_id, study_id);
create index assignment_list on fieldwork.assignment (study_id, state, number);
create index assignment_unit on fieldwork.assignment (study_id, unit_id, number);

-- What changed on the lists of interviewers, in the order in which it was committed: a telephone asks for what is newer.
create table fieldwork.change (
  id bigint generated always as identity primary key,
  staff_id uuid not null references accounts.staff on delete cascade,
  assignment_id uuid not null references fieldwork.assignment on delete cascade
);
create index change_staff on fieldwork.change (staff_id, id);
create index change_assignment on fieldwork.change (assignment_id);

-- One try to reach somebody. Its id is made on the telephone; no finer time than a part of a day leaves it.
create table fieldwork.attempt (
  id uuid primary key,
  assignment_id uuid not null references fieldwork.assignment on delete cascade,
  round smallint not null,
  staff_id uuid not null references accounts.staff,
  day date not null,
  part text not null check (part in ('morning', 'noon', 'afternoon', 'evening')),
  medium text not null check (medium in ('visit', 'telephone', 'letter', 'other')),
  result text not null check (result in ('interview', 'appointment', 'no-contact', 'refusal', 'notice-left', 'moved', 'away', 'unable', 'wrong-place', 'other')),
  -- SHA-256 of what was sent, so that the same is the same
  hash bytea not null check (octet_length(hash) = 32)
);
create index attempt_assignment on fieldwork.attempt (assignment_id, round);

-- How a round ended.
create table fieldwork.outcome (
  id uuid primary key,
  assignment_id uuid not null references fieldwork.assignment on delete cascade,
  round smallint not null,
  staff_id uuid not null references accounts.staff,
  disposition text not null check (disposition in ('complete', 'partial', 'refusal', 'nonContact', 'otherEligible', 'unknownHousehold', 'unknownOther', 'ineligible')),
  day date not null,
  -- of an interview: 0 under 5, 1 under 10, 2 under 20, 3 under 40, 4 under 60, 5 longer
  minutes_band smallint check (minutes_band between 0 and 5),
  -- of the dwelling and the household: facts of the visit that a second visit can compare
  dwelling jsonb,
  hash bytea not null check (octet_length(hash) = 32),
  unique (assignment_id, round),
  check ((minutes_band is null) = (disposition not in ('complete', 'partial')))
);

-- An interviewer gave an assignment back.
create table fieldwork.hand_back (
  id uuid primary key,
  assignment_id uuid not null references fieldwork.assignment on delete cascade,
  round smallint not null,
  staff_id uuid not null references accounts.staff,
  remark text not null check (length(remark) between 3 and 1000),
  hash bytea not null check (octet_length(hash) = 32)
);
create index hand_back_assignment on fieldwork.hand_back (assignment_id);

-- What a telephone sent and could not be taken in. Nothing sent is ever dropped.
create table fieldwork.quarantine (
  id uuid primary key,
  study_id uuid references studies.study on delete cascade,
  staff_id uuid not null references accounts.staff,
  kind text not null check (kind in ('attempt', 'outcome', 'hand-back')),
  content jsonb not null,
  hash bytea not null check (octet_length(hash) = 32),
  reason text not null check (reason in ('unknown-assignment', 'not-yours', 'round-over', 'already-ended', 'changed-content')),
  day date not null,
  -- a supervisor looked at it: when settled it stays, for the record
  settled text check (length(settled) between 3 and 1000)
);
create index quarantine_open on fieldwork.quarantine (study_id) where settled is null;
create index quarantine_staff on fieldwork.quarantine (staff_id);

-- What a visit may become, whoever writes: nobody is visited twice for one round, and nothing taken to the field is given to another
-- without a reason.
create function fieldwork.keep_assignment() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if (new.id, new.study_id, new.number, new.code, new.stratum, new.psu, new.base_weight, new.replicate)
      is distinct from (old.id, old.study_id, old.number, old.code, old.stratum, old.psu, old.base_weight, old.replicate)
    or not (
      (new.state = old.state and new.round = old.round and (new.holder_id is not distinct from old.holder_id or old.state = 'given'))
      or (old.state = 'planned' and new.state in ('given', 'closed') and new.round = old.round)
      or (old.state = 'given' and new.state in ('planned', 'closed') and new.round = old.round)
      or (old.state = 'given' and new.state = 'taken' and new.round = old.round and new.holder_id = old.holder_id)
      or (old.state = 'taken' and new.state = 'ended' and new.round = old.round and new.holder_id = old.holder_id)
      or (old.state = 'taken' and new.state = 'planned' and new.remark is not null and new.round = old.round)
      -- the telephone is lost: another one of the same interviewer may fetch it
      or (old.state = 'taken' and new.state = 'given' and new.remark is not null and new.round = old.round and new.holder_id = old.holder_id)
      or (old.state = 'ended' and new.state = 'accepted' and new.round = old.round and new.holder_id = old.holder_id)
      or (old.state = 'ended' and new.state = 'given' and new.round = old.round + 1 and new.remark is not null)
    )
  then
    raise exception 'a visit that is % does not become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'keep_assignment';
  end if;
  if new.state in ('planned', 'given', 'closed') then
    new.phone_id := null;
  end if;
  return new;
end $$;
create trigger keep_assignment before update on fieldwork.assignment
  for each row execute function fieldwork.keep_assignment();

create function fieldwork.note_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.holder_id is not null or tg_op = 'UPDATE' and old.holder_id is not null then
    -- One after the other, or a telephone could see the later number before the earlier one and never ask for it.
    perform pg_advisory_xact_lock(hashtextextended('fieldwork.change', 0));
    insert into fieldwork.change (staff_id, assignment_id)
      select staff_id, new.id from unnest(array[new.holder_id, case when tg_op = 'UPDATE' then old.holder_id end]) as holder (staff_id)
      where staff_id is not null group by staff_id;
  end if;
  return null;
end $$;
create trigger note_change after insert or update on fieldwork.assignment
  for each row execute function fieldwork.note_change();

-- What came from the field stays as it came.
create function fieldwork.keep_report() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    if tg_table_name = 'quarantine' then
      if not exists (select from studies.study s where s.id = old.study_id) then return old; end if;
    elsif not exists (select from fieldwork.assignment a where a.id = (to_jsonb(old) ->> 'assignment_id')::uuid) then return old;
    end if;
  elsif tg_table_name = 'quarantine' and to_jsonb(old) ->> 'settled' is null and to_jsonb(new) - 'settled' = to_jsonb(old) - 'settled' then
    return new;
  end if;
  raise exception 'what the field reported is never changed' using errcode = 'check_violation', constraint = 'keep_report';
end $$;
create trigger keep_attempt before update or delete on fieldwork.attempt for each row execute function fieldwork.keep_report();
create trigger keep_outcome before update or delete on fieldwork.outcome for each row execute function fieldwork.keep_report();
create trigger keep_hand_back before update or delete on fieldwork.hand_back for each row execute function fieldwork.keep_report();
create trigger keep_quarantine before update or delete on fieldwork.quarantine for each row execute function fieldwork.keep_report();
