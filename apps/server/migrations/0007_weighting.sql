create schema weighting;

-- A set of weights, with everything needed to make it again from the snapshot it belongs to.
create table weighting.weight_set (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references studies.study on delete cascade,
  name text not null check (name <> ''),
  created_on date not null,
  active boolean not null default false,
  plan jsonb not null,
  -- what the console shows: steps with their diagnostics, what moved
  result jsonb not null,
  -- float64 weights in the snapshot's row order, little-endian
  weights bytea not null,
  hash text not null,
  snapshot_hash text not null
);
create unique index one_active_weight_set on weighting.weight_set (study_id) where active;
