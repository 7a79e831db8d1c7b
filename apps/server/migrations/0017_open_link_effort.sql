-- How much work a device does before a study's open link takes an answer. No row: as the host's address says (HTTPS: usual).
create table responses.open_link (
  study_id uuid primary key references studies.study on delete cascade,
  effort text not null check (effort in ('off', 'usual', 'raised'))
);
