-- The schema after all migrations. Written by tools/schema.ts; a test fails when it is stale.

table accounts.one_time_link
  hash bytea not null
  staff_id uuid
  expires_at timestamp with time zone not null
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (hash)

table accounts.passkey
  id text not null
  staff_id uuid not null
  name text not null
  public_key bytea not null
  counter bigint not null
  transports text[] not null
  created_on date not null
  CHECK ((name <> ''::text))
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (id)

table accounts.recovery_code
  hash bytea not null
  staff_id uuid not null
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (hash)

table accounts.role_grant
  id uuid not null default gen_random_uuid()
  staff_id uuid not null
  role text not null
  unit_id uuid
  study_id uuid
  CHECK ((role = ANY (ARRAY['administrator'::text, 'contacts-officer'::text, 'study-lead'::text, 'methodologist'::text, 'field-supervisor'::text, 'interviewer'::text, 'coder'::text, 'key-holder'::text, 'data-protection-officer'::text, 'feedback-handler'::text, 'action-owner'::text, 'programme-manager'::text, 'report-signer'::text, 'auditor'::text, 'reader'::text])))
  CHECK ((unit_id IS NULL))
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  UNIQUE NULLS NOT DISTINCT (staff_id, role, unit_id, study_id)

table accounts.session
  hash bytea not null
  staff_id uuid not null
  expires_at timestamp with time zone not null
  id uuid not null default gen_random_uuid()
  stage text not null
  created_on date not null
  used_at timestamp with time zone not null
  agent text not null
  challenge text
  tries smallint not null default 0
  CHECK ((stage = ANY (ARRAY['password'::text, 'full'::text])))
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (hash)
  UNIQUE (id)

table accounts.staff
  id uuid not null default gen_random_uuid()
  name text not null
  username text not null
  password text
  active boolean not null default true
  factor_by timestamp with time zone
  CHECK ((name <> ''::text))
  PRIMARY KEY (id)

table accounts.totp
  staff_id uuid not null
  secret bytea not null
  last_step bigint not null
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (staff_id)

table invitations.mail_round
  study_id uuid not null
  round smallint not null
  people integer not null
  sent integer not null default 0
  failed integer not null default 0
  CHECK (((round >= 0) AND (round <= 3)))
  FOREIGN KEY (study_id) REFERENCES invitations.wave(study_id)
  PRIMARY KEY (study_id, round)

table invitations.message
  study_id uuid not null
  person_id uuid not null
  round smallint not null
  tries smallint not null default 0
  next_try timestamp with time zone not null
  FOREIGN KEY (study_id) REFERENCES invitations.wave(study_id)
  PRIMARY KEY (study_id, person_id)

table invitations.opt_out
  contact bytea not null
  CHECK ((octet_length(contact) = 32))
  PRIMARY KEY (contact)

table invitations.person
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  name text
  phone text
  email text
  address text
  language text not null
  stratum text not null
  psu text not null
  base_weight double precision not null
  cell integer
  code_version smallint not null default 1
  link_hash bytea
  typed_hash bytea
  taken boolean not null default false
  taken_shown boolean not null default false
  request bytea
  opted_out boolean not null default false
  unreachable boolean not null default false
  CHECK (((request IS NULL) OR taken))
  CHECK ((base_weight > (0)::double precision))
  CHECK ((cell >= 0))
  CHECK ((octet_length(link_hash) = 32))
  CHECK ((octet_length(request) = 32))
  CHECK ((octet_length(typed_hash) = 32))
  FOREIGN KEY (study_id) REFERENCES invitations.wave(study_id)
  PRIMARY KEY (id)
  UNIQUE (study_id, link_hash)
  UNIQUE (study_id, typed_hash)

table invitations.token_pool
  study_id uuid not null
  number integer not null
  secret_hash bytea
  size integer not null
  made_on date not null
  revoked boolean not null default false
  given integer
  CHECK (((given >= 0) AND (given <= size)))
  CHECK (((number >= 1) AND (number <= 9999)))
  CHECK (((size >= 20) AND (size <= 1000)))
  CHECK ((octet_length(secret_hash) = 32))
  FOREIGN KEY (study_id) REFERENCES invitations.wave(study_id)
  PRIMARY KEY (study_id, number)
  UNIQUE (secret_hash)

table invitations.token_pool_signature
  study_id uuid not null
  number integer not null
  request bytea not null
  CHECK ((octet_length(request) = 32))
  FOREIGN KEY (study_id, number) REFERENCES invitations.token_pool(study_id, number)
  PRIMARY KEY (study_id, number, request)

table invitations.wave
  study_id uuid not null
  slug text not null
  offer text not null
  signature bytea not null
  last_day date not null
  office_seen boolean not null
  salt bytea not null
  joined jsonb not null default '{}'::jsonb
  fewest smallint not null default 40
  sender jsonb
  manifest text
  manifest_hash bytea
  leaf bigint
  private_key bytea
  erase_on date
  round smallint
  round_on date
  closed boolean not null default false
  issued jsonb
  erased boolean not null default false
  mixed_on date
  CHECK ((((manifest IS NULL) = (manifest_hash IS NULL)) AND ((manifest IS NULL) = (leaf IS NULL))))
  CHECK (((fewest >= 20) AND (fewest <= 500)))
  CHECK (((issued IS NOT NULL) = closed))
  CHECK (((manifest IS NOT NULL) OR ((private_key IS NULL) AND (round IS NULL) AND (NOT closed))))
  CHECK (((manifest IS NULL) OR (erase_on IS NOT NULL)))
  CHECK (((private_key IS NULL) OR (NOT closed)))
  CHECK (((round >= 0) AND (round <= 3)))
  CHECK (((study_id = (((offer)::jsonb ->> 'studyId'::text))::uuid) AND (slug = ((offer)::jsonb ->> 'slug'::text)) AND (last_day = (((offer)::jsonb ->> 'lastDay'::text))::date)))
  CHECK ((closed OR (NOT erased)))
  CHECK ((erase_on > last_day))
  CHECK ((octet_length(manifest_hash) = 32))
  CHECK ((octet_length(salt) = 16))
  CHECK ((octet_length(signature) = 64))
  PRIMARY KEY (study_id)
  UNIQUE (slug)

table platform.audit
  id bigint not null generated
  at timestamp with time zone not null default now()
  person text
  action text not null
  subject text
  details jsonb not null default '{}'::jsonb
  position bigint
  hash bytea
  CHECK ((("position" IS NULL) = (hash IS NULL)))
  CHECK ((octet_length(hash) = 32))
  PRIMARY KEY (id)
  TRIGGER DEFERRABLE INITIALLY DEFERRED
  UNIQUE ("position")

table platform.audit_checkpoint
  position bigint not null
  at timestamp with time zone not null default now()
  note text not null
  leaf bigint
  PRIMARY KEY ("position")

table platform.migration
  name text not null
  hash text not null
  run_at timestamp with time zone not null default now()
  PRIMARY KEY (name)

table platform.setting
  name text not null
  value jsonb not null
  PRIMARY KEY (name)

table rights.certificate
  id uuid not null default gen_random_uuid()
  rule text not null
  study_id uuid
  rows integer not null
  made_on date not null
  statement text not null
  hash text not null
  CHECK ((rows > 0))
  PRIMARY KEY (id)

table rights.incident
  id uuid not null default gen_random_uuid()
  number integer not null generated
  detected_at timestamp with time zone not null
  what text not null
  people integer
  measures text not null default ''::text
  notified_at timestamp with time zone
  late_reason text not null default ''::text
  closed_on date
  CHECK ((people >= 0))
  CHECK ((what <> ''::text))
  PRIMARY KEY (id)

table rights.request
  id uuid not null default gen_random_uuid()
  number integer not null generated
  kind text not null
  about text not null
  study_id uuid
  reference text not null
  received_on date not null
  via_processor boolean not null default false
  replied_on date
  extension_days integer not null default 0
  extension_reason text not null default ''::text
  closed_on date
  outcome text
  note text not null default ''::text
  CHECK (((closed_on IS NULL) = (outcome IS NULL)))
  CHECK (((extension_days = 0) OR (extension_reason <> ''::text)))
  CHECK ((about = ANY (ARRAY['answer'::text, 'roster'::text, 'staff'::text, 'unknown'::text])))
  CHECK ((extension_days >= 0))
  CHECK ((kind = ANY (ARRAY['view'::text, 'correct'::text, 'supply'::text, 'withdraw'::text, 'restrict'::text, 'object'::text, 'erase'::text, 'protect'::text])))
  CHECK ((outcome = ANY (ARRAY['done'::text, 'partly'::text, 'cannot-identify'::text, 'refused'::text, 'taken-back'::text])))
  CHECK ((reference <> ''::text))
  PRIMARY KEY (id)

table transparency.checkpoint
  size bigint not null
  root bytea not null
  note text not null
  CHECK ((octet_length(root) = 32))
  CHECK ((size >= 0))
  PRIMARY KEY (size)

table transparency.cosignature
  size bigint not null
  witness text not null
  line text not null
  FOREIGN KEY (size) REFERENCES transparency.checkpoint(size)
  PRIMARY KEY (size, witness)

table transparency.leaf
  index bigint not null
  kind text not null
  body text not null
  hash bytea not null
  CHECK ((index >= 0))
  CHECK ((kind ~ '^[a-z]+$'::text))
  CHECK ((octet_length(hash) = 32))
  PRIMARY KEY (index)

table transparency.subtree
  level smallint not null
  position bigint not null
  hash bytea not null
  CHECK (("position" >= 0))
  CHECK ((level > 0))
  CHECK ((octet_length(hash) = 32))
  PRIMARY KEY (level, "position")

CREATE INDEX passkey_staff_id_idx ON accounts.passkey USING btree (staff_id)
CREATE INDEX recovery_code_staff_id_idx ON accounts.recovery_code USING btree (staff_id)
CREATE INDEX session_staff_id_idx ON accounts.session USING btree (staff_id)
CREATE UNIQUE INDEX staff_username ON accounts.staff USING btree (lower(username))
CREATE INDEX leaf_hash ON transparency.leaf USING btree (hash)
CREATE INDEX leaf_kind ON transparency.leaf USING btree (kind, index)
CREATE CONSTRAINT TRIGGER chain_audit AFTER INSERT ON platform.audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.hash IS NULL)) EXECUTE FUNCTION platform.chain_audit()
CREATE TRIGGER keep_audit BEFORE DELETE OR UPDATE ON platform.audit FOR EACH ROW EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_audit_all BEFORE TRUNCATE ON platform.audit FOR EACH STATEMENT EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_certificate BEFORE DELETE OR UPDATE ON rights.certificate FOR EACH ROW EXECUTE FUNCTION rights.keep_certificate()
CREATE TRIGGER keep_checkpoint BEFORE DELETE OR UPDATE ON platform.audit_checkpoint FOR EACH ROW EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_checkpoint BEFORE DELETE OR UPDATE ON transparency.checkpoint FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_checkpoint_all BEFORE TRUNCATE ON platform.audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_checkpoint_all BEFORE TRUNCATE ON transparency.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_leaf BEFORE DELETE OR UPDATE ON transparency.leaf FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_leaf_all BEFORE TRUNCATE ON transparency.leaf FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_person BEFORE INSERT OR DELETE OR UPDATE ON invitations.person FOR EACH ROW EXECUTE FUNCTION invitations.keep_person()
CREATE TRIGGER keep_pool BEFORE INSERT OR DELETE OR UPDATE ON invitations.token_pool FOR EACH ROW EXECUTE FUNCTION invitations.keep_pool()
CREATE TRIGGER keep_pool_signature BEFORE DELETE OR UPDATE ON invitations.token_pool_signature FOR EACH ROW EXECUTE FUNCTION invitations.keep_pool_signature()
CREATE TRIGGER keep_pool_size AFTER INSERT ON invitations.token_pool_signature REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION invitations.keep_pool_size()
CREATE TRIGGER keep_subtree BEFORE DELETE OR UPDATE ON transparency.subtree FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_subtree_all BEFORE TRUNCATE ON transparency.subtree FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_wave BEFORE DELETE OR UPDATE ON invitations.wave FOR EACH ROW EXECUTE FUNCTION invitations.keep_wave()
CREATE TRIGGER keep_wave_all BEFORE TRUNCATE ON invitations.wave FOR EACH STATEMENT EXECUTE FUNCTION invitations.keep_wave()
