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

table collaborators.attendance
  training_id uuid not null
  collaborator_id uuid not null
  mark smallint
  certificate_number integer
  certified_on date
  CHECK (((certificate_number IS NULL) = (certified_on IS NULL)))
  CHECK ((certificate_number > 0))
  CHECK ((mark >= 0))
  FOREIGN KEY (collaborator_id) REFERENCES collaborators.collaborator(id)
  FOREIGN KEY (training_id) REFERENCES collaborators.training(id)
  PRIMARY KEY (training_id, collaborator_id)

table collaborators.collaborator
  id uuid not null default gen_random_uuid()
  name text not null
  contact text not null
  level text not null
  unit_id uuid
  staff_id uuid
  languages text[] not null
  appointed_on date not null
  ended_on date
  CHECK (((cardinality(languages) >= 1) AND (cardinality(languages) <= 20)))
  CHECK (((length(name) >= 1) AND (length(name) <= 120)))
  CHECK ((ended_on >= appointed_on))
  CHECK ((length(contact) <= 120))
  CHECK ((level = ANY (ARRAY['province'::text, 'commune'::text, 'village'::text])))
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id)
  FOREIGN KEY (unit_id) REFERENCES units.unit(id)
  PRIMARY KEY (id)
  UNIQUE (staff_id)

table collaborators.commendation
  id uuid not null default gen_random_uuid()
  collaborator_id uuid not null
  given_on date not null
  given_by text not null
  sentence text not null
  published boolean not null
  CHECK ((((length(sentence) >= 1) AND (length(sentence) <= 300)) AND (sentence !~ '\n'::text)))
  CHECK (((length(given_by) >= 1) AND (length(given_by) <= 120)))
  FOREIGN KEY (collaborator_id) REFERENCES collaborators.collaborator(id)
  PRIMARY KEY (id)

table collaborators.paid_training
  training_id uuid not null
  collaborator_id uuid not null
  sheet_id uuid not null
  FOREIGN KEY (sheet_id) REFERENCES collaborators.pay_sheet(id)
  FOREIGN KEY (training_id, collaborator_id) REFERENCES collaborators.attendance(training_id, collaborator_id)
  PRIMARY KEY (training_id, collaborator_id)

table collaborators.paid_visit
  assignment_id uuid not null
  sheet_id uuid not null
  FOREIGN KEY (assignment_id) REFERENCES fieldwork.assignment(id) ON DELETE CASCADE
  FOREIGN KEY (sheet_id) REFERENCES collaborators.pay_sheet(id)
  PRIMARY KEY (assignment_id)

table collaborators.pay_correction
  id uuid not null default gen_random_uuid()
  sheet_id uuid not null
  corrects_id uuid not null
  collaborator_id uuid not null
  vnd integer not null
  cause text not null
  CHECK (((vnd <> 0) AND ((vnd >= '-100000000'::integer) AND (vnd <= 100000000))))
  CHECK ((cause = ANY (ARRAY['counted-twice'::text, 'left-out'::text, 'wrong-person'::text, 'wrong-tariff'::text, 'arithmetic'::text])))
  CHECK ((sheet_id <> corrects_id))
  FOREIGN KEY (collaborator_id) REFERENCES collaborators.collaborator(id)
  FOREIGN KEY (corrects_id) REFERENCES collaborators.pay_sheet(id)
  FOREIGN KEY (sheet_id) REFERENCES collaborators.pay_sheet(id)
  PRIMARY KEY (id)

table collaborators.pay_line
  sheet_id uuid not null
  collaborator_id uuid not null
  tariff_id uuid not null
  pieces integer not null
  vnd integer not null
  CHECK ((pieces > 0))
  CHECK ((vnd >= 0))
  FOREIGN KEY (collaborator_id) REFERENCES collaborators.collaborator(id)
  FOREIGN KEY (sheet_id) REFERENCES collaborators.pay_sheet(id)
  FOREIGN KEY (tariff_id) REFERENCES collaborators.tariff(id)
  PRIMARY KEY (sheet_id, collaborator_id, tariff_id)

table collaborators.pay_sheet
  id uuid not null default gen_random_uuid()
  number integer not null generated
  up_to date not null
  made_on date not null
  signed_on date
  signed_by uuid
  CHECK (((signed_on IS NULL) = (signed_by IS NULL)))
  FOREIGN KEY (signed_by) REFERENCES accounts.staff(id)
  PRIMARY KEY (id)
  UNIQUE (number)

table collaborators.tariff
  id uuid not null default gen_random_uuid()
  kind text not null
  valid_from date not null
  valid_to date
  vnd integer not null
  CHECK (((vnd >= 0) AND (vnd <= 100000000)))
  CHECK ((kind = ANY (ARRAY['interview'::text, 'visit'::text, 'training'::text])))
  CHECK ((valid_to >= valid_from))
  PRIMARY KEY (id)

table collaborators.training
  id uuid not null default gen_random_uuid()
  title text not null
  held_on date not null
  place text not null
  hours smallint not null
  questions jsonb not null
  pass_mark smallint not null
  CHECK (((hours >= 1) AND (hours <= 80)))
  CHECK (((length(title) >= 1) AND (length(title) <= 200)))
  CHECK ((length(place) <= 200))
  CHECK ((pass_mark <= jsonb_array_length(questions)))
  CHECK ((pass_mark >= 0))
  PRIMARY KEY (id)

table dictionary.step
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  position integer not null generated
  derivation jsonb not null
  removed boolean not null default false
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)

table disclosure.policy
  version integer not null
  policy jsonb not null
  since date not null
  stated_by text not null
  CHECK ((version > 1))
  PRIMARY KEY (version)

table disclosure.privacy_budget
  study_id uuid not null
  total bigint not null
  spent bigint not null default 0
  CHECK (((spent >= 0) AND (spent <= total)))
  CHECK ((total <= 1000000))
  CHECK ((total > 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)
  TRIGGER DEFERRABLE INITIALLY DEFERRED

table disclosure.privacy_spent
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  query text not null
  epsilon bigint not null
  remaining bigint not null
  spent_on date not null
  spent_by text not null
  answer jsonb
  position bigint not null generated
  definition jsonb not null
  CHECK ((epsilon > 0))
  CHECK ((remaining >= 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  TRIGGER DEFERRABLE INITIALLY DEFERRED
  UNIQUE (study_id, query)

table disclosure.released
  id uuid not null default gen_random_uuid()
  position bigint not null generated
  study_id uuid not null
  snapshot_hash text not null
  policy_version integer not null
  fingerprint text not null
  definition jsonb not null
  shown jsonb not null
  first_left date not null
  hash text not null
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  UNIQUE (study_id, fingerprint)

table fieldwork.asked
  assignment_id uuid not null
  team text
  interviewer text
  CHECK (((interviewer IS NULL) OR (team IS NOT NULL)))
  FOREIGN KEY (assignment_id) REFERENCES fieldwork.assignment(id) ON DELETE CASCADE
  PRIMARY KEY (assignment_id)

table fieldwork.assignment
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  number integer not null
  code text not null
  place text not null
  unit_id uuid
  stratum text not null
  psu text not null
  base_weight double precision not null
  replicate integer not null default 0
  state text not null default 'planned'::text
  holder_id uuid
  phone_id uuid
  round smallint not null default 1
  remark text
  latitude double precision
  longitude double precision
  CHECK ((((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision)) AND (latitude = (round((latitude)::numeric, 2))::double precision)))
  CHECK ((((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)) AND (longitude = (round((longitude)::numeric, 2))::double precision)))
  CHECK (((holder_id IS NULL) = (state = ANY (ARRAY['planned'::text, 'closed'::text]))))
  CHECK (((latitude IS NULL) = (longitude IS NULL)))
  CHECK (((length(code) >= 1) AND (length(code) <= 200)))
  CHECK (((length(place) >= 1) AND (length(place) <= 500)))
  CHECK (((length(remark) >= 3) AND (length(remark) <= 1000)))
  CHECK (((round >= 1) AND (round <= 9)))
  CHECK ((base_weight > (0)::double precision))
  CHECK ((number > 0))
  CHECK ((replicate >= 0))
  CHECK ((state = ANY (ARRAY['planned'::text, 'given'::text, 'taken'::text, 'ended'::text, 'accepted'::text, 'closed'::text])))
  FOREIGN KEY (phone_id) REFERENCES fieldwork.phone(id) ON DELETE SET NULL
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  FOREIGN KEY (study_id, holder_id) REFERENCES fieldwork.member(study_id, staff_id)
  FOREIGN KEY (unit_id) REFERENCES units.unit(id)
  PRIMARY KEY (id)
  UNIQUE (study_id, code)
  UNIQUE (study_id, number)

table fieldwork.attempt
  id uuid not null
  assignment_id uuid not null
  round smallint not null
  staff_id uuid not null
  day date not null
  part text not null
  medium text not null
  result text not null
  hash bytea not null
  CHECK ((medium = ANY (ARRAY['visit'::text, 'telephone'::text, 'letter'::text, 'other'::text])))
  CHECK ((octet_length(hash) = 32))
  CHECK ((part = ANY (ARRAY['morning'::text, 'noon'::text, 'afternoon'::text, 'evening'::text])))
  CHECK ((result = ANY (ARRAY['interview'::text, 'appointment'::text, 'no-contact'::text, 'refusal'::text, 'notice-left'::text, 'moved'::text, 'away'::text, 'unable'::text, 'wrong-place'::text, 'other'::text])))
  FOREIGN KEY (assignment_id) REFERENCES fieldwork.assignment(id) ON DELETE CASCADE
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id)
  PRIMARY KEY (id)

table fieldwork.change
  id bigint not null generated
  staff_id uuid not null
  assignment_id uuid not null
  FOREIGN KEY (assignment_id) REFERENCES fieldwork.assignment(id) ON DELETE CASCADE
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (id)

table fieldwork.hand_back
  id uuid not null
  assignment_id uuid not null
  round smallint not null
  staff_id uuid not null
  remark text not null
  hash bytea not null
  CHECK (((length(remark) >= 3) AND (length(remark) <= 1000)))
  CHECK ((octet_length(hash) = 32))
  FOREIGN KEY (assignment_id) REFERENCES fieldwork.assignment(id) ON DELETE CASCADE
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id)
  PRIMARY KEY (id)

table fieldwork.member
  study_id uuid not null
  staff_id uuid not null
  duty text not null
  supervisor_id uuid
  code text not null default upper(substr(md5((gen_random_uuid())::text), 1, 6))
  CHECK (((duty = 'interviewer'::text) = (supervisor_id IS NOT NULL)))
  CHECK ((code ~ '^[A-Z0-9]{2,12}$'::text))
  CHECK ((duty = ANY (ARRAY['supervisor'::text, 'interviewer'::text])))
  CHECK ((supervisor_id <> staff_id))
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id)
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  FOREIGN KEY (study_id, supervisor_id) REFERENCES fieldwork.member(study_id, staff_id)
  PRIMARY KEY (study_id, staff_id)
  UNIQUE (study_id, code)

table fieldwork.outcome
  id uuid not null
  assignment_id uuid not null
  round smallint not null
  staff_id uuid not null
  disposition text not null
  day date not null
  minutes_band smallint
  dwelling jsonb
  hash bytea not null
  CHECK (((minutes_band >= 0) AND (minutes_band <= 5)))
  CHECK (((minutes_band IS NULL) = (disposition <> ALL (ARRAY['complete'::text, 'partial'::text]))))
  CHECK ((disposition = ANY (ARRAY['complete'::text, 'partial'::text, 'refusal'::text, 'nonContact'::text, 'otherEligible'::text, 'unknownHousehold'::text, 'unknownOther'::text, 'ineligible'::text])))
  CHECK ((octet_length(hash) = 32))
  FOREIGN KEY (assignment_id) REFERENCES fieldwork.assignment(id) ON DELETE CASCADE
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id)
  PRIMARY KEY (id)
  UNIQUE (assignment_id, round)

table fieldwork.phone
  id uuid not null default gen_random_uuid()
  staff_id uuid not null
  name text not null
  session bytea
  code bytea
  code_until timestamp with time zone
  made_on date not null
  enrolled_on date
  revoked_on date
  synced_on date
  unsent integer
  storage_left integer
  CHECK (((code IS NULL) = (code_until IS NULL)))
  CHECK (((length(name) >= 1) AND (length(name) <= 60)))
  CHECK (((revoked_on IS NULL) OR ((session IS NULL) AND (code IS NULL))))
  CHECK (((session IS NULL) OR (enrolled_on IS NOT NULL)))
  CHECK ((octet_length(code) = 32))
  CHECK ((octet_length(session) = 32))
  CHECK ((storage_left >= 0))
  CHECK ((unsent >= 0))
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  UNIQUE (code)
  UNIQUE (session)

table fieldwork.quarantine
  id uuid not null
  study_id uuid
  staff_id uuid not null
  kind text not null
  content jsonb not null
  hash bytea not null
  reason text not null
  day date not null
  settled text
  CHECK (((length(settled) >= 3) AND (length(settled) <= 1000)))
  CHECK ((kind = ANY (ARRAY['attempt'::text, 'outcome'::text, 'hand-back'::text])))
  CHECK ((octet_length(hash) = 32))
  CHECK ((reason = ANY (ARRAY['unknown-assignment'::text, 'not-yours'::text, 'round-over'::text, 'already-ended'::text, 'changed-content'::text])))
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id)
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)

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

table questionnaires.budget
  study_id uuid not null
  keys jsonb not null
  population integer
  invited integer
  margins jsonb not null
  CHECK ((invited > 0))
  CHECK ((population > 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)

table questionnaires.budget_exception
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  form_hash text not null
  reason text not null
  exposed double precision not null
  given_by text not null
  given_on date not null
  CHECK (((exposed >= (0)::double precision) AND (exposed <= (1)::double precision)))
  CHECK ((length(btrim(reason)) >= 20))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)

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

table releases.preparer
  release_id uuid not null
  staff_id uuid not null
  FOREIGN KEY (release_id) REFERENCES releases.release(id) ON DELETE CASCADE
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id)
  PRIMARY KEY (release_id, staff_id)

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
  consent jsonb
  withdrawal_hash bytea
  cell integer
  asked jsonb
  CHECK ((cell >= 0))
  CHECK ((octet_length(withdrawal_hash) = 32))
  FOREIGN KEY (study_id, version) REFERENCES questionnaires.version(study_id, version)
  PRIMARY KEY (id)

table responses.live
  study_id uuid not null
  variable text not null
  shown jsonb not null
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id, variable)

table responses.open_link
  study_id uuid not null
  effort text not null
  CHECK ((effort = ANY (ARRAY['off'::text, 'usual'::text, 'raised'::text])))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)

table responses.reached
  study_id uuid not null
  day date not null
  page integer not null
  count integer not null
  CHECK ((count > 0))
  CHECK ((page >= 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id, day, page)

table responses.sealed
  study_id uuid not null
  sealed bytea not null
  withdrawal_hash bytea not null
  CHECK ((octet_length(withdrawal_hash) = 32))
  FOREIGN KEY (study_id) REFERENCES studies.study(id)

table responses.snapshot
  study_id uuid not null
  hash text not null
  rows integer not null
  body bytea not null
  CHECK ((rows >= 0))
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)

table responses.tabulation_key
  study_id uuid not null
  private_key bytea not null
  CHECK ((octet_length(private_key) = 32))
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

table responses.withdrawn_early
  withdrawal_hash bytea not null
  CHECK ((octet_length(withdrawal_hash) = 32))
  PRIMARY KEY (withdrawal_hash)

table rights.assessment
  study_id uuid not null
  fields jsonb not null
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id)

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

table sampling.draw
  id uuid not null default gen_random_uuid()
  study_id uuid not null
  number integer not null
  frame_id uuid not null
  frame_hash text not null
  design jsonb not null
  seed bigint not null
  seed_made boolean not null
  algorithm jsonb not null
  reason text not null
  drawn_by text not null
  drawn_at timestamp with time zone not null
  sampled integer not null
  reserve integer not null
  summary jsonb not null
  groups jsonb not null
  hash text not null
  record bytea not null
  CHECK (((seed >= 0) AND (seed <= '4294967295'::bigint)))
  CHECK ((length(reason) >= 10))
  CHECK ((number > 0))
  CHECK ((reserve >= 0))
  CHECK ((sampled > 0))
  FOREIGN KEY (frame_id) REFERENCES units.frame(id)
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (id)
  UNIQUE (study_id, number)

table sampling.release
  draw_id uuid not null
  number integer not null
  replicate integer not null
  stratum text
  units integer not null
  completed integer not null
  pending integer not null
  reason text not null
  released_by text not null
  released_at timestamp with time zone not null
  CHECK ((completed >= 0))
  CHECK ((length(reason) >= 10))
  CHECK ((number > 0))
  CHECK ((pending >= 0))
  CHECK ((replicate > 0))
  CHECK ((units > 0))
  FOREIGN KEY (draw_id) REFERENCES sampling.draw(id) ON DELETE CASCADE
  PRIMARY KEY (draw_id, number)
  UNIQUE NULLS NOT DISTINCT (draw_id, stratum, replicate)

table sampling.unit
  draw_id uuid not null
  number integer not null
  frame_row integer not null
  code text not null
  stages text[] not null
  stratum text not null
  psu text not null
  unit_id uuid
  stage_probabilities double precision[] not null
  group_number integer not null
  release_order integer not null
  replicate integer not null
  rotation_group integer
  CHECK (((replicate = 0) = (release_order = 0)))
  CHECK ((frame_row > 0))
  CHECK ((number > 0))
  CHECK ((release_order >= 0))
  FOREIGN KEY (draw_id) REFERENCES sampling.draw(id) ON DELETE CASCADE
  FOREIGN KEY (unit_id) REFERENCES units.unit(id)
  PRIMARY KEY (draw_id, number)
  UNIQUE (draw_id, frame_row)

table sampling.use
  study_id uuid not null
  number integer not null
  draw_id uuid not null
  reason text not null
  taken_by text not null
  taken_at timestamp with time zone not null
  CHECK ((length(reason) >= 10))
  CHECK ((number > 0))
  FOREIGN KEY (draw_id) REFERENCES sampling.draw(id) ON DELETE CASCADE
  FOREIGN KEY (study_id) REFERENCES studies.study(id) ON DELETE CASCADE
  PRIMARY KEY (study_id, number)

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
  entry text not null default 'open-link'::text
  opening text not null default 'batches'::text
  CHECK (((entry = 'invitation'::text) OR (opening = 'batches'::text)))
  CHECK ((entry = ANY (ARRAY['open-link'::text, 'invitation'::text])))
  CHECK ((kind = ANY (ARRAY['asked'::text, 'imported'::text])))
  CHECK ((opening = ANY (ARRAY['batches'::text, 'sealed'::text])))
  CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
  CHECK ((state = ANY (ARRAY['design'::text, 'open'::text, 'frozen'::text])))
  PRIMARY KEY (id)
  UNIQUE (slug)

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

table units.act
  id uuid not null default gen_random_uuid()
  number bigint not null generated
  what text not null
  subject text not null
  person text not null
  at timestamp with time zone not null
  rows integer not null
  images jsonb not null
  undone_by text
  undone_at timestamp with time zone
  CHECK (((undone_by IS NULL) = (undone_at IS NULL)))
  PRIMARY KEY (id)

table units.frame
  id uuid not null default gen_random_uuid()
  title text not null
  kind text not null
  file_name text not null
  hash text not null
  rows integer not null
  columns jsonb not null
  size double precision
  body bytea not null
  uploaded_on date not null
  uploaded_by text not null
  CHECK ((kind = ANY (ARRAY['households'::text, 'people'::text, 'villages'::text, 'places'::text])))
  CHECK ((rows > 0))
  PRIMARY KEY (id)

table units.frame_place
  frame_id uuid not null
  place text not null
  within text not null
  rows integer not null
  how text
  unit_id uuid
  reason text
  suggestions uuid[] not null
  CHECK (((how IS NULL) = (unit_id IS NULL)))
  CHECK ((how = ANY (ARRAY['code'::text, 'name'::text, 'person'::text])))
  CHECK ((reason = ANY (ARRAY['several'::text, 'without-marks'::text, 'other-kind'::text])))
  CHECK ((rows > 0))
  FOREIGN KEY (frame_id) REFERENCES units.frame(id) ON DELETE CASCADE
  FOREIGN KEY (unit_id) REFERENCES units.unit(id)
  PRIMARY KEY (frame_id, place, within)

table units.member
  staff_id uuid not null
  unit_id uuid not null
  FOREIGN KEY (staff_id) REFERENCES accounts.staff(id) ON DELETE CASCADE
  FOREIGN KEY (unit_id) REFERENCES units.unit(id)
  PRIMARY KEY (staff_id)

table units.placement
  id uuid not null default gen_random_uuid()
  unit_id uuid not null
  parent_id uuid not null
  valid_from date
  valid_to date
  CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to >= valid_from)))
  CHECK ((unit_id <> parent_id))
  FOREIGN KEY (parent_id) REFERENCES units.unit(id)
  FOREIGN KEY (unit_id) REFERENCES units.unit(id) ON DELETE CASCADE
  PRIMARY KEY (id)

table units.population
  id uuid not null default gen_random_uuid()
  title text not null
  source text not null
  file_name text not null
  hash text not null
  variables jsonb not null
  gaps jsonb not null
  total double precision not null
  uploaded_on date not null
  uploaded_by text not null
  PRIMARY KEY (id)

table units.population_count
  population_id uuid not null
  unit_id uuid not null
  variable text not null
  level text not null
  stated double precision not null
  raked double precision not null
  CHECK ((raked >= (0)::double precision))
  CHECK ((stated >= (0)::double precision))
  FOREIGN KEY (population_id) REFERENCES units.population(id) ON DELETE CASCADE
  FOREIGN KEY (unit_id) REFERENCES units.unit(id)
  PRIMARY KEY (population_id, unit_id, variable, level)

table units.succession
  id uuid not null default gen_random_uuid()
  old_id uuid not null
  new_id uuid not null
  changed_on date not null
  share double precision
  CHECK (((share >= (0)::double precision) AND (share <= (1)::double precision)))
  CHECK ((old_id <> new_id))
  FOREIGN KEY (new_id) REFERENCES units.unit(id)
  FOREIGN KEY (old_id) REFERENCES units.unit(id)
  PRIMARY KEY (id)
  UNIQUE (old_id, new_id)

table units.unit
  id uuid not null default gen_random_uuid()
  code text not null
  name text not null
  name_en text not null default ''::text
  kind text not null
  valid_from date
  valid_to date
  focal text not null default ''::text
  CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to >= valid_from)))
  CHECK ((code ~ '^[A-Za-z0-9._/-]{1,40}$'::text))
  CHECK ((name <> ''::text))
  PRIMARY KEY (id)

table waves.batch
  study_id uuid not null
  number integer not null
  size integer not null
  hash bytea not null
  told boolean not null default false
  CHECK ((number >= 1))
  CHECK ((octet_length(hash) = 32))
  CHECK ((size >= 20))
  FOREIGN KEY (study_id) REFERENCES waves.wave(study_id)
  PRIMARY KEY (study_id, number)

table waves.place
  study_id uuid not null
  stratum text not null
  psu text not null
  base_weight double precision not null
  cell integer not null
  CHECK ((base_weight > (0)::double precision))
  CHECK ((cell >= 0))
  FOREIGN KEY (study_id) REFERENCES waves.wave(study_id)
  PRIMARY KEY (study_id, stratum, psu, base_weight)

table waves.refused
  study_id uuid not null
  reason text not null
  count integer not null
  CHECK ((count > 0))
  FOREIGN KEY (study_id) REFERENCES waves.wave(study_id)
  PRIMARY KEY (study_id, reason)

table waves.taken
  study_id uuid not null
  cell integer not null
  count integer not null
  CHECK ((cell >= 0))
  CHECK ((count > 0))
  FOREIGN KEY (study_id) REFERENCES waves.wave(study_id)
  PRIMARY KEY (study_id, cell)

table waves.wave
  study_id uuid not null
  offer text not null
  signature bytea not null
  last_day date not null
  manifest text
  manifest_hash bytea
  collector_key text
  issued jsonb
  alarm jsonb
  complete boolean not null default false
  opened_on date
  pools jsonb
  CHECK (((manifest IS NULL) = (manifest_hash IS NULL)))
  CHECK ((last_day = (((offer)::jsonb ->> 'lastDay'::text))::date))
  CHECK ((octet_length(manifest_hash) = 32))
  CHECK ((octet_length(signature) = 64))
  CHECK ((opened_on > last_day))
  CHECK ((study_id = (((offer)::jsonb ->> 'studyId'::text))::uuid))
  FOREIGN KEY (study_id) REFERENCES studies.study(id)
  PRIMARY KEY (study_id)

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

CREATE INDEX passkey_staff_id_idx ON accounts.passkey USING btree (staff_id)
CREATE INDEX recovery_code_staff_id_idx ON accounts.recovery_code USING btree (staff_id)
CREATE INDEX session_staff_id_idx ON accounts.session USING btree (staff_id)
CREATE UNIQUE INDEX staff_username ON accounts.staff USING btree (lower(username))
CREATE UNIQUE INDEX attendance_certificate ON collaborators.attendance USING btree (EXTRACT(year FROM certified_on), certificate_number)
CREATE INDEX attendance_collaborator ON collaborators.attendance USING btree (collaborator_id)
CREATE INDEX commendation_collaborator ON collaborators.commendation USING btree (collaborator_id)
CREATE INDEX pay_correction_collaborator ON collaborators.pay_correction USING btree (collaborator_id)
CREATE INDEX pay_correction_sheet ON collaborators.pay_correction USING btree (sheet_id)
CREATE INDEX pay_line_collaborator ON collaborators.pay_line USING btree (collaborator_id)
CREATE INDEX pay_line_tariff ON collaborators.pay_line USING btree (tariff_id)
CREATE UNIQUE INDEX pay_sheet_draft ON collaborators.pay_sheet USING btree ((true)) WHERE (signed_on IS NULL)
CREATE UNIQUE INDEX step_name ON dictionary.step USING btree (study_id, ((derivation ->> 'name'::text))) WHERE (NOT removed)
CREATE INDEX privacy_spent_study_id_position_idx ON disclosure.privacy_spent USING btree (study_id, "position")
CREATE INDEX released_study_id_position_idx ON disclosure.released USING btree (study_id, "position")
CREATE INDEX assignment_holder ON fieldwork.assignment USING btree (holder_id, study_id)
CREATE INDEX assignment_list ON fieldwork.assignment USING btree (study_id, state, number)
CREATE INDEX assignment_position ON fieldwork.assignment USING btree (study_id, latitude, longitude) INCLUDE (state, unit_id) WHERE (latitude IS NOT NULL)
CREATE INDEX assignment_unit ON fieldwork.assignment USING btree (study_id, unit_id, number)
CREATE INDEX attempt_assignment ON fieldwork.attempt USING btree (assignment_id, round)
CREATE INDEX change_assignment ON fieldwork.change USING btree (assignment_id)
CREATE INDEX change_staff ON fieldwork.change USING btree (staff_id, id)
CREATE INDEX hand_back_assignment ON fieldwork.hand_back USING btree (assignment_id)
CREATE INDEX phone_staff ON fieldwork.phone USING btree (staff_id)
CREATE INDEX quarantine_open ON fieldwork.quarantine USING btree (study_id) WHERE (settled IS NULL)
CREATE INDEX quarantine_staff ON fieldwork.quarantine USING btree (staff_id)
CREATE INDEX budget_exception_study_id_form_hash_idx ON questionnaires.budget_exception USING btree (study_id, form_hash)
CREATE INDEX test_answer_of_study ON questionnaires.test_answer USING btree (study_id)
CREATE INDEX answer_of_study ON responses.answer USING btree (study_id, id)
CREATE INDEX answer_of_withdrawal ON responses.answer USING btree (withdrawal_hash) WHERE (withdrawal_hash IS NOT NULL)
CREATE INDEX sealed_of_study ON responses.sealed USING btree (study_id)
CREATE INDEX sealed_of_withdrawal ON responses.sealed USING btree (withdrawal_hash)
CREATE INDEX draw_frame ON sampling.draw USING btree (frame_id)
CREATE INDEX unit_unit ON sampling.unit USING btree (unit_id)
CREATE INDEX use_draw ON sampling.use USING btree (draw_id)
CREATE INDEX leaf_hash ON transparency.leaf USING btree (hash)
CREATE INDEX leaf_kind ON transparency.leaf USING btree (kind, index)
CREATE INDEX frame_place_unit ON units.frame_place USING btree (unit_id)
CREATE INDEX member_unit ON units.member USING btree (unit_id)
CREATE UNIQUE INDEX placement_now ON units.placement USING btree (unit_id) WHERE (valid_to IS NULL)
CREATE INDEX placement_parent ON units.placement USING btree (parent_id)
CREATE INDEX placement_unit ON units.placement USING btree (unit_id)
CREATE INDEX population_count_unit ON units.population_count USING btree (unit_id)
CREATE INDEX succession_new ON units.succession USING btree (new_id)
CREATE INDEX unit_code ON units.unit USING btree (code)
CREATE UNIQUE INDEX unit_code_now ON units.unit USING btree (code) WHERE (valid_to IS NULL)
CREATE UNIQUE INDEX one_active_weight_set ON weighting.weight_set USING btree (study_id) WHERE active
CREATE CONSTRAINT TRIGGER chain_audit AFTER INSERT ON platform.audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.hash IS NULL)) EXECUTE FUNCTION platform.chain_audit()
CREATE CONSTRAINT TRIGGER keep_sum AFTER INSERT ON disclosure.privacy_spent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION disclosure.keep_sum()
CREATE CONSTRAINT TRIGGER keep_sum AFTER INSERT OR UPDATE ON disclosure.privacy_budget DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION disclosure.keep_sum()
CREATE TRIGGER drop_withdrawn BEFORE INSERT ON responses.answer FOR EACH ROW WHEN ((new.withdrawal_hash IS NOT NULL)) EXECUTE FUNCTION responses.drop_withdrawn()
CREATE TRIGGER drop_withdrawn BEFORE INSERT ON responses.sealed FOR EACH ROW EXECUTE FUNCTION responses.drop_withdrawn()
CREATE TRIGGER forget_withdrawal_hashes AFTER UPDATE OF state ON studies.study FOR EACH ROW WHEN (((new.state = 'frozen'::text) AND (old.state <> 'frozen'::text))) EXECUTE FUNCTION responses.forget_withdrawal_hashes()
CREATE TRIGGER keep_assignment BEFORE UPDATE ON fieldwork.assignment FOR EACH ROW EXECUTE FUNCTION fieldwork.keep_assignment()
CREATE TRIGGER keep_attempt BEFORE DELETE OR UPDATE ON fieldwork.attempt FOR EACH ROW EXECUTE FUNCTION fieldwork.keep_report()
CREATE TRIGGER keep_audit BEFORE DELETE OR UPDATE ON platform.audit FOR EACH ROW EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_audit_all BEFORE TRUNCATE ON platform.audit FOR EACH STATEMENT EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_budget BEFORE INSERT OR UPDATE ON disclosure.privacy_budget FOR EACH ROW EXECUTE FUNCTION disclosure.keep_budget()
CREATE TRIGGER keep_budget_row BEFORE DELETE ON disclosure.privacy_budget FOR EACH ROW EXECUTE FUNCTION disclosure.keep_budget_row()
CREATE TRIGGER keep_certificate BEFORE DELETE OR UPDATE ON rights.certificate FOR EACH ROW EXECUTE FUNCTION rights.keep_certificate()
CREATE TRIGGER keep_checkpoint BEFORE DELETE OR UPDATE ON platform.audit_checkpoint FOR EACH ROW EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_checkpoint BEFORE DELETE OR UPDATE ON transparency.checkpoint FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_checkpoint_all BEFORE TRUNCATE ON platform.audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION platform.keep_audit()
CREATE TRIGGER keep_checkpoint_all BEFORE TRUNCATE ON transparency.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_closed BEFORE INSERT OR UPDATE ON units.member FOR EACH ROW EXECUTE FUNCTION units.keep_closed()
CREATE TRIGGER keep_closed BEFORE UPDATE OF kind ON units.unit FOR EACH ROW EXECUTE FUNCTION units.keep_closed()
CREATE TRIGGER keep_draw BEFORE DELETE OR UPDATE ON sampling.draw FOR EACH ROW EXECUTE FUNCTION sampling.keep_draw()
CREATE TRIGGER keep_exception BEFORE DELETE OR UPDATE ON questionnaires.budget_exception FOR EACH ROW EXECUTE FUNCTION questionnaires.keep_exception()
CREATE TRIGGER keep_frame BEFORE UPDATE ON units.frame FOR EACH ROW EXECUTE FUNCTION units.keep_frame()
CREATE TRIGGER keep_hand_back BEFORE DELETE OR UPDATE ON fieldwork.hand_back FOR EACH ROW EXECUTE FUNCTION fieldwork.keep_report()
CREATE TRIGGER keep_leaf BEFORE DELETE OR UPDATE ON transparency.leaf FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_leaf_all BEFORE TRUNCATE ON transparency.leaf FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_offer BEFORE INSERT OR DELETE OR UPDATE ON waves.wave FOR EACH ROW EXECUTE FUNCTION waves.keep_offer()
CREATE TRIGGER keep_offer_all BEFORE TRUNCATE ON waves.wave FOR EACH STATEMENT EXECUTE FUNCTION waves.keep_offer()
CREATE TRIGGER keep_outcome BEFORE DELETE OR UPDATE ON fieldwork.outcome FOR EACH ROW EXECUTE FUNCTION fieldwork.keep_report()
CREATE TRIGGER keep_policy BEFORE INSERT OR DELETE OR UPDATE ON disclosure.policy FOR EACH ROW EXECUTE FUNCTION disclosure.keep_policy()
CREATE TRIGGER keep_population BEFORE UPDATE ON units.population FOR EACH ROW EXECUTE FUNCTION units.keep_frame()
CREATE TRIGGER keep_population_count BEFORE UPDATE ON units.population_count FOR EACH ROW EXECUTE FUNCTION units.keep_frame()
CREATE TRIGGER keep_protection AFTER INSERT ON responses.answer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION responses.keep_protection()
CREATE TRIGGER keep_protection BEFORE UPDATE ON studies.study FOR EACH ROW WHEN (((new.entry <> old.entry) OR (new.opening <> old.opening) OR (new.id <> old.id) OR (new.kind <> old.kind))) EXECUTE FUNCTION studies.keep_protection()
CREATE TRIGGER keep_published BEFORE DELETE OR UPDATE ON questionnaires.version FOR EACH ROW EXECUTE FUNCTION questionnaires.keep_published()
CREATE TRIGGER keep_published BEFORE UPDATE ON releases.release FOR EACH ROW EXECUTE FUNCTION releases.keep_published()
CREATE TRIGGER keep_published_all BEFORE TRUNCATE ON questionnaires.version FOR EACH STATEMENT EXECUTE FUNCTION questionnaires.keep_published()
CREATE TRIGGER keep_published_all BEFORE TRUNCATE ON releases.release FOR EACH STATEMENT EXECUTE FUNCTION releases.keep_published_rows()
CREATE TRIGGER keep_published_rows BEFORE DELETE ON releases.release FOR EACH ROW EXECUTE FUNCTION releases.keep_published_rows()
CREATE TRIGGER keep_quarantine BEFORE DELETE OR UPDATE ON fieldwork.quarantine FOR EACH ROW EXECUTE FUNCTION fieldwork.keep_report()
CREATE TRIGGER keep_release BEFORE DELETE OR UPDATE ON sampling.release FOR EACH ROW EXECUTE FUNCTION sampling.keep_draw()
CREATE TRIGGER keep_released BEFORE DELETE OR UPDATE ON disclosure.released FOR EACH ROW EXECUTE FUNCTION disclosure.keep_ledger()
CREATE TRIGGER keep_sealed BEFORE INSERT OR UPDATE ON responses.sealed FOR EACH ROW EXECUTE FUNCTION responses.keep_sealed()
CREATE TRIGGER keep_sealed BEFORE INSERT OR UPDATE ON responses.tabulation_key FOR EACH ROW EXECUTE FUNCTION responses.keep_sealed()
CREATE TRIGGER keep_signed BEFORE DELETE OR UPDATE ON collaborators.pay_sheet FOR EACH ROW EXECUTE FUNCTION collaborators.keep_signed()
CREATE TRIGGER keep_signed BEFORE INSERT OR DELETE OR UPDATE ON collaborators.pay_correction FOR EACH ROW EXECUTE FUNCTION collaborators.keep_signed()
CREATE TRIGGER keep_signed BEFORE INSERT OR DELETE OR UPDATE ON collaborators.pay_line FOR EACH ROW EXECUTE FUNCTION collaborators.keep_signed()
CREATE TRIGGER keep_spent BEFORE DELETE OR UPDATE ON disclosure.privacy_spent FOR EACH ROW EXECUTE FUNCTION disclosure.keep_ledger()
CREATE TRIGGER keep_subtree BEFORE DELETE OR UPDATE ON transparency.subtree FOR EACH ROW EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_subtree_all BEFORE TRUNCATE ON transparency.subtree FOR EACH STATEMENT EXECUTE FUNCTION transparency.keep_log()
CREATE TRIGGER keep_tariff BEFORE INSERT OR UPDATE ON collaborators.tariff FOR EACH ROW EXECUTE FUNCTION collaborators.keep_tariff()
CREATE TRIGGER keep_unit BEFORE DELETE OR UPDATE ON sampling.unit FOR EACH ROW EXECUTE FUNCTION sampling.keep_draw()
CREATE TRIGGER keep_use BEFORE DELETE OR UPDATE ON sampling.use FOR EACH ROW EXECUTE FUNCTION sampling.keep_draw()
CREATE TRIGGER note_change AFTER INSERT OR UPDATE ON fieldwork.assignment FOR EACH ROW EXECUTE FUNCTION fieldwork.note_change()
CREATE TRIGGER only_forget BEFORE UPDATE ON responses.answer FOR EACH ROW WHEN ((((new.day IS NOT NULL) AND (new.day IS DISTINCT FROM old.day)) OR ((new.withdrawal_hash IS NOT NULL) AND (new.withdrawal_hash IS DISTINCT FROM old.withdrawal_hash)) OR (new.cell IS DISTINCT FROM old.cell))) EXECUTE FUNCTION responses.only_forget()
CREATE TRIGGER only_forget_asked BEFORE UPDATE ON responses.answer FOR EACH ROW WHEN (((new.asked IS NOT NULL) AND (new.asked IS DISTINCT FROM old.asked))) EXECUTE FUNCTION responses.only_forget()
