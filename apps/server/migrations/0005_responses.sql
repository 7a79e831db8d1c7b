-- One row a respondent's set of answers. No time, no address, no session: of when it came only the day is kept, and not
-- even that where fewer than 20 answers share it (set to null when the study is closed).
create table responses.answer (
  id uuid primary key,
  study_id uuid not null,
  version integer not null,
  day date,
  language text not null,
  answers jsonb not null,
  content_hash bytea not null,
  foreign key (study_id, version) references questionnaires.version (study_id, version)
);
create index answer_of_study on responses.answer (study_id, id);

-- Counts kept beside the answers, so that no screen has to count rows.
create table responses.tally (
  study_id uuid primary key references studies.study on delete cascade,
  accepted integer not null default 0 check (accepted >= 0),
  -- answers and number of batches behind the live distributions
  shown integer not null default 0 check (shown >= 0),
  batches integer not null default 0 check (batches >= 0)
);

-- How many reached a page on a day: a sum, no row a person.
create table responses.reached (
  study_id uuid not null references studies.study on delete cascade,
  day date not null,
  page integer not null check (page >= 0),
  count integer not null check (count > 0),
  primary key (study_id, day, page)
);

-- What the live view shows of a question, so that a restart does not show a smaller batch: counts by level, nothing else.
create table responses.live (
  study_id uuid not null references studies.study on delete cascade,
  variable text not null,
  -- {"people": answers, "levels": {code: answers}}
  shown jsonb not null,
  primary key (study_id, variable)
);
