-- roles: office
-- Interviews beside invitations: what an answer may tell of who asked, and what the office holds sums against.

-- How somebody else asked: {"mode": "interview", "team": code, "interviewer": code}, codes only where 20 visits of the cell share them.
-- Null: the person answered alone.
alter table responses.answer add column asked jsonb;
create trigger only_forget_asked before update on responses.answer for each row
  when (new.asked is not null and new.asked is distinct from old.asked)
  execute function responses.only_forget();

-- Which design cell a place of the sample lies in, as the issuer formed them; fetched where there are visits.
create table waves.place (
  study_id uuid not null references waves.wave,
  stratum text not null,
  psu text not null,
  base_weight double precision not null check (base_weight > 0),
  cell integer not null check (cell >= 0),
  primary key (study_id, stratum, psu, base_weight)
);

-- Pools of blind signatures, as the issuer said after the close: {"pools": 12, "pooled": 720, "given": 655}
alter table waves.wave add column pools jsonb;

-- What stands for a member inside sealed answers: drawn by chance for the study, nobody's name or number.
alter table fieldwork.member add column code text not null default upper(substr(md5(gen_random_uuid()::text), 1, 6))
  check (code ~ '^[A-Z0-9]{2,12}$');
alter table fieldwork.member add constraint member_code unique (study_id, code);

create or replace function waves.keep_offer() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    if not exists (
      select from studies.study s
      where s.id = new.study_id and s.entry = 'invitation' and s.opening = new.offer::jsonb ->> 'opening'
    ) then
      raise exception 'the offer is not that of its study' using errcode = 'check_violation', constraint = 'keep_offer';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if (new.study_id, new.offer, new.signature, new.last_day) = (old.study_id, old.offer, old.signature, old.last_day)
      and (old.manifest is null or (new.manifest, new.manifest_hash) = (old.manifest, old.manifest_hash))
      and (old.collector_key is null or new.collector_key = old.collector_key)
      and (old.issued is null or (new.issued = old.issued and new.pools is not distinct from old.pools))
      and (old.opened_on is null or new.opened_on = old.opened_on)
      and (new.complete or not old.complete)
    then
      return new;
    end if;
  end if;
  raise exception 'what was offered for a wave never changes' using errcode = 'check_violation', constraint = 'keep_offer';
end $$;
