-- The schema after all migrations. Written by tools/schema.ts; a test fails when it is stale.

table accounts.one_time_link
  hash bytea not null
  staff_id uuid
  expires_at timestamp with time zone not null
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (hash)

table accounts.session
  hash bytea not null
  staff_id uuid not null
  expires_at timestamp with time zone not null
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (hash)

table accounts.staff
  id uuid not null default gen_random_uuid()
  name text not null
  username text not null
  role text not null
  password text
  active boolean not null default true
  CHECK ((name <> ''::text))
  CHECK ((role = ANY (ARRAY['administrator'::text, 'officer'::text, 'viewer'::text])))
  PRIMARY KEY (id)

table platform.audit
  id bigint not null generated
  at timestamp with time zone not null default now()
  person text
  action text not null
  subject text
  details jsonb not null default '{}'::jsonb
  PRIMARY KEY (id)

table platform.migration
  name text not null
  hash text not null
  run_at timestamp with time zone not null default now()
  PRIMARY KEY (name)

table platform.setting
  name text not null
  value jsonb not null
  PRIMARY KEY (name)

CREATE UNIQUE INDEX staff_username ON accounts.staff USING btree (lower(username))
