-- roles: office
-- Limits of the gate only ever tighten, and nothing that was stated, let out or spent is taken back.

-- Floors are those of the code (packages/survey-statistics/src/disclosure/policy.ts); a test holds them against it.
create function disclosure.keep_policy() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  floors constant jsonb := '{"smallestBase": 30, "flaggedBase": 60, "smallestCell": 10, "smallestBaseForAllOrNone": 100,
    "smallestEffectiveBase": 30, "widestInterval": 0.3, "widestRelativeInterval": 1.3, "alwaysNarrowEnough": 0.05,
    "closestGuess": 10, "dominantShare": 85}';
  less_is_stricter constant text[] := array['widestInterval', 'widestRelativeInterval', 'alwaysNarrowEnough', 'dominantShare'];
  before jsonb;
  newest integer;
  name text;
begin
  if tg_op <> 'INSERT' then
    raise exception 'a stated disclosure policy is neither changed nor taken back';
  end if;
  select version, policy into newest, before from disclosure.policy order by version desc limit 1;
  if new.version <> coalesce(newest, 1) + 1 then
    raise exception 'disclosure policy % does not follow %', new.version, coalesce(newest, 1);
  end if;
  before := coalesce(before, floors);
  for name in select jsonb_object_keys(floors) loop
    if not (new.policy ? name) or jsonb_typeof(new.policy -> name) <> 'number' then
      raise exception 'the disclosure policy states no %', name;
    end if;
    if name = any (less_is_stricter) then
      if (new.policy ->> name)::numeric > (before ->> name)::numeric then
        raise exception 'the limit % may not be looser', name;
      end if;
    elsif (new.policy ->> name)::numeric < (before ->> name)::numeric then
      raise exception 'the limit % may not be looser', name;
    end if;
  end loop;
  return new;
end $$;
create trigger keep_policy before insert or update or delete on disclosure.policy
  for each row execute function disclosure.keep_policy();

-- A budget goes with its study and not before: set once means that it is not set again.
create function disclosure.keep_budget_row() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select from studies.study where id = old.study_id) then
    raise exception 'a privacy budget is neither changed nor refilled';
  end if;
  return old;
end $$;
create trigger keep_budget_row before delete on disclosure.privacy_budget
  for each row execute function disclosure.keep_budget_row();
