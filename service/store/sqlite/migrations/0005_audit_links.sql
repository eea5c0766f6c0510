-- 0005: from what was written to the record in the audit chain that speaks of it.

-- Of the change that made it. Filled for the decisions made before.
ALTER TABLE decisions ADD COLUMN audit_seq INTEGER;

-- Of the batch that stated it; null: recorded before, under a digest that rows do not give again.
ALTER TABLE facts ADD COLUMN audit_seq INTEGER;
