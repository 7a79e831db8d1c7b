-- Who wrote at a release: none of them publishes it, unless the house has one account only.

create table releases.preparer (
  release_id uuid not null references releases.release on delete cascade,
  staff_id uuid not null references accounts.staff,
  primary key (release_id, staff_id)
);

-- what is known of earlier drafts is a name
insert into releases.preparer (release_id, staff_id)
  select r.id, s.id
  from releases.release r
  join accounts.staff s on s.name = r.prepared_by
  where r.state in ('draft', 'in-review');
