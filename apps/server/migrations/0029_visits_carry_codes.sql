-- roles: office
-- What the answer of a visit may tell of who asked: fixed for all visits of a design cell at once, before the wave's first day. Were it to follow
-- later changes of who goes where, few answers would carry what they carried before a change.
create table fieldwork.asked (
  assignment_id uuid primary key references fieldwork.assignment on delete cascade,
  team text,
  interviewer text,
  check (interviewer is null or team is not null)
);
