-- 0003: payment registers.

CREATE TABLE registers (
  id              TEXT NOT NULL PRIMARY KEY,
  district_kato   TEXT NOT NULL,
  quarter         TEXT NOT NULL,       -- YYYY-Qn
  lines_sha256    TEXT NOT NULL CHECK (length(lines_sha256) = 64),
  content         BLOB NOT NULL,       -- serialized oteu.v1.Register
  sequence        INTEGER CHECK (sequence >= 1),  -- place in the district's chain; null: a draft
  manifest        BLOB,                -- the signed JSON
  manifest_sha256 TEXT CHECK (length(manifest_sha256) = 64),
  cms             BLOB,
  CHECK ((sequence IS NULL) = (manifest IS NULL)),
  CHECK ((sequence IS NULL) = (manifest_sha256 IS NULL)),
  CHECK ((sequence IS NULL) = (cms IS NULL))
) STRICT;
CREATE UNIQUE INDEX registers_one_draft ON registers (district_kato, quarter) WHERE sequence IS NULL;
CREATE UNIQUE INDEX registers_chain ON registers (district_kato, sequence) WHERE sequence IS NOT NULL;
CREATE TRIGGER registers_keep_sealed BEFORE DELETE ON registers WHEN OLD.sequence IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a sealed register is kept'); END;
CREATE TRIGGER registers_keep_sealed_values BEFORE UPDATE ON registers WHEN OLD.sequence IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a sealed register does not change'); END;

CREATE TABLE register_lines (
  register_id              TEXT NOT NULL,
  number                   INTEGER NOT NULL CHECK (number >= 1),
  application_id           TEXT NOT NULL,
  application_revision     INTEGER NOT NULL,
  child_iin                TEXT NOT NULL,
  confirmations_taken_back INTEGER NOT NULL,
  line                     BLOB NOT NULL,     -- serialized oteu.v1.RegisterLine
  state                    INTEGER NOT NULL,  -- oteu.v1.PaymentState; 0 in a draft
  return_reason            TEXT NOT NULL,
  PRIMARY KEY (register_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER register_lines_keep_sealed BEFORE DELETE ON register_lines
WHEN EXISTS (SELECT 1 FROM registers WHERE id = OLD.register_id AND sequence IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a sealed register is kept'); END;
CREATE TRIGGER register_lines_keep_values BEFORE UPDATE OF register_id, number, application_id, application_revision,
  child_iin, confirmations_taken_back, line ON register_lines
BEGIN SELECT RAISE(ABORT, 'a line does not change'); END;

-- The child-months that registers hold. The primary key is the guarantee that a child-month is paid at most once in the whole
-- country: part 0 is its payment, part n its n-th supplement.
CREATE TABLE register_months (
  child_iin      TEXT NOT NULL,
  month          TEXT NOT NULL,     -- YYYY-MM
  part           INTEGER NOT NULL CHECK (part >= 0),
  register_id    TEXT NOT NULL,
  line_number    INTEGER NOT NULL,
  application_id TEXT NOT NULL,
  amount_tiyn    INTEGER NOT NULL CHECK (amount_tiyn >= 0),
  state          INTEGER NOT NULL CHECK (state IN (1, 2, 3)),  -- reserved, sealed, paid
  PRIMARY KEY (child_iin, month, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_months_by_line ON register_months (register_id, line_number);

-- Child-months whose payment came back; append-only.
CREATE TABLE register_returns (
  child_iin   TEXT NOT NULL,
  month       TEXT NOT NULL,
  part        INTEGER NOT NULL,
  register_id TEXT NOT NULL,
  line_number INTEGER NOT NULL,
  PRIMARY KEY (child_iin, month, part, register_id)
) STRICT, WITHOUT ROWID;

-- What a register shows beside its lines: months held, overpayments proposed.
CREATE TABLE register_notes (
  register_id TEXT NOT NULL,
  number      INTEGER NOT NULL,
  note        BLOB NOT NULL,  -- serialized oteu.v1.ExportRegisterResponse
  PRIMARY KEY (register_id, number)
) STRICT, WITHOUT ROWID;
