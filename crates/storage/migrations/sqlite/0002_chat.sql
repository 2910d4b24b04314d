-- What people wrote. Numbered in each meeting from 1; times are milliseconds since the Unix epoch.
CREATE TABLE chat_messages (
    meeting_id TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    id         INTEGER NOT NULL,
    client_id  TEXT NOT NULL,
    from_id    TEXT NOT NULL,
    from_name  TEXT NOT NULL,
    to_id      TEXT,
    to_name    TEXT,
    text       TEXT, -- NULL once deleted
    sent_at    INTEGER NOT NULL,
    edited_at  INTEGER,
    PRIMARY KEY (meeting_id, id),
    UNIQUE (meeting_id, from_id, client_id)
) STRICT, WITHOUT ROWID;
