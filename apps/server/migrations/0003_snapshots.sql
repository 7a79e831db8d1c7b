create schema responses;

-- Frozen answers of a study: what weights, tables and releases rest on. Written once.
create table responses.snapshot (
  study_id uuid primary key references studies.study on delete cascade,
  hash text not null,
  rows integer not null check (rows >= 0),
  body bytea not null
);
