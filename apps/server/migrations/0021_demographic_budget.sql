-- roles: office
-- The demographic budget: what a study says of whom it asks, by which a form is judged before anybody is asked, and who let a form
-- through that divides people too finely.

create table questionnaires.budget (
  study_id uuid primary key references studies.study on delete cascade,
  -- questions that count besides those the form suggests
  keys jsonb not null,
  population integer check (population > 0),
  invited integer check (invited > 0),
  -- [{"variable", "targets": [{"level", "value"}, …]}, …]
  margins jsonb not null
);

-- Holds for one form, by its hash, and for no larger share of people than it was given for.
create table questionnaires.budget_exception (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references studies.study on delete cascade,
  form_hash text not null,
  reason text not null check (length(btrim(reason)) >= 20),
  -- share of people in groups too small when it was given
  exposed double precision not null check (exposed between 0 and 1),
  given_by text not null,
  given_on date not null
);
create index on questionnaires.budget_exception (study_id, form_hash);

create function questionnaires.keep_exception() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' and not exists (select from studies.study where id = old.study_id) then
    return old;
  end if;
  raise exception 'an exception that was given stays' using errcode = 'check_violation', constraint = 'keep_exception';
end $$;
create trigger keep_exception before update or delete on questionnaires.budget_exception
  for each row execute function questionnaires.keep_exception();
