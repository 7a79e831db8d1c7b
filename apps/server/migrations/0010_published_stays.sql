-- roles: office
-- What was published stays by privilege too: the server's login reaches rows of releases only until they are published, and can
-- then do one thing, withdraw (docs/decisions/0017-who-may-do-what-in-the-database.md).

alter table releases.release enable row level security;
create policy read_all on releases.release for select using (true);
create policy prepare on releases.release for insert with check (true);
create policy change_until_published on releases.release for update using (published is null) with check (true);
create policy delete_until_published on releases.release for delete using (published is null);

create function releases.withdraw(release_id uuid) returns void language sql security definer set search_path = pg_catalog as $$
  update releases.release set state = 'withdrawn' where id = release_id and state = 'published'
$$;
revoke all on function releases.withdraw(uuid) from public;

create function releases.keep_published_rows() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' and old.published is null then
    return old;
  end if;
  raise exception 'a published release cannot be deleted';
end $$;
create trigger keep_published_rows before delete on releases.release for each row execute function releases.keep_published_rows();
create trigger keep_published_all before truncate on releases.release
  for each statement execute function releases.keep_published_rows();
