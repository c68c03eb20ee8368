-- The first form of the schema: docs/internals/server.md 4. Times are UTC. What a role may do is granted after it.

CREATE TYPE verdict AS ENUM ('fail', 'unknown', 'warn', 'waived', 'pass', 'not-applicable');
CREATE TYPE compliance_state AS ENUM (
  'non-compliant', 'regresses-on-reboot', 'reboot-pending', 'not-taking-effect', 'may-regress-on-patch', 'mitigated',
  'unknown', 'compliant'
);

-- Sites and their keys: 2.

CREATE TABLE site (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9-]{1,40}$'),
  added_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  -- Nothing of it is forgotten by time while this is set.
  legal_hold boolean NOT NULL DEFAULT false,
  -- When any of its workers was last heard.
  heard_at timestamptz
);

CREATE TABLE site_code (
  code_hash bytea PRIMARY KEY CHECK (length(code_hash) = 32),
  site text NOT NULL REFERENCES site ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE site_key (
  id text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
  site text NOT NULL REFERENCES site ON DELETE CASCADE,
  public_key bytea NOT NULL CHECK (length(public_key) = 32),
  added_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX ON site_key (site);

CREATE TABLE site_nonce (
  key_id text NOT NULL REFERENCES site_key ON DELETE CASCADE,
  nonce bytea NOT NULL CHECK (length(nonce) = 16),
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (key_id, nonce)
);
CREATE INDEX ON site_nonce (seen_at);

-- What is read, and by whom.

CREATE TABLE target (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site text NOT NULL REFERENCES site ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 253),
  -- The vCenter itself, as it tells it: no two sites may have one. Null until it was read.
  identity text UNIQUE,
  url text,
  product text,
  added_at timestamptz NOT NULL DEFAULT now(),
  -- Of the newest facts: when they were read, not when they came.
  read_at timestamptz,
  -- The last that went wrong, and when; null once it was read after it.
  failed_at timestamptz,
  failed_code text,
  failed_message text,
  worker text,
  worker_version text,
  UNIQUE (site, name)
);

CREATE TABLE attempt (
  id uuid PRIMARY KEY,
  job uuid NOT NULL,
  -- Which try of the job it is, as the queue counts them; settles that try alone.
  retry integer NOT NULL DEFAULT 0,
  target integer NOT NULL REFERENCES target ON DELETE CASCADE,
  worker text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  heard_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  outcome text CHECK (outcome IN ('shipped', 'failed', 'lost')),
  code text,
  message text,
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX ON attempt (target, started_at DESC);
-- Of one job one try is under way.
CREATE UNIQUE INDEX ON attempt (job) WHERE ended_at IS NULL;

CREATE TABLE shipment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  target integer NOT NULL REFERENCES target ON DELETE CASCADE,
  key_id text NOT NULL,
  -- Over the text of 2.3, which can be made again from site, target and hash.
  signature bytea NOT NULL CHECK (length(signature) = 64),
  attempt uuid,
  received_at timestamptz NOT NULL DEFAULT now(),
  -- When the facts were read at the site, as the snapshot says, ends of the reading.
  read_from timestamptz NOT NULL,
  read_at timestamptz NOT NULL,
  hosts integer NOT NULL CHECK (hosts >= 0),
  -- As it came, packed by gzip; null where its time to be kept is over.
  facts bytea,
  -- How judging it went: waiting, judged, or given up after three tries with the error of the last.
  judging text NOT NULL DEFAULT 'waiting' CHECK (judging IN ('waiting', 'judged', 'dead')),
  tries smallint NOT NULL DEFAULT 0,
  error text,
  UNIQUE (target, sha256)
);
ALTER TABLE shipment ALTER COLUMN facts SET STORAGE EXTERNAL;
CREATE INDEX ON shipment (target, read_at DESC);
CREATE INDEX ON shipment (judging) WHERE judging <> 'judged';

-- Judgements: added, never changed.

CREATE TABLE ruleset (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- SHA-256 over all rules with their hashes, the config and its waivers.
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  loaded_at timestamptz NOT NULL DEFAULT now(),
  tool_version text NOT NULL,
  -- Of the folder's repository, where it is one: commit, author, and whether its signature held.
  commit_id text,
  author text,
  is_signed boolean NOT NULL DEFAULT false,
  -- Waivers as they are written, for the page of those that end.
  waivers jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE rule (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  title text NOT NULL,
  severity text NOT NULL,
  -- As the last scan that judged by it reports it.
  report jsonb NOT NULL
);

CREATE TABLE scan (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shipment bigint NOT NULL REFERENCES shipment ON DELETE CASCADE,
  target integer NOT NULL REFERENCES target ON DELETE CASCADE,
  ruleset integer NOT NULL REFERENCES ruleset,
  judged_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz NOT NULL,
  -- True where it was judged for now; false for facts that came late, and for judge --again of older facts.
  is_current boolean NOT NULL,
  -- The target was lost midway: what is unknown in it says nothing against what was known.
  is_lost boolean NOT NULL DEFAULT false,
  -- From when it counts: when its facts were read, or, where they were judged again, when that was. Never goes back within a target.
  told_at timestamptz NOT NULL,
  hosts integer NOT NULL,
  unreachable integer NOT NULL,
  -- Findings by verdict and by state, as the summary of a scan has them.
  verdicts jsonb NOT NULL,
  states jsonb NOT NULL,
  UNIQUE (shipment, ruleset)
);
CREATE INDEX ON scan (target, read_at DESC);
CREATE INDEX ON scan (target, told_at DESC) WHERE is_current;

CREATE TABLE host (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  target integer NOT NULL REFERENCES target ON DELETE CASCADE,
  -- As scans have it: identity of the target and id of the managed object.
  scan_id text NOT NULL,
  name text NOT NULL,
  cluster text,
  datacenter text,
  model text,
  release text,
  build text,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  -- When a whole reading of its target did not list it; null: it is there.
  gone_at timestamptz,
  -- The host as the newest scan has it.
  document jsonb NOT NULL,
  UNIQUE (target, scan_id)
);
CREATE INDEX ON host (target, cluster);
CREATE INDEX ON host (lower(name));

CREATE TABLE body (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  -- Over the content without numbers that move by themselves; null: it holds none.
  identity bytea CHECK (length(identity) = 32),
  -- The finding without rule and host.
  content jsonb NOT NULL
);

CREATE TABLE finding_now (
  host integer NOT NULL REFERENCES host ON DELETE CASCADE,
  rule integer NOT NULL REFERENCES rule,
  body bigint NOT NULL REFERENCES body,
  scan bigint NOT NULL REFERENCES scan,
  since timestamptz NOT NULL,
  verdict verdict NOT NULL,
  state compliance_state,
  PRIMARY KEY (host, rule)
);
CREATE INDEX ON finding_now (rule, verdict);
CREATE INDEX ON finding_now (since);
-- The few that lists of hosts count.
CREATE INDEX ON finding_now (host, verdict) WHERE verdict IN ('fail', 'unknown', 'warn');

CREATE TABLE finding_past (
  host integer NOT NULL,
  rule integer NOT NULL,
  body bigint NOT NULL,
  scan bigint NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL CHECK (until >= since),
  verdict verdict NOT NULL,
  state compliance_state
) PARTITION BY RANGE (until);
CREATE INDEX ON finding_past (host, until);
CREATE INDEX ON finding_past (until);

-- Trends. One row a day, of the last judgement of that day.

CREATE TABLE tally_day (
  day date NOT NULL,
  target integer NOT NULL REFERENCES target ON DELETE CASCADE,
  hosts integer NOT NULL,
  unreachable integer NOT NULL,
  -- Hosts by their worst verdict.
  failing integer NOT NULL,
  unknowing integer NOT NULL,
  warned integer NOT NULL,
  passing integer NOT NULL,
  verdicts jsonb NOT NULL,
  PRIMARY KEY (day, target)
);
CREATE INDEX ON tally_day (target, day);

CREATE TABLE tally_rule (
  day date NOT NULL,
  target integer NOT NULL REFERENCES target ON DELETE CASCADE,
  rule integer NOT NULL REFERENCES rule,
  verdicts jsonb NOT NULL,
  PRIMARY KEY (day, target, rule)
);

CREATE TABLE tally_cluster (
  day date NOT NULL,
  target integer NOT NULL REFERENCES target ON DELETE CASCADE,
  -- '' for hosts outside of clusters.
  cluster text NOT NULL,
  hosts integer NOT NULL,
  failing integer NOT NULL,
  unknowing integer NOT NULL,
  warned integer NOT NULL,
  passing integer NOT NULL,
  PRIMARY KEY (day, target, cluster)
);

-- People.

CREATE TABLE session (
  -- SHA-256 of what the cookie holds.
  id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
  subject text NOT NULL,
  groups jsonb NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

CREATE TABLE token (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'exposure', 'metrics', 'auditor')),
  sites jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);

CREATE TABLE audit (
  number bigint PRIMARY KEY CHECK (number > 0),
  at timestamptz NOT NULL,
  -- site:NAME, person:SUBJECT, token:NAME, operator:LOGIN.
  actor text NOT NULL,
  action text NOT NULL,
  detail jsonb NOT NULL,
  previous bytea NOT NULL CHECK (length(previous) = 32),
  -- SHA-256 over previous, number, at, actor, action and detail.
  hash bytea NOT NULL CHECK (length(hash) = 32)
);

CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries of the audit trail are never changed';
END $$;
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_is_kept();

-- What was told to whom about newly failing rules, so that it is told once.
CREATE TABLE told (
  channel text NOT NULL,
  subject text NOT NULL,
  told_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (channel, subject)
);
