-- roles: office issuer collector
-- The audit log as a chain: each row carries the hash of the row before it and of itself (docs/decisions/0017-who-may-do-what-in-the-database.md).
-- The server's login may add rows and do nothing else to them; place and hash are the database's own work.

alter table platform.audit add column position bigint;
alter table platform.audit add column hash bytea;

create function platform.audit_field(value text) returns bytea language sql immutable set search_path = pg_catalog as $$
  select case when value is null then int4send(-1) else int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') end
$$;

-- What is hashed of a row: its place, id and time (microseconds since 1970) as 8 bytes each, then person, action, subject and
-- details, each with its length before it as 4 bytes, -1 for none. apps/server/src/platform/audit-chain.ts has the same, apart.
create function platform.audit_bytes(entry platform.audit) returns bytea language sql immutable set search_path = pg_catalog as $$
  select int8send(entry.position) || int8send(entry.id) || int8send((extract(epoch from entry.at) * 1000000)::bigint)
    || platform.audit_field(entry.person) || platform.audit_field(entry.action)
    || platform.audit_field(entry.subject) || platform.audit_field(entry.details::text)
$$;

-- Rows from before the chain, in the order in which they were written.
do $$
declare
  entry platform.audit;
  last_position bigint := 0;
  last_hash bytea := decode(repeat('00', 32), 'hex');
begin
  for entry in select * from platform.audit order by id loop
    last_position := last_position + 1;
    entry.position := last_position;
    last_hash := sha256(last_hash || platform.audit_bytes(entry));
    update platform.audit set position = last_position, hash = last_hash where id = entry.id;
  end loop;
end $$;

alter table platform.audit add unique (position);
alter table platform.audit add check ((position is null) = (hash is null));
alter table platform.audit add check (octet_length(hash) = 32);

-- At commit, so that a long act does not hold up the others: only commits stand in line, and a place is given to nothing that
-- was rolled back.
create function platform.chain_audit() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  entry platform.audit := new;
  last_hash bytea;
begin
  perform pg_advisory_xact_lock(727116);
  select position, hash into entry.position, last_hash
    from platform.audit where position is not null order by position desc limit 1;
  entry.position := coalesce(entry.position, 0) + 1;
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  update platform.audit set position = entry.position, hash = sha256(last_hash || platform.audit_bytes(entry)) where id = entry.id;
  return null;
end $$;
revoke all on function platform.chain_audit() from public;
create constraint trigger chain_audit after insert on platform.audit deferrable initially deferred
  for each row when (new.hash is null) execute function platform.chain_audit();

create function platform.keep_audit() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'audit' then
    -- the one change there is: a new row gets its place
    if to_jsonb(old) ->> 'hash' is null and to_jsonb(new) - 'position' - 'hash' = to_jsonb(old) - 'position' - 'hash' then
      return new;
    end if;
  end if;
  raise exception 'the audit log is only ever added to';
end $$;
create trigger keep_audit before update or delete on platform.audit for each row execute function platform.keep_audit();
create trigger keep_audit_all before truncate on platform.audit for each statement execute function platform.keep_audit();

-- Where the chain stood when its head was signed and put into the host's transparency log.
create table platform.audit_checkpoint (
  position bigint primary key,
  at timestamptz not null default now(),
  -- the signed note, byte for byte
  note text not null,
  -- its place in the transparency log
  leaf bigint
);
create trigger keep_checkpoint before update or delete on platform.audit_checkpoint for each row execute function platform.keep_audit();
create trigger keep_checkpoint_all before truncate on platform.audit_checkpoint
  for each statement execute function platform.keep_audit();

-- Writes a table anew, all rows in one transaction and in an order drawn by chance: which rows lay beside each other (ctid) and
-- which were written together (xmin) is forgotten, and the file with the old order goes. For tables where the order of arrival
-- could tell who came.
create function platform.rewrite_shuffled(target regclass) returns bigint
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  rows_written bigint;
begin
  if not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.oid = target and c.relkind = 'r' and n.nspname in ('responses', 'deposits')
  ) then
    raise exception 'rewrite_shuffled is for tables of answers, not %', target;
  end if;
  execute format('lock table %s in access exclusive mode', target);
  execute format('create temporary table shuffled on commit drop as select * from %s', target);
  execute format('truncate %s', target);
  execute format('insert into %s overriding system value select * from pg_temp.shuffled order by gen_random_uuid()', target);
  get diagnostics rows_written = row_count;
  drop table pg_temp.shuffled;
  return rows_written;
end $$;
revoke all on function platform.rewrite_shuffled(regclass) from public;

-- After a batch has moved: the pages and the write-ahead log in which the order of arrival stood are let go. Needs an owner who
-- may (superuser, or pg_checkpoint and pg_switch_wal); says whether it could.
create function platform.let_go_of_order() returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_switch_wal();
  checkpoint;
  return true;
exception when insufficient_privilege then
  return false;
end $$;
revoke all on function platform.let_go_of_order() from public;
