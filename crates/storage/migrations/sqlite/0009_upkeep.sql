-- When a meeting and a question bank were last used (milliseconds since the Unix epoch), for retention. Rows that are there
-- already count as used now: an update of the server starts their time, and deletes nothing.
ALTER TABLE meetings ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE question_banks ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
-- The highest number of chat messages that retention deleted: numbers are never given twice.
ALTER TABLE meetings ADD COLUMN chat_deleted_to INTEGER NOT NULL DEFAULT 0;

UPDATE meetings SET used_at = MAX(
    unixepoch('now') * 1000,
    COALESCE(unixepoch(created_at), 0) * 1000,
    COALESCE((SELECT MAX(sent_at) FROM chat_messages WHERE meeting_id = meetings.id), 0));
UPDATE question_banks SET used_at = MAX(unixepoch('now') * 1000, updated_at);

CREATE INDEX meetings_by_use ON meetings (used_at);
CREATE INDEX question_banks_by_use ON question_banks (used_at);

-- What the server keeps for itself, by name: `newest_write` (milliseconds since the Unix epoch), `probe`, `secrets`.
CREATE TABLE upkeep (
    key   TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO upkeep (key, value)
SELECT 'newest_write', newest FROM (SELECT MAX(
    COALESCE((SELECT MAX(unixepoch(created_at)) FROM meetings), 0) * 1000,
    COALESCE((SELECT MAX(sent_at) FROM chat_messages), 0),
    COALESCE((SELECT MAX(seen_at) FROM persons), 0),
    COALESCE((SELECT MAX(known_at) FROM calls), 0),
    COALESCE((SELECT MAX(used_at) FROM named_rooms), 0),
    COALESCE((SELECT MAX(updated_at) FROM question_banks), 0)) AS newest)
WHERE newest > 0;
