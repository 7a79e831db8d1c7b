-- roles: issuer
-- Blind signatures for interviewers' telephones, ahead of the day: a pool has a number and a secret, and is nobody's. Nothing here
-- tells when a signature was given, and no signature leads to a token: messages come blinded.
create table invitations.token_pool (
  study_id uuid not null references invitations.wave,
  number integer not null check (number between 1 and 9999),
  -- keyed hash; forgotten at the close
  secret_hash bytea unique check (octet_length(secret_hash) = 32),
  size integer not null check (size between 20 and 1000),
  made_on date not null,
  revoked boolean not null default false,
  -- signatures given, kept at the close
  given integer check (given between 0 and size),
  primary key (study_id, number)
);

-- Keyed hash of each blinded message that was signed, so that a lost reply can be given again; forgotten at the close.
create table invitations.token_pool_signature (
  study_id uuid not null,
  number integer not null,
  request bytea not null check (octet_length(request) = 32),
  primary key (study_id, number, request),
  foreign key (study_id, number) references invitations.token_pool
);

create function invitations.keep_pool() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    if exists (select from invitations.wave w where w.study_id = new.study_id and w.manifest is not null and not w.closed)
      and new.given is null and new.secret_hash is not null and not new.revoked
    then
      return new;
    end if;
  elsif tg_op = 'UPDATE' then
    if (new.study_id, new.number, new.size, new.made_on) = (old.study_id, old.number, old.size, old.made_on)
      and (new.secret_hash is null or new.secret_hash = old.secret_hash)
      and (new.revoked or not old.revoked)
      and (old.given is null or new.given = old.given)
    then
      return new;
    end if;
  end if;
  raise exception 'a pool is made once, and only ever ends' using errcode = 'check_violation', constraint = 'keep_pool';
end $$;
create trigger keep_pool before insert or update or delete on invitations.token_pool
  for each row execute function invitations.keep_pool();

-- Never more signatures than was said in the log, whoever writes.
create function invitations.keep_pool_size() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if exists (
    select from (select distinct study_id, number from fresh) f
    join invitations.token_pool p on p.study_id = f.study_id and p.number = f.number
    where (select count(*) from invitations.token_pool_signature s where s.study_id = p.study_id and s.number = p.number) > p.size
  ) then
    raise exception 'a pool has no more than its size' using errcode = 'check_violation', constraint = 'keep_pool_size';
  end if;
  return null;
end $$;
create trigger keep_pool_size after insert on invitations.token_pool_signature referencing new table as fresh
  for each statement execute function invitations.keep_pool_size();

-- What was signed makes room for nothing else while the wave runs.
create function invitations.keep_pool_signature() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' and exists (
    select from invitations.token_pool p where p.study_id = old.study_id and p.number = old.number and p.given is not null
  ) then
    return old;
  end if;
  raise exception 'a signature that was given stays given' using errcode = 'check_violation', constraint = 'keep_pool_signature';
end $$;
create trigger keep_pool_signature before update or delete on invitations.token_pool_signature
  for each row execute function invitations.keep_pool_signature();
