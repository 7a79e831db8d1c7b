-- roles: office
-- Where a visit goes, for the map: of the place as the frame had it, to about a kilometre. Never where a telephone or a person is.
alter table fieldwork.assignment
  add column latitude double precision check (latitude between -90 and 90 and latitude = round(latitude::numeric, 2)::double precision),
  add column longitude double precision check (longitude between -180 and 180 and longitude = round(longitude::numeric, 2)::double precision),
  add constraint assignment_position_whole check ((latitude is null) = (longitude is null));
-- All that the map asks of a visit: it reads the index and not the table.
create index assignment_position on fieldwork.assignment (study_id, latitude, longitude) include (state, unit_id) where latitude is not null;
