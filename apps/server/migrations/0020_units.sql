-- roles: office
-- Places and organisations, each under one name for as long as it had it; lists to draw samples from; counts of the population.
create schema units;

create table units.unit (
  id uuid primary key default gen_random_uuid(),
  code text not null check (code ~ '^[A-Za-z0-9._/-]{1,40}$'),
  name text not null check (name <> ''),
  name_en text not null default '',
  kind text not null,
  -- first and last day; null: as long as anyone knows, and still
  valid_from date,
  valid_to date,
  -- a role or an office, never how to reach a person
  focal text not null default '',
  check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create unique index unit_code_now on units.unit (code) where valid_to is null;
create index unit_code on units.unit (code);

-- What a unit lies in, from day to day; none: at the top.
create table units.placement (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references units.unit on delete cascade,
  parent_id uuid not null references units.unit,
  valid_from date,
  valid_to date,
  check (unit_id <> parent_id),
  check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create unique index placement_now on units.placement (unit_id) where valid_to is null;
create index placement_unit on units.placement (unit_id);
create index placement_parent on units.placement (parent_id);

-- The crosswalk: what old_id was became, or became part of, new_id.
create table units.succession (
  id uuid primary key default gen_random_uuid(),
  old_id uuid not null references units.unit,
  new_id uuid not null references units.unit,
  -- the first day of the new
  changed_on date not null,
  -- part of the old one's population
  share double precision check (share between 0 and 1),
  unique (old_id, new_id),
  check (old_id <> new_id)
);
create index succession_new on units.succession (new_id);

-- What staff did to the tree, with what each row was before and after, so that the newest can be undone.
create table units.act (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity,
  what text not null,
  subject text not null,
  person text not null,
  at timestamptz not null,
  rows integer not null,
  -- [{"table": "unit", "before": {…} | null, "after": {…} | null}, …]
  images jsonb not null,
  undone_by text,
  undone_at timestamptz,
  check ((undone_by is null) = (undone_at is null))
);

-- Where staff work. A person works in one unit at most.
create table units.member (
  staff_id uuid primary key references accounts.staff on delete cascade,
  unit_id uuid not null references units.unit
);
create index member_unit on units.member (unit_id);

create function units.is_closed(kind text) returns boolean language sql immutable
  return kind in ('police', 'state-security', 'army', 'party-discipline');

create function units.keep_closed() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_table_name = 'member' then
    if exists (select from units.unit u where u.id = new.unit_id and units.is_closed(u.kind)) then
      raise exception 'a unit of this kind has no accounts' using errcode = 'check_violation', constraint = 'keep_closed';
    end if;
  elsif units.is_closed(new.kind) and exists (select from units.member m where m.unit_id = new.id) then
    raise exception 'a unit with accounts cannot become one of this kind'
      using errcode = 'check_violation', constraint = 'keep_closed';
  end if;
  return new;
end $$;
create trigger keep_closed before insert or update on units.member for each row execute function units.keep_closed();
create trigger keep_closed before update of kind on units.unit for each row execute function units.keep_closed();

-- A list to draw from, as it was uploaded; never changed after.
create table units.frame (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  kind text not null check (kind in ('households', 'people', 'villages', 'places')),
  file_name text not null,
  -- SHA-256 of body before it was deflated
  hash text not null,
  rows integer not null check (rows > 0),
  -- [{"name", "kind", "role", "missing", "distinct", "examples"}, …]
  columns jsonb not null,
  size double precision,
  -- deflated JSON of typed columns
  body bytea not null,
  uploaded_on date not null,
  uploaded_by text not null
);

-- Which unit a place of a frame is: worked out, or said by a person.
create table units.frame_place (
  frame_id uuid not null references units.frame on delete cascade,
  place text not null,
  within text not null,
  rows integer not null check (rows > 0),
  how text check (how in ('code', 'name', 'person')),
  unit_id uuid references units.unit,
  reason text check (reason in ('several', 'without-marks', 'other-kind')),
  suggestions uuid[] not null,
  primary key (frame_id, place, within),
  check ((how is null) = (unit_id is null))
);
create index frame_place_unit on units.frame_place (unit_id);

create table units.population (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  source text not null,
  file_name text not null,
  hash text not null,
  variables jsonb not null,
  gaps jsonb not null,
  total double precision not null,
  uploaded_on date not null,
  uploaded_by text not null
);

create table units.population_count (
  population_id uuid not null references units.population on delete cascade,
  unit_id uuid not null references units.unit,
  -- empty: the whole population
  variable text not null,
  level text not null,
  stated double precision not null check (stated >= 0),
  -- made to add up to what the unit lies in
  raked double precision not null check (raked >= 0),
  primary key (population_id, unit_id, variable, level)
);
create index population_count_unit on units.population_count (unit_id);

create function units.keep_frame() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'a frame and its counts are replaced by another, never changed'
    using errcode = 'check_violation', constraint = 'keep_frame';
end $$;
create trigger keep_frame before update on units.frame for each row execute function units.keep_frame();
create trigger keep_population before update on units.population for each row execute function units.keep_frame();
create trigger keep_population_count before update on units.population_count for each row execute function units.keep_frame();
