-- roles: office
-- What the person agreed to, inside the answer that names nobody: {"purposes": {name: true or false}, "text": SHA-256 of the
-- words shown}. Null in answers from before this migration.
alter table responses.answer add column consent jsonb;

-- SHA-256 of a key that only the respondent holds. It finds the row to delete, until the study is frozen.
alter table responses.answer add column withdrawal_hash bytea check (octet_length(withdrawal_hash) = 32);
create index answer_of_withdrawal on responses.answer (withdrawal_hash) where withdrawal_hash is not null;

-- Frozen, nothing may point at a row any more, whichever way the study came to be frozen.
create function responses.forget_withdrawal_hashes() returns trigger language plpgsql as $$
begin
  update responses.answer set withdrawal_hash = null where study_id = new.id and withdrawal_hash is not null;
  -- The counter never went down while answers were withdrawn; from now on it says what there is.
  update responses.tally t set accepted = n.rows, shown = least(t.shown, n.rows)
    from (select count(*)::int as rows from responses.answer where study_id = new.id) n where t.study_id = new.id;
  return null;
end $$;
create trigger forget_withdrawal_hashes after update of state on studies.study
  for each row when (new.state = 'frozen' and old.state <> 'frozen') execute function responses.forget_withdrawal_hashes();

-- Keys that came before their answer did: an answer sent with a token travels for days. Nothing but the hash; emptied when no
-- study is open (retention.ts).
create table responses.withdrawn_early (
  withdrawal_hash bytea primary key check (octet_length(withdrawal_hash) = 32)
);

-- Whichever way the answer comes in, it is dropped, and the key's hash with it.
create function responses.drop_withdrawn() returns trigger language plpgsql as $$
begin
  delete from responses.withdrawn_early where withdrawal_hash = new.withdrawal_hash;
  if found then
    return null;
  end if;
  return new;
end $$;
create trigger drop_withdrawn before insert on responses.answer
  for each row when (new.withdrawal_hash is not null) execute function responses.drop_withdrawn();

-- What a person has to write in a study's impact assessment; the rest the system knows. {field: text}
create table rights.assessment (
  study_id uuid primary key references studies.study on delete cascade,
  fields jsonb not null
);
