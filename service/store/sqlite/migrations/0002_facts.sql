-- 0002: facts, sessions, pupils, adjustments.

-- Every revision of every fact, as it was stated; append-only. In the order of its key, so that judging a fact and writing it
-- touch the same page.
CREATE TABLE facts (
  source         TEXT NOT NULL,
  fact_id        TEXT NOT NULL,
  revision       INTEGER NOT NULL CHECK (revision >= 1),
  child_iin      TEXT NOT NULL,
  kind           INTEGER NOT NULL,  -- oteu.v1.FactKind
  subject        TEXT NOT NULL,     -- what a school states something about; '' for a register
  value          TEXT NOT NULL,     -- what it states
  school_bin     TEXT NOT NULL,     -- '' for a register
  charge_from    TEXT NOT NULL,     -- ISO day; '' without beginning
  retracted      INTEGER NOT NULL CHECK (retracted IN (0, 1)),
  recorded_at_us INTEGER NOT NULL,  -- microseconds since the Unix epoch
  fact           BLOB NOT NULL,     -- serialized oteu.v1.Fact
  PRIMARY KEY (source, fact_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_by_child ON facts (child_iin, kind, subject);
CREATE TRIGGER facts_keep_rows BEFORE DELETE ON facts BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END;
CREATE TRIGGER facts_keep_values BEFORE UPDATE ON facts BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END;

-- How far a source's log for a school (or, with '', a register's) is durable.
CREATE TABLE fact_sessions (
  source           TEXT NOT NULL,
  school_bin       TEXT NOT NULL,
  committed_offset INTEGER NOT NULL CHECK (committed_offset >= 0),
  PRIMARY KEY (source, school_bin)
) STRICT, WITHOUT ROWID;

-- Children that accepted school certificates name.
CREATE TABLE pupils (
  school_bin TEXT NOT NULL,
  child_iin  TEXT NOT NULL,
  PRIMARY KEY (school_bin, child_iin)
) STRICT, WITHOUT ROWID;

-- Proposals of recalculated decisions; those of an application's latest decision stand.
CREATE TABLE adjustments (
  application_id   TEXT NOT NULL,
  decision_version INTEGER NOT NULL,
  kind             INTEGER NOT NULL,  -- oteu.v1.AdjustmentKind
  state            INTEGER NOT NULL,  -- oteu.v1.AdjustmentState
  amount_tiyn      INTEGER NOT NULL CHECK (amount_tiyn > 0),
  adjustment       BLOB NOT NULL,     -- serialized oteu.v1.Adjustment
  PRIMARY KEY (application_id, decision_version, kind)
) STRICT, WITHOUT ROWID;
