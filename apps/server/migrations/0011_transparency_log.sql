-- roles: office issuer collector
-- The host's public log: a Merkle tree that is only ever added to (docs/decisions/0015-a-log-that-strangers-can-check.md).
create schema transparency;

create table transparency.leaf (
  -- from 0, without gaps: given out under a lock
  index bigint primary key check (index >= 0),
  kind text not null check (kind ~ '^[a-z]+$'),
  -- public, as it is: kind, newline, body, newline is what is hashed
  body text not null,
  -- SHA-256(0x00 || entry), RFC 6962
  hash bytea not null check (octet_length(hash) = 32)
);
create index leaf_hash on transparency.leaf (hash);
create index leaf_kind on transparency.leaf (kind, index);

-- Roots of full tiles: level 1 stands for 256 leaves, level 2 for 65,536, and so on.
create table transparency.subtree (
  level smallint not null check (level > 0),
  position bigint not null check (position >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, position)
);

-- What the host has signed, so that it never signs two stories of one size.
create table transparency.checkpoint (
  size bigint primary key check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  -- the signed note, byte for byte
  note text not null
);

-- The latest line of each witness for a size.
create table transparency.cosignature (
  size bigint not null references transparency.checkpoint,
  -- the witness's key, as the operator configured it
  witness text not null,
  line text not null,
  primary key (size, witness)
);

create function transparency.keep_log() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'the transparency log is only ever added to';
end $$;
create trigger keep_leaf before update or delete on transparency.leaf for each row execute function transparency.keep_log();
create trigger keep_leaf_all before truncate on transparency.leaf for each statement execute function transparency.keep_log();
create trigger keep_subtree before update or delete on transparency.subtree for each row execute function transparency.keep_log();
create trigger keep_subtree_all before truncate on transparency.subtree for each statement execute function transparency.keep_log();
create trigger keep_checkpoint before update or delete on transparency.checkpoint
  for each row execute function transparency.keep_log();
create trigger keep_checkpoint_all before truncate on transparency.checkpoint
  for each statement execute function transparency.keep_log();
