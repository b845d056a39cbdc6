-- People, courses, submissions and their results. Times are instants; what is late follows from them and the course's rules.

CREATE TABLE person (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- In lower case.
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  name text NOT NULL,
  student_number text,
  is_administrator boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE course (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- In addresses.
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  title text NOT NULL,
  -- course.json's keys: due date, grace, penalty, limit of submissions, which one counts.
  rules jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE membership (
  course_id uuid NOT NULL REFERENCES course ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('student', 'staff', 'instructor')),
  -- Partners who hand in together have the same one; for all others it is their own.
  team_id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- This student's own dates and limits.
  due timestamptz,
  max_submissions_per_day int CHECK (max_submissions_per_day > 0),
  exception_reason text,
  PRIMARY KEY (course_id, person_id)
);
CREATE INDEX membership_of_person ON membership (person_id);
CREATE INDEX membership_of_team ON membership (team_id);

-- Only hashes of what signs somebody in are stored: a backup or a log opens no door.
CREATE TABLE sign_in_link (
  token_hash text PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE session (
  token_hash text PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  csrf_token text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

CREATE TABLE api_token (
  token_hash text PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  expires_at timestamptz NOT NULL
);

CREATE TABLE worker (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  -- server/version.ts: what it grades with.
  version text NOT NULL,
  slots int NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE submission (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  course_id uuid NOT NULL REFERENCES course ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  team_id uuid NOT NULL,
  submitted_at timestamptz NOT NULL DEFAULT now(),
  -- The calendar day in the course's time zone, and the how many-th of it: two uploads at once cannot both be the last allowed.
  day date NOT NULL,
  of_day int NOT NULL,
  file_name text NOT NULL,
  zip bytea NOT NULL,
  sha256 text NOT NULL,
  UNIQUE (course_id, team_id, day, of_day)
);
CREATE INDEX submission_of_team ON submission (course_id, team_id, submitted_at DESC);
CREATE INDEX submission_of_person ON submission (person_id);

CREATE TABLE regrade (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  course_id uuid NOT NULL REFERENCES course ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person,
  reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- open: being graded or looked at; its results count once it is published.
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'published', 'discarded'))
);

-- A submission's way through the queue; a regrade is a further one.
CREATE TABLE grading (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  submission_id uuid NOT NULL REFERENCES submission ON DELETE CASCADE,
  course_id uuid NOT NULL,
  team_id uuid NOT NULL,
  regrade_id uuid REFERENCES regrade ON DELETE CASCADE,
  -- waiting: its team's other one is being graded. queued, running: a job has it. replaced: a later one came before it ran.
  -- parked: the grader failed on it three times.
  state text NOT NULL CHECK (state IN ('waiting', 'queued', 'running', 'done', 'replaced', 'parked')),
  priority int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  queue text,
  job_id uuid,
  -- While it runs: who has it, and the only claim whose result is taken.
  worker_id uuid,
  claim uuid,
  checks_done int NOT NULL DEFAULT 0,
  checks_total int NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  failure text
);
CREATE INDEX grading_of_submission ON grading (submission_id, created_at DESC);
CREATE INDEX grading_live ON grading (state, priority DESC, created_at) WHERE state IN ('waiting', 'queued', 'running');
CREATE INDEX grading_parked ON grading (course_id) WHERE state = 'parked';
-- One job for each team, and one submission behind it.
CREATE UNIQUE INDEX grading_one_job ON grading (course_id, team_id) WHERE state IN ('queued', 'running') AND regrade_id IS NULL;
CREATE UNIQUE INDEX grading_one_waiting ON grading (course_id, team_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX grading_of_regrade ON grading (regrade_id, submission_id);

-- A result belongs to a submission and a receipt: the same grading again changes nothing.
CREATE TABLE result (
  submission_id uuid NOT NULL REFERENCES submission ON DELETE CASCADE,
  receipt_hash text NOT NULL,
  status text NOT NULL CHECK (status IN ('graded', 'refused')),
  score double precision NOT NULL,
  max_score double precision NOT NULL,
  -- Without hidden checks: what the student is told.
  visible_score double precision NOT NULL,
  visible_max_score double precision NOT NULL,
  -- results.json, as the student may see it.
  results jsonb NOT NULL,
  report text NOT NULL,
  staff_report text NOT NULL,
  seconds double precision NOT NULL,
  worker_name text NOT NULL,
  regrade_id uuid REFERENCES regrade,
  graded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, receipt_hash)
);
CREATE INDEX result_by_time ON result (graded_at DESC);

-- One upload at a time for each person.
CREATE TABLE upload (
  person_id uuid PRIMARY KEY REFERENCES person ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  person_id uuid REFERENCES person ON DELETE SET NULL,
  course_id uuid REFERENCES course ON DELETE SET NULL,
  action text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_of_course ON audit (course_id, at DESC);
