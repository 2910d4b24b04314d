-- What hosts decided for a meeting, whole: the room reads it when it opens and writes it when it changes.
CREATE TABLE room_records (
    meeting_id TEXT NOT NULL PRIMARY KEY REFERENCES meetings (id) ON DELETE CASCADE,
    record     TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
