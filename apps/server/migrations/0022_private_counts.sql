-- roles: office
-- Noisy counts: who may set a budget and when, and that what is spent is what the ledger says.

-- ε of 1 in all: more would protect a person's opinion in name only.
alter table disclosure.privacy_budget add constraint privacy_budget_at_most_one check (total <= 1000000);

alter table disclosure.privacy_spent
  add column position bigint generated always as identity,
  -- question, base and how derived variables were made; query is its SHA-256
  add column definition jsonb not null;
create index on disclosure.privacy_spent (study_id, position);

-- Set and corrected while the study is designed, when there is nothing to count yet; then never again, and spending only grows.
create or replace function disclosure.keep_budget() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  designed constant boolean := exists (select from studies.study where id = new.study_id and state = 'design');
begin
  if tg_op = 'INSERT' then
    if not designed or new.spent <> 0 then
      raise exception 'a privacy budget is set while the study is designed'
        using errcode = 'check_violation', constraint = 'keep_budget';
    end if;
    return new;
  end if;
  if new.study_id <> old.study_id or new.spent < old.spent or (new.total <> old.total and not (designed and old.spent = 0)) then
    raise exception 'a privacy budget is neither changed nor refilled'
      using errcode = 'check_violation', constraint = 'keep_budget';
  end if;
  return new;
end $$;
drop trigger keep_budget on disclosure.privacy_budget;
create trigger keep_budget before insert or update on disclosure.privacy_budget
  for each row execute function disclosure.keep_budget();

-- No question without its price, and no price without its question: looked at when the transaction ends.
create function disclosure.keep_sum() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  told bigint := (select coalesce(sum(epsilon), 0) from disclosure.privacy_spent where study_id = new.study_id);
  paid bigint := (select coalesce(sum(spent), 0) from disclosure.privacy_budget where study_id = new.study_id);
begin
  if told <> paid then
    raise exception 'of the privacy budget % is spent and the ledger tells of %', paid, told
      using errcode = 'check_violation', constraint = 'keep_sum';
  end if;
  return null;
end $$;
create constraint trigger keep_sum after insert or update on disclosure.privacy_budget
  deferrable initially deferred for each row execute function disclosure.keep_sum();
create constraint trigger keep_sum after insert on disclosure.privacy_spent
  deferrable initially deferred for each row execute function disclosure.keep_sum();
