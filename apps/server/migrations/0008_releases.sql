create schema releases;

create table releases.release (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references studies.study,
  slug text not null unique,
  state text not null check (state in ('draft', 'in-review', 'published', 'withdrawn')),
  draft jsonb not null,
  -- the released file, byte for byte: its hash is public
  published text,
  published_on date,
  hash text,
  prepared_by text,
  published_by text,
  check ((state in ('published', 'withdrawn')) = (published is not null))
);

-- What was published cannot be changed, only withdrawn.
create function releases.keep_published() returns trigger language plpgsql as $$
begin
  if old.published is not null and
    (new.published is distinct from old.published or new.hash is distinct from old.hash or new.state not in ('published', 'withdrawn')) then
    raise exception 'a published release cannot be changed';
  end if;
  return new;
end $$;
create trigger keep_published before update on releases.release for each row execute function releases.keep_published();
