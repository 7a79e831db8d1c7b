-- roles: office
-- Samples as they were drawn: each with its frame, design, seed and chances, never changed after.
create schema sampling;

create table sampling.draw (
  id uuid primary key default gen_random_uuid(),
  study_id uuid not null references studies.study on delete cascade,
  -- 1, 2, 3 … in the study: every draw there ever was
  number integer not null check (number > 0),
  frame_id uuid not null references units.frame,
  frame_hash text not null,
  -- {"stages": […], "release": {…} | null}
  design jsonb not null,
  seed bigint not null check (seed between 0 and 4294967295),
  -- by the server, by chance; else typed
  seed_made boolean not null,
  -- {"name", "version", "generator"}
  algorithm jsonb not null,
  reason text not null check (length(reason) >= 10),
  drawn_by text not null,
  drawn_at timestamptz not null,
  sampled integer not null check (sampled > 0),
  reserve integer not null check (reserve >= 0),
  -- strata, units and chances in short, for the screen
  summary jsonb not null,
  -- [[stratum, drawn, sampled], …] of the groups of the last stage, in which the reserve waits
  groups jsonb not null,
  -- SHA-256 of record before it was deflated
  hash text not null,
  -- deflated JSON: all chances of inclusion (joint where drawn by size), every unit drawn
  record bytea not null,
  unique (study_id, number)
);
create index draw_frame on sampling.draw (frame_id);

-- A row of the frame that was drawn: where it lies and with which chance, nothing of who lives there.
create table sampling.unit (
  draw_id uuid not null references sampling.draw on delete cascade,
  -- the sample first, then the reserve
  number integer not null check (number > 0),
  -- from 1, the header left out
  frame_row integer not null check (frame_row > 0),
  -- the frame's own code of the row; its row number where it has none
  code text not null,
  -- names of the units it was drawn in, stage by stage
  stages text[] not null,
  stratum text not null,
  psu text not null,
  -- the place its frame row was matched to on the day of the draw
  unit_id uuid references units.unit,
  -- chance at each stage; of the last, reserve included
  stage_probabilities double precision[] not null,
  -- place in draw.groups, from 0
  group_number integer not null,
  -- 0: of the sample. 1, 2 … : waits in the reserve, in this order and this replicate
  release_order integer not null check (release_order >= 0),
  replicate integer not null check ((replicate = 0) = (release_order = 0)),
  rotation_group integer,
  primary key (draw_id, number),
  unique (draw_id, frame_row)
);
create index unit_unit on sampling.unit (unit_id);

-- Which draw a study works with, and who decided that; the newest holds.
create table sampling.use (
  study_id uuid not null references studies.study on delete cascade,
  number integer not null check (number > 0),
  draw_id uuid not null references sampling.draw on delete cascade,
  reason text not null check (length(reason) >= 10),
  taken_by text not null,
  taken_at timestamptz not null,
  primary key (study_id, number)
);
create index use_draw on sampling.use (draw_id);

-- Replicates of the reserve that joined the sample.
create table sampling.release (
  draw_id uuid not null references sampling.draw on delete cascade,
  number integer not null check (number > 0),
  replicate integer not null check (replicate > 0),
  -- null: in all strata
  stratum text,
  units integer not null check (units > 0),
  completed integer not null check (completed >= 0),
  pending integer not null check (pending >= 0),
  reason text not null check (length(reason) >= 10),
  released_by text not null,
  released_at timestamptz not null,
  primary key (draw_id, number),
  unique nulls not distinct (draw_id, stratum, replicate)
);

-- A draw is what chance gave: nothing of it changes, and nothing of it goes but with its study.
create function sampling.keep_draw() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    if tg_table_name in ('draw', 'use') then
      if not exists (select from studies.study s where s.id = old.study_id) then return old; end if;
    elsif not exists (select from sampling.draw d where d.id = old.draw_id) then return old;
    end if;
  end if;
  raise exception 'a draw and what follows from it are never changed' using errcode = 'check_violation', constraint = 'keep_draw';
end $$;
create trigger keep_draw before update or delete on sampling.draw for each row execute function sampling.keep_draw();
create trigger keep_unit before update or delete on sampling.unit for each row execute function sampling.keep_draw();
create trigger keep_use before update or delete on sampling.use for each row execute function sampling.keep_draw();
create trigger keep_release before update or delete on sampling.release for each row execute function sampling.keep_draw();
