-- Rooms that clients of other systems go into by a name. Each has a meeting of its own, made when the name is first
-- used; it goes, with all that was written in it, some time after the name was last used.
CREATE TABLE named_rooms (
    name       TEXT NOT NULL PRIMARY KEY,
    meeting_id TEXT NOT NULL UNIQUE REFERENCES meetings (id) ON DELETE CASCADE,
    used_at    INTEGER NOT NULL -- milliseconds since the Unix epoch
) STRICT, WITHOUT ROWID;

CREATE INDEX named_rooms_by_use ON named_rooms (used_at);
