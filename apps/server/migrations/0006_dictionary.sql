create schema dictionary;

-- Derived variables as steps, applied in order to the frozen answers. A removed step stays so that it can be put back.
create table dictionary.step (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references studies.study on delete cascade,
  position integer generated always as identity,
  derivation jsonb not null,
  removed boolean not null default false
);
create unique index step_name on dictionary.step (study_id, (derivation ->> 'name')) where not removed;
