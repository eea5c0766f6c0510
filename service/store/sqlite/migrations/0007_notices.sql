-- 0007: notices, and when each application is looked at again for what falls due.

-- Local day, ISO 8601; null: nothing comes any more. Applications from before are looked at as soon as possible.
ALTER TABLE applications ADD COLUMN look_on TEXT;
UPDATE applications SET look_on = '0001-01-01';
CREATE INDEX applications_to_look ON applications (look_on, id) WHERE look_on IS NOT NULL;

-- The key is the guarantee that nothing is told twice, whoever looks.
CREATE TABLE notices (
  number         INTEGER PRIMARY KEY,
  application_id TEXT NOT NULL,
  kind           INTEGER NOT NULL,  -- oteu.v1.NoticeKind
  due_on         TEXT NOT NULL,     -- local day, ISO 8601
  days_before    INTEGER NOT NULL,
  notice         BLOB NOT NULL,     -- serialized oteu.v1.Notice without its name
  UNIQUE (application_id, kind, due_on, days_before)
) STRICT;
CREATE TRIGGER notices_keep_rows BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;
CREATE TRIGGER notices_keep_values BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;
