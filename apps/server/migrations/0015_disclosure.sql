-- roles: office
-- The disclosure gate: its policy in versions, the ledger of every table that left, and budgets of differentially private counts
-- (docs/decisions/0023-what-left-decides-what-may-leave.md).
create schema disclosure;

create table disclosure.policy (
  version integer primary key check (version > 1),
  -- limits; none looser than those of the code, which are version 1
  policy jsonb not null,
  since date not null,
  stated_by text not null
);

-- One row a table that left, whoever asked for it. No counts and no people: which figures of it were shown. From this and the
-- frozen answers the gate works out what a reader knows.
create table disclosure.released (
  id uuid primary key default gen_random_uuid(),
  position bigint generated always as identity,
  study_id uuid not null references studies.study on delete cascade,
  snapshot_hash text not null,
  policy_version integer not null,
  -- SHA-256 of study, answers, policy and definition: the same table is one row
  fingerprint text not null,
  -- question, groups, base, weights, and how derived variables among them were made
  definition jsonb not null,
  -- which figures were shown, [column][level], and in what unit each column was printed
  shown jsonb not null,
  first_left date not null,
  -- SHA-256 of the row before it in the study and of this one
  hash text not null,
  unique (study_id, fingerprint)
);
create index on disclosure.released (study_id, position);

-- A study's budget for differentially private counts, in millionths of ε; set while the study is designed.
create table disclosure.privacy_budget (
  study_id uuid primary key references studies.study on delete cascade,
  total bigint not null check (total > 0),
  spent bigint not null default 0 check (spent >= 0 and spent <= total)
);

create table disclosure.privacy_spent (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references studies.study on delete cascade,
  query text not null,
  epsilon bigint not null check (epsilon > 0),
  remaining bigint not null check (remaining >= 0),
  spent_on date not null,
  spent_by text not null,
  -- noisy counts, once drawn: the same query is answered with them for ever. Null: the server died in between; spent all the same
  answer jsonb,
  unique (study_id, query)
);

-- Only ever added to; what goes with its study goes.
create function disclosure.keep_ledger() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' and not exists (select from studies.study where id = old.study_id) then
    return old;
  end if;
  if tg_op = 'UPDATE' and tg_table_name = 'privacy_spent' then
    if to_jsonb(old) ->> 'answer' is null and to_jsonb(new) - 'answer' = to_jsonb(old) - 'answer' then
      return new;
    end if;
  end if;
  raise exception 'the disclosure ledger is only ever added to';
end $$;
create trigger keep_released before update or delete on disclosure.released for each row execute function disclosure.keep_ledger();
create trigger keep_spent before update or delete on disclosure.privacy_spent for each row execute function disclosure.keep_ledger();

-- A budget is set once, never raised; spending only grows.
create function disclosure.keep_budget() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.total <> old.total or new.spent < old.spent then
    raise exception 'a privacy budget is neither changed nor refilled';
  end if;
  return new;
end $$;
create trigger keep_budget before update on disclosure.privacy_budget for each row execute function disclosure.keep_budget();
