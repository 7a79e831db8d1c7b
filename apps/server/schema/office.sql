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

table dictionary.step
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  position integer not null generated
  derivation jsonb not null
  removed boolean not null default false
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
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

table questionnaires.draft
  study_id uuid not null
  form text not null
  hash text not null
  file_name text not null
  source bytea not null
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)

table questionnaires.test_answer
  id uuid not null
  study_id uuid not null
  version integer not null
  content_hash bytea not null
  answers jsonb not null
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)

table questionnaires.test_link
  study_id uuid not null
  key text not null
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)
  UNIQUE (key)

table questionnaires.version
  study_id uuid not null
  version integer not null
  form text not null
  hash text not null
  file_name text not null
  source bytea not null
  published_on date not null
  CHECK ((version >= 1))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id, version)

table releases.release
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  slug text not null
  state text not null
  draft jsonb not null
  published text
  published_on date
  hash text
  prepared_by text
  published_by text
  CHECK (((state = ANY (ARRAY['published'::text, 'withdrawn'::text])) = (published IS NOT NULL)))
  CHECK ((state = ANY (ARRAY['draft'::text, 'in-review'::text, 'published'::text, 'withdrawn'::text])))
  FOREIGN KEY (study_id) REFERENCES studies.study(id)
  PRIMARY KEY (id)
  UNIQUE (slug)

table responses.answer
  id uuid not null
  study_id uuid not null
  version integer not null
  day date
  language text not null
  answers jsonb not null
  content_hash bytea not null
  FOREIGN KEY (study_id, version) REFERENCES questionnaires.version(study_id, version)
  PRIMARY KEY (id)

table responses.live
  study_id uuid not null
  variable text not null
  shown jsonb not null
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id, variable)

table responses.reached
  study_id uuid not null
  day date not null
  page integer not null
  count integer not null
  CHECK ((count > 0))
  CHECK ((page >= 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id, day, page)

table responses.snapshot
  study_id uuid not null
  hash text not null
  rows integer not null
  body bytea not null
  CHECK ((rows >= 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)

table responses.tally
  study_id uuid not null
  accepted integer not null default 0
  shown integer not null default 0
  batches integer not null default 0
  CHECK ((accepted >= 0))
  CHECK ((batches >= 0))
  CHECK ((shown >= 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)

table studies.study
  id uuid not null default gen_random_uuid()
  slug text not null
  title jsonb not null
  description jsonb not null
  kind text not null
  state text not null
  synthetic boolean not null
  example text
  provenance jsonb not null
  retain_until date
  CHECK ((kind = ANY (ARRAY['asked'::text, 'imported'::text])))
  CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
  CHECK ((state = ANY (ARRAY['design'::text, 'open'::text, 'frozen'::text])))
  PRIMARY KEY (id)
  UNIQUE (slug)

table weighting.weight_set
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  name text not null
  created_on date not null
  active boolean not null default false
  plan jsonb not null
  result jsonb not null
  weights bytea not null
  hash text not null
  snapshot_hash text not null
  CHECK ((name <> ''::text))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)

CREATE UNIQUE INDEX staff_username ON accounts.staff USING btree (lower(username))
CREATE UNIQUE INDEX step_name ON dictionary.step USING btree (study_id, ((derivation ->> 'name'::text))) WHERE (NOT removed)
CREATE INDEX test_answer_of_study ON questionnaires.test_answer USING btree (study_id)
CREATE INDEX answer_of_study ON responses.answer USING btree (study_id, id)
CREATE UNIQUE INDEX one_active_weight_set ON weighting.weight_set USING btree (study_id) WHERE active
CREATE TRIGGER keep_published BEFORE DELETE OR UPDATE ON questionnaires.version FOR EACH ROW EXECUTE FUNCTION questionnaires.keep_published()
CREATE TRIGGER keep_published BEFORE UPDATE ON releases.release FOR EACH ROW EXECUTE FUNCTION releases.keep_published()
CREATE TRIGGER keep_published_all BEFORE TRUNCATE ON questionnaires.version FOR EACH STATEMENT EXECUTE FUNCTION questionnaires.keep_published()
