-- 0001: applications, decisions, documents, grants, idempotency, audit and change feed.
-- Wide rows live in rowid tables (appended in time order, read by a narrow index); narrow rows in WITHOUT ROWID tables.

CREATE TABLE applications (
  id             TEXT NOT NULL PRIMARY KEY,  -- time-ordered
  revision       INTEGER NOT NULL CHECK (revision >= 1),
  state          INTEGER NOT NULL,       -- oteu.v1.ApplicationState
  child_iin      TEXT NOT NULL,
  applicant_iin  TEXT NOT NULL,
  district_kato  TEXT NOT NULL,
  changed_at_us  INTEGER NOT NULL,       -- microseconds since the Unix epoch
  grant_applicant_iin TEXT,              -- these four: the application's grant; null without one
  grant_district_kato TEXT,
  grant_regulation_id TEXT,
  grant_applied_on    TEXT,
  application    BLOB NOT NULL           -- serialized oteu.v1.Application
) STRICT, WITHOUT ROWID;
CREATE INDEX applications_by_child ON applications (child_iin, id);
CREATE INDEX applications_by_applicant ON applications (applicant_iin, id);
CREATE INDEX applications_by_district ON applications (district_kato, state, id);
CREATE INDEX applications_by_state ON applications (state, id);
-- 3 is UNDER_REVIEW: what is looked at again, longest waiting first.
CREATE INDEX applications_for_retry ON applications (changed_at_us, id) WHERE state = 3;

CREATE TABLE decisions (
  seq              INTEGER PRIMARY KEY,
  application_id   TEXT NOT NULL,
  version          INTEGER NOT NULL CHECK (version >= 1),
  decision         BLOB NOT NULL,  -- serialized oteu.v1.Decision
  inputs           BLOB NOT NULL,  -- serialized oteu.v1.DecisionInputs without documents
  document_sha256s BLOB NOT NULL CHECK (length(document_sha256s) % 32 = 0),  -- 32 bytes each, in order
  UNIQUE (application_id, version)
) STRICT;

CREATE TABLE documents (
  seq      INTEGER PRIMARY KEY,
  sha256   BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  document BLOB NOT NULL           -- serialized oteu.v1.Document
) STRICT;

CREATE TABLE snapshots (
  seq    INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  bytes  BLOB NOT NULL
) STRICT;

-- Answers already given. A response that ends with its decision keeps only what comes before it.
CREATE TABLE requests (
  seq                     INTEGER PRIMARY KEY,
  request_key             TEXT NOT NULL UNIQUE,
  request_sha256          BLOB NOT NULL CHECK (length(request_sha256) = 32),
  response_head           BLOB NOT NULL,
  decision_application_id TEXT,     -- with decision_version: the decision that follows the head
  decision_version        INTEGER
) STRICT;

-- Who may be paid for which month of which child. The primary key is the guarantee that one child-month is granted at most once
-- in the whole country. The row whose month is '' holds the version of the child's claims: in the same tree, because a grant
-- then changes one page and not two.
CREATE TABLE claims (
  child_iin      TEXT NOT NULL,
  month          TEXT NOT NULL,   -- YYYY-MM; '' with the version
  application_id TEXT,            -- whose grant holds the month
  version        INTEGER,
  PRIMARY KEY (child_iin, month),
  CHECK ((month = '') = (version IS NOT NULL)),
  CHECK ((month = '') = (application_id IS NULL))
) STRICT, WITHOUT ROWID;

-- Append-only hash chain; see service/store/audit.h.
CREATE TABLE audit (
  seq             INTEGER PRIMARY KEY,
  at_us           INTEGER NOT NULL,
  event           TEXT NOT NULL,
  actor           TEXT NOT NULL,
  application_id  TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  decision_sha256 BLOB NOT NULL,  -- empty without a decision
  previous_hash   BLOB NOT NULL CHECK (length(previous_hash) = 32),
  hash            BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_keeps_values BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

-- What followers read; `seq` is the audit record of the same change.
CREATE TABLE changes (
  seq              INTEGER PRIMARY KEY,
  application_id   TEXT NOT NULL,
  revision         INTEGER NOT NULL,
  state            INTEGER NOT NULL,
  decision_version INTEGER          -- null when the change made no decision
) STRICT;

-- One row, rewritten to find out whether writing works again after a failure.
CREATE TABLE probe (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  count INTEGER NOT NULL
) STRICT;
INSERT INTO probe VALUES (1, 0);
