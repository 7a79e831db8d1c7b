-- roles: collector
-- Sealed answers on their way from a token to a batch. Nothing here has a time: a batch has its day, a deposit has none.

-- The first migration is every host's; this one has no staff.
drop schema accounts cascade;

create schema deposits;

create table deposits.wave (
  study_id uuid primary key,
  -- canonical JSON, as its issuer published it; it never changes
  manifest text not null,
  hash bytea not null check (octet_length(hash) = 32),
  closed boolean not null default false,
  -- the day of the last round of batches
  mixed_on date
);

-- Tokens that were spent. What came with one is known again by a hash under the receipt, which only the device keeps.
create table deposits.spent (
  study_id uuid not null references deposits.wave,
  nullifier bytea not null check (octet_length(nullifier) = 32),
  request bytea not null check (octet_length(request) = 32),
  primary key (study_id, nullifier)
);

-- Waiting for company: leaves with a batch, in another order than it came.
create table deposits.staged (
  study_id uuid not null references deposits.wave,
  receipt bytea not null check (octet_length(receipt) = 16),
  sealed bytea not null,
  withdrawal_hash bytea not null check (octet_length(withdrawal_hash) = 32)
);

create table deposits.batch (
  study_id uuid not null references deposits.wave,
  number integer not null check (number >= 1),
  size integer not null check (size >= 20),
  -- SHA-256 over the deposits in their order
  hash bytea not null check (octet_length(hash) = 32),
  taken boolean not null default false,
  primary key (study_id, number)
);

-- Deposits of a batch in the order of their sealed bytes, until the office has them.
create table deposits.batched (
  study_id uuid not null,
  batch integer not null,
  place integer not null check (place >= 0),
  sealed bytea not null,
  withdrawal_hash bytea not null,
  primary key (study_id, batch, place),
  foreign key (study_id, batch) references deposits.batch
);

create table deposits.refused (
  study_id uuid not null references deposits.wave,
  reason text not null,
  count integer not null check (count > 0),
  primary key (study_id, reason)
);

create function deposits.keep_manifest() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.study_id <> old.study_id or new.manifest <> old.manifest or new.hash <> old.hash or (old.closed and not new.closed) then
    raise exception 'the manifest of a wave never changes, and a closed wave stays closed';
  end if;
  return new;
end $$;
create trigger keep_manifest before update on deposits.wave for each row execute function deposits.keep_manifest();
