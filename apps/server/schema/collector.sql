-- The schema after all migrations. Written by tools/schema.ts; a test fails when it is stale.

table deposits.batch
  study_id uuid not null
  number integer not null
  size integer not null
  hash bytea not null
  taken boolean not null default false
  CHECK ((number >= 1))
  CHECK ((octet_length(hash) = 32))
  CHECK ((size >= 20))
  FOREIGN KEY (study_id) REFERENCES deposits.wave(study_id)
  PRIMARY KEY (study_id, number)

table deposits.batched
  study_id uuid not null
  batch integer not null
  place integer not null
  sealed bytea not null
  withdrawal_hash bytea not null
  CHECK ((place >= 0))
  FOREIGN KEY (study_id, batch) REFERENCES deposits.batch(study_id, number)
  PRIMARY KEY (study_id, batch, place)

table deposits.refused
  study_id uuid not null
  reason text not null
  count integer not null
  CHECK ((count > 0))
  FOREIGN KEY (study_id) REFERENCES deposits.wave(study_id)
  PRIMARY KEY (study_id, reason)

table deposits.spent
  study_id uuid not null
  nullifier bytea not null
  request bytea not null
  CHECK ((octet_length(nullifier) = 32))
  CHECK ((octet_length(request) = 32))
  FOREIGN KEY (study_id) REFERENCES deposits.wave(study_id)
  PRIMARY KEY (study_id, nullifier)

table deposits.staged
  study_id uuid not null
  receipt bytea not null
  sealed bytea not null
  withdrawal_hash bytea not null
  CHECK ((octet_length(receipt) = 16))
  CHECK ((octet_length(withdrawal_hash) = 32))
  FOREIGN KEY (study_id) REFERENCES deposits.wave(study_id)

table deposits.wave
  study_id uuid not null
  manifest text not null
  hash bytea not null
  closed boolean not null default false
  mixed_on date
  CHECK ((octet_length(hash) = 32))
  PRIMARY KEY (study_id)

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

CREATE INDEX leaf_hash ON transparency.leaf USING btree (hash)
CREATE INDEX leaf_kind ON transparency.leaf USING btree (kind, index)
CREATE CONSTRAINT TRIGGER chain_audit AFTER INSERT ON platform.audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.hash IS NULL)) EXECUTE FUNCTION platform.chain_audit()
CREATE TRIGGER keep_audit BEFORE DELETE OR UPDATE ON platform.audit FOR EACH ROW EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_audit_all BEFORE TRUNCATE ON platform.audit FOR EACH STATEMENT EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_checkpoint BEFORE DELETE OR UPDATE ON platform.audit_checkpoint FOR EACH ROW EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_checkpoint BEFORE DELETE OR UPDATE ON transparency.checkpoint FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_checkpoint_all BEFORE TRUNCATE ON platform.audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_checkpoint_all BEFORE TRUNCATE ON transparency.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_leaf BEFORE DELETE OR UPDATE ON transparency.leaf FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_leaf_all BEFORE TRUNCATE ON transparency.leaf FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_manifest BEFORE UPDATE ON deposits.wave FOR EACH ROW EXECUTE FUNCTION deposits.keep_manifest()
CREATE TRIGGER keep_subtree BEFORE DELETE OR UPDATE ON transparency.subtree FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_subtree_all BEFORE TRUNCATE ON transparency.subtree FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
