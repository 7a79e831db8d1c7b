-- roles: issuer
-- Who is invited. The only contacts of the installation; never an answer. Nothing here tells when a token was taken.
create schema invitations;

create table invitations.wave (
  study_id uuid primary key,
  slug text not null unique,
  -- canonical JSON, as the office signed it
  offer text not null,
  signature bytea not null check (octet_length(signature) = 64),
  last_day date not null,
  -- the office's log was asked, and holds the offer
  office_seen boolean not null,
  -- of slow hashes of typed codes
  salt bytea not null check (octet_length(salt) = 16),
  -- strata too small to stand alone, each with the one it is put together with
  joined jsonb not null default '{}',
  -- people in a design cell at least: 40, so that with half of them answering each answer is among 20
  fewest smallint not null default 40 check (fewest between 20 and 500),
  -- who asks: the name, and where people reach it
  sender jsonb,
  -- canonical JSON, as published; its place in the log
  manifest text,
  manifest_hash bytea check (octet_length(manifest_hash) = 32),
  leaf bigint,
  -- PKCS #8, sealed under a key outside the database; gone after the close
  private_key bytea,
  -- contacts are deleted on this day
  erase_on date check (erase_on > last_day),
  -- 0: the invitation; 1 to 3: reminders
  round smallint check (round between 0 and 3),
  round_on date,
  closed boolean not null default false,
  -- tokens issued in each cell, published at the close: [12, 30, …]
  issued jsonb,
  erased boolean not null default false,
  -- the night of the last rewriting of the roster
  mixed_on date,
  check ((manifest is null) = (manifest_hash is null) and (manifest is null) = (leaf is null)),
  check (manifest is null or erase_on is not null),
  check (manifest is not null or (private_key is null and round is null and not closed)),
  check ((issued is not null) = closed),
  check (private_key is null or not closed),
  check (closed or not erased),
  check (study_id = (offer::jsonb ->> 'studyId')::uuid and slug = offer::jsonb ->> 'slug' and last_day = (offer::jsonb ->> 'lastDay')::date)
);

create table invitations.person (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references invitations.wave,
  name text,
  phone text,
  email text,
  address text,
  language text not null,
  stratum text not null,
  psu text not null,
  base_weight double precision not null check (base_weight > 0),
  -- place in the manifest's list of cells
  cell integer check (cell >= 0),
  -- a code made anew has the next number
  code_version smallint not null default 1,
  -- keyed hash of the code in the link; argon2id of the keyed hash of the code to be typed
  link_hash bytea check (octet_length(link_hash) = 32),
  typed_hash bytea check (octet_length(typed_hash) = 32),
  -- a token was taken. There is no day of it, here or elsewhere
  taken boolean not null default false,
  -- what staff are shown: as it was after the last night
  taken_shown boolean not null default false,
  -- keyed hash of the blinded message that was signed, so that a lost reply can be given again; forgotten at the close
  request bytea check (octet_length(request) = 32),
  opted_out boolean not null default false,
  -- mail came back
  unreachable boolean not null default false,
  unique (study_id, link_hash),
  unique (study_id, typed_hash),
  check (request is null or taken)
);

-- Mail on its way; a row goes when its message has gone.
create table invitations.message (
  study_id uuid not null references invitations.wave,
  person_id uuid not null,
  round smallint not null,
  tries smallint not null default 0,
  next_try timestamptz not null,
  primary key (study_id, person_id)
);

-- What became of a round of mail: sums.
create table invitations.mail_round (
  study_id uuid not null references invitations.wave,
  round smallint not null check (round between 0 and 3),
  people integer not null,
  sent integer not null default 0,
  failed integer not null default 0,
  primary key (study_id, round)
);

-- People who want no invitation to any study: keyed hashes of a telephone number or an e-mail address.
create table invitations.opt_out (
  contact bytea primary key check (octet_length(contact) = 32)
);

create function invitations.keep_wave() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    if old.manifest is null then return old; end if;
  elsif tg_op = 'UPDATE' then
    if (new.study_id, new.slug, new.offer, new.signature, new.last_day, new.salt)
        = (old.study_id, old.slug, old.offer, old.signature, old.last_day, old.salt)
      and (old.manifest is null
        or (new.manifest, new.manifest_hash, new.leaf, new.joined) = (old.manifest, old.manifest_hash, old.leaf, old.joined))
      -- contacts may go earlier than was said, never later
      and (old.manifest is null or new.erase_on <= old.erase_on)
      and (old.manifest is null or new.private_key is null or new.private_key = old.private_key)
      and (old.round is null or new.round >= old.round)
      and (new.closed or not old.closed)
      and (old.issued is null or new.issued = old.issued)
      and (new.erased or not old.erased)
    then
      return new;
    end if;
  end if;
  raise exception 'a manifest never changes, and what was closed stays closed'
    using errcode = 'check_violation', constraint = 'keep_wave';
end $$;
create trigger keep_wave before update or delete on invitations.wave for each row execute function invitations.keep_wave();
create trigger keep_wave_all before truncate on invitations.wave for each statement execute function invitations.keep_wave();

-- One person, one token: who has one cannot be made to have none, a signed message makes room for no other, and nobody joins,
-- leaves or changes their cell between the manifest and the close.
create function invitations.keep_person() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  running boolean;
begin
  if tg_op = 'UPDATE' then
    if new.id = old.id and new.study_id = old.study_id
      and (new.taken or not old.taken)
      and (not old.taken or new.request is null or new.request = old.request)
      and (old.cell is null or new.cell = old.cell)
      and (not old.taken or new.code_version = old.code_version)
    then
      return new;
    end if;
    raise exception 'a token that was taken stays taken' using errcode = 'check_violation', constraint = 'keep_person';
  end if;
  select w.manifest is not null and not w.closed into running from invitations.wave w
    where w.study_id = case when tg_op = 'DELETE' then old.study_id else new.study_id end;
  -- The nightly rewriting puts back what it took, cells and all.
  if running and (tg_op = 'DELETE' or new.cell is null) then
    raise exception 'the people of a published wave stay' using errcode = 'check_violation', constraint = 'keep_person';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_person before insert or update or delete on invitations.person
  for each row execute function invitations.keep_person();

-- As in 0010, and for the roster too: which rows were touched after which is forgotten every night.
create or replace function platform.rewrite_shuffled(target regclass) returns bigint
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  rows_written bigint;
begin
  if not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.oid = target and c.relkind = 'r' and n.nspname in ('responses', 'deposits', 'invitations')
  ) then
    raise exception 'rewrite_shuffled is for tables of answers and rosters, not %', target;
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
