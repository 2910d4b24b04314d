-- A question bank is one JSON document; `revision` counts its changes.
CREATE TABLE question_banks (
    id         TEXT NOT NULL PRIMARY KEY,
    bank       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
