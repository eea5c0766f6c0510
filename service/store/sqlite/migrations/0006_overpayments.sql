-- 0006: overpayments that recalculations propose, and what officers decided on them.

CREATE TABLE overpayments (
  application_id   TEXT NOT NULL,
  decision_version INTEGER NOT NULL,   -- of the decision that proposes it
  district_kato    TEXT NOT NULL,
  state            INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),  -- oteu.v1.OverpaymentState
  content          BLOB NOT NULL,      -- serialized oteu.v1.Overpayment
  request_key      TEXT UNIQUE,        -- of the call that decided
  request_sha256   BLOB CHECK (length(request_sha256) = 32),
  PRIMARY KEY (application_id, decision_version),
  CHECK ((state = 1) = (request_key IS NULL)),
  CHECK ((state = 1) = (request_sha256 IS NULL))
) STRICT;
CREATE INDEX overpayments_by_district ON overpayments (district_kato, application_id, decision_version);
CREATE UNIQUE INDEX overpayments_one_proposal ON overpayments (application_id) WHERE state = 1;
CREATE TRIGGER overpayments_keep_decided BEFORE DELETE ON overpayments WHEN OLD.state <> 1
BEGIN SELECT RAISE(ABORT, 'a decided overpayment is kept'); END;
CREATE TRIGGER overpayments_keep_decided_values BEFORE UPDATE ON overpayments WHEN OLD.state <> 1
BEGIN SELECT RAISE(ABORT, 'a decided overpayment does not change'); END;

-- How much of a registered child-month officers decided on as overpaid. It counts while the register holds that part: when the
-- bank returns it, nothing was overpaid.
CREATE TABLE overpayment_parts (
  child_iin        TEXT NOT NULL,
  month            TEXT NOT NULL,
  part             INTEGER NOT NULL,
  register_id      TEXT NOT NULL,
  application_id   TEXT NOT NULL,
  decision_version INTEGER NOT NULL,
  amount_tiyn      INTEGER NOT NULL CHECK (amount_tiyn > 0),
  PRIMARY KEY (child_iin, month, part, register_id, application_id, decision_version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER overpayment_parts_keep_rows BEFORE DELETE ON overpayment_parts
BEGIN SELECT RAISE(ABORT, 'decided parts are kept'); END;
CREATE TRIGGER overpayment_parts_keep_values BEFORE UPDATE ON overpayment_parts
BEGIN SELECT RAISE(ABORT, 'decided parts do not change'); END;
