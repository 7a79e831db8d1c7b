create schema questionnaires;

-- The form a study is working on; each upload replaces it.
create table questionnaires.draft (
  study_id uuid primary key references studies.study on delete cascade,
  -- the compiled form as JSON text: its hash is of these bytes
  form text not null,
  hash text not null,
  file_name text not null,
  source bytea not null
);

-- Published forms. What people were asked can never be changed afterwards.
create table questionnaires.version (
  study_id uuid not null references studies.study on delete cascade,
  version integer not null check (version >= 1),
  form text not null,
  hash text not null,
  file_name text not null,
  source bytea not null,
  published_on date not null,
  primary key (study_id, version)
);

-- A version goes only together with its study, which in turn only goes while nobody has answered.
create function questionnaires.keep_published() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from studies.study where id = old.study_id) then
    return old;
  end if;
  raise exception 'a published questionnaire cannot be changed';
end $$;
create trigger keep_published before update or delete on questionnaires.version
  for each row execute function questionnaires.keep_published();
create trigger keep_published_all before truncate on questionnaires.version
  for each statement execute function questionnaires.keep_published();

-- The unguessable part of the address where staff try the form.
create table questionnaires.test_link (
  study_id uuid primary key references studies.study on delete cascade,
  key text not null unique
);

-- Answers given while trying a form: apart from real ones, never counted with them.
create table questionnaires.test_answer (
  id uuid primary key,
  study_id uuid not null references studies.study on delete cascade,
  version integer not null,
  content_hash bytea not null,
  answers jsonb not null
);
create index test_answer_of_study on questionnaires.test_answer (study_id);
