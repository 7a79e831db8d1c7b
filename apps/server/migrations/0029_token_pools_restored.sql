-- roles: issuer
-- A backup holds pools that were revoked, and those of waves that are closed: what is put back meets the same trigger.
create or replace function invitations.keep_pool() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    if exists (
      select from invitations.wave w
      where w.study_id = new.study_id and w.manifest is not null
        and (new.given is not null) = w.closed and (new.secret_hash is null) = w.closed
    ) then
      return new;
    end if;
  elsif tg_op = 'UPDATE' then
    if (new.study_id, new.number, new.size, new.made_on) = (old.study_id, old.number, old.size, old.made_on)
      and (new.secret_hash is null or new.secret_hash = old.secret_hash)
      and (new.revoked or not old.revoked)
      and (old.given is null or new.given = old.given)
    then
      return new;
    end if;
  end if;
  raise exception 'a pool is made once, and only ever ends' using errcode = 'check_violation', constraint = 'keep_pool';
end $$;
