-- Tokens by which programs send media into a meeting or play it (WHIP and WHEP). Only their hash is kept. Times are
-- milliseconds since the Unix epoch. They go with their meeting.
CREATE TABLE stream_tokens (
    meeting_id TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    scope      TEXT NOT NULL,
    name       TEXT NOT NULL,
    hash       BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (meeting_id, id)
) STRICT, WITHOUT ROWID;
