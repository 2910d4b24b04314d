-- An interview is a meeting with a plan, links and all that is said in it. Times are milliseconds since the
-- Unix epoch. Everything goes with its meeting.
CREATE TABLE interviews (
    meeting_id TEXT NOT NULL PRIMARY KEY REFERENCES meetings (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE interview_links (
    meeting_id TEXT NOT NULL REFERENCES interviews (meeting_id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    role       TEXT NOT NULL,
    label      TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (meeting_id, id)
) STRICT, WITHOUT ROWID;

-- One row for each question, answer, note and so on: `key` names it, `item` is JSON.
CREATE TABLE interview_items (
    meeting_id TEXT NOT NULL REFERENCES interviews (meeting_id) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    item       TEXT NOT NULL,
    PRIMARY KEY (meeting_id, key)
) STRICT, WITHOUT ROWID;
