-- What people are invited to. A room is its live instance and is not stored.
CREATE TABLE meetings (
    id TEXT NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL
) STRICT;
