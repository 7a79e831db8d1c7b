-- roles: office
-- How people come to a study, and when what they send can be opened: chosen in design, fixed from then on. Whatever writes to the
-- database (API, import, restore, a statement by hand) meets the same triggers.
alter table studies.study
  add column entry text not null default 'open-link' check (entry in ('open-link', 'invitation')),
  add column opening text not null default 'batches' check (opening in ('batches', 'sealed')),
  add constraint opening_of_entry check (entry = 'invitation' or opening = 'batches');

create schema waves;

-- What the office offered, and what the issuer made of it. None of it ever changes once it stands.
create table waves.wave (
  study_id uuid primary key references studies.study,
  -- canonical JSON, as published
  offer text not null,
  signature bytea not null check (octet_length(signature) = 64),
  last_day date not null,
  -- canonical JSON, as the issuer published it
  manifest text,
  manifest_hash bytea check (octet_length(manifest_hash) = 32),
  -- verifier key of the collector's log, as first seen
  collector_key text,
  -- tokens issued in each cell, as the issuer said after the close: [12, 30, …]
  issued jsonb,
  -- cells with more answers than tokens: [{"cell": 3, "issued": 20, "accepted": 25}]
  alarm jsonb,
  -- the collector has closed the wave, and every batch is here
  complete boolean not null default false,
  -- the day of the key holders' ceremony
  opened_on date check (opened_on > last_day),
  check ((manifest is null) = (manifest_hash is null)),
  check (last_day = (offer::jsonb ->> 'lastDay')::date),
  check (study_id = (offer::jsonb ->> 'studyId')::uuid)
);

create table waves.batch (
  study_id uuid not null references waves.wave,
  number integer not null check (number >= 1),
  size integer not null check (size >= 20),
  hash bytea not null check (octet_length(hash) = 32),
  -- the collector knows that its copy can go
  told boolean not null default false,
  primary key (study_id, number)
);

-- What did not open or did not pass: sums by reason.
create table waves.refused (
  study_id uuid not null references waves.wave,
  reason text not null,
  count integer not null check (count > 0),
  primary key (study_id, reason)
);

-- Answers taken in each design cell, withdrawn ones too: compared with the tokens issued.
create table waves.taken (
  study_id uuid not null references waves.wave,
  cell integer not null check (cell >= 0),
  count integer not null check (count > 0),
  primary key (study_id, cell)
);

-- Lie with the answers, in backups too: the private half of a wave that opens in batches, and answers nobody can open yet.
create table responses.tabulation_key (
  study_id uuid primary key references studies.study on delete cascade,
  private_key bytea not null check (octet_length(private_key) = 32)
);
create table responses.sealed (
  study_id uuid not null references studies.study,
  sealed bytea not null,
  withdrawal_hash bytea not null check (octet_length(withdrawal_hash) = 32)
);
create index sealed_of_study on responses.sealed (study_id);
create index sealed_of_withdrawal on responses.sealed (withdrawal_hash);
create trigger drop_withdrawn before insert on responses.sealed
  for each row execute function responses.drop_withdrawn();

-- Place of the answer's design cell in the wave's manifest, from 0; null for an open link.
alter table responses.answer add column cell integer check (cell >= 0);

create function studies.keep_protection() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.state <> 'design'
    or exists (select from waves.wave w where w.study_id = old.id)
    or exists (select from responses.answer a where a.study_id = old.id)
    or exists (select from responses.sealed a where a.study_id = old.id)
    or exists (select from responses.snapshot n where n.study_id = old.id)
  then
    raise exception 'how people come to a study and when answers open cannot change any more'
      using errcode = 'check_violation', constraint = 'keep_protection';
  end if;
  return new;
end $$;
create trigger keep_protection before update on studies.study for each row
  when (new.entry <> old.entry or new.opening <> old.opening or new.id <> old.id or new.kind <> old.kind)
  execute function studies.keep_protection();

create function waves.keep_offer() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    if not exists (
      select from studies.study s
      where s.id = new.study_id and s.entry = 'invitation' and s.opening = new.offer::jsonb ->> 'opening'
    ) then
      raise exception 'the offer is not that of its study' using errcode = 'check_violation', constraint = 'keep_offer';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if (new.study_id, new.offer, new.signature, new.last_day) = (old.study_id, old.offer, old.signature, old.last_day)
      and (old.manifest is null or (new.manifest, new.manifest_hash) = (old.manifest, old.manifest_hash))
      and (old.collector_key is null or new.collector_key = old.collector_key)
      and (old.issued is null or new.issued = old.issued)
      and (old.opened_on is null or new.opened_on = old.opened_on)
      and (new.complete or not old.complete)
    then
      return new;
    end if;
  end if;
  raise exception 'what was offered for a wave never changes' using errcode = 'check_violation', constraint = 'keep_offer';
end $$;
create trigger keep_offer before insert or update or delete on waves.wave for each row execute function waves.keep_offer();
create trigger keep_offer_all before truncate on waves.wave for each statement execute function waves.keep_offer();

-- The private half of a sealed wave never lies in a database.
create function responses.keep_sealed() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if not exists (
    select from studies.study s
    where s.id = new.study_id and s.entry = 'invitation'
      and (s.opening = 'batches' or tg_table_name = 'sealed')
  ) then
    raise exception 'a study of this kind keeps nothing here' using errcode = 'check_violation', constraint = 'keep_sealed';
  end if;
  return new;
end $$;
create trigger keep_sealed before insert or update on responses.tabulation_key
  for each row execute function responses.keep_sealed();
create trigger keep_sealed before insert or update on responses.sealed
  for each row execute function responses.keep_sealed();

-- One look at a whole statement: answers by invitation have a cell and no day and come from a wave that people were invited to,
-- a sealed one not before its ceremony; answers by an open link have no cell.
create function responses.keep_protection() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if exists (
    select from (
      select study_id, bool_or(cell is null) as uncelled, bool_or(cell is not null) as celled, bool_or(day is not null) as dated
      from fresh group by study_id
    ) f
    join studies.study s on s.id = f.study_id
    where (s.entry = 'open-link' and f.celled)
      or (s.entry = 'invitation' and (f.uncelled or f.dated or not exists (
        select from waves.wave w
        where w.study_id = s.id and w.manifest is not null and (s.opening = 'batches' or w.opened_on is not null)
      )))
  ) then
    raise exception 'an answer of this kind does not belong to its study' using errcode = 'check_violation', constraint = 'keep_protection';
  end if;
  return null;
end $$;
create trigger keep_protection after insert on responses.answer referencing new table as fresh
  for each statement execute function responses.keep_protection();

-- What could tell an answer apart can be forgotten, never learnt.
create function responses.only_forget() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'the day and the withdrawal hash of an answer can only be forgotten'
    using errcode = 'check_violation', constraint = 'only_forget';
end $$;
create trigger only_forget before update on responses.answer for each row
  when (
    (new.day is not null and new.day is distinct from old.day)
    or (new.withdrawal_hash is not null and new.withdrawal_hash is distinct from old.withdrawal_hash)
    or new.cell is distinct from old.cell
  )
  execute function responses.only_forget();
