-- 0004: how far the change feed has been shortened.

-- One row: changes up to this one are no longer kept; whoever has read less must begin anew.
CREATE TABLE change_feed (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  pruned_seq INTEGER NOT NULL
) STRICT;
INSERT INTO change_feed VALUES (1, 0);
