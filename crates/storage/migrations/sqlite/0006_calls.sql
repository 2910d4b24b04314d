-- People who ring each other. Times are milliseconds since the Unix epoch.

-- A room of a call, and what two wrote to each other, is a meeting into which nobody comes by its id.
ALTER TABLE meetings ADD COLUMN by_ticket INTEGER NOT NULL DEFAULT 0;

CREATE TABLE persons (
    id           TEXT NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    who_may_call TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    missed_until INTEGER NOT NULL DEFAULT 0 -- missed calls up to then have been looked at
) STRICT, WITHOUT ROWID;

-- Whom somebody wants nothing of. Any id can be blocked, whether somebody has it or not.
CREATE TABLE blocks (
    person  TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    blocked TEXT NOT NULL,
    name    TEXT NOT NULL, -- as the person knew them
    PRIMARY KEY (person, blocked)
) STRICT, WITHOUT ROWID;

-- Who has talked with whom: each two in both orders.
CREATE TABLE acquaintances (
    person TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    known  TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    PRIMARY KEY (person, known)
) STRICT, WITHOUT ROWID;

CREATE INDEX acquaintances_of_known ON acquaintances (known);

CREATE TABLE calls (
    id                 TEXT NOT NULL PRIMARY KEY,
    caller             TEXT NOT NULL,
    caller_name        TEXT NOT NULL,
    callee             TEXT NOT NULL,
    callee_name        TEXT NOT NULL, -- as the caller knew them
    video              INTEGER NOT NULL,
    called_at          INTEGER NOT NULL,
    answered_at        INTEGER,
    connected          INTEGER NOT NULL, -- media came through
    ended_at           INTEGER, -- with ended_as: it is over
    ended_as           TEXT,
    assumed            INTEGER NOT NULL, -- over because nobody was seen in it; one of the two may know better
    meeting_id         TEXT NOT NULL REFERENCES meetings (id),
    caller_participant TEXT NOT NULL,
    callee_participant TEXT NOT NULL,
    into_call          TEXT, -- the call into whose room it brought somebody
    hidden_from_caller INTEGER NOT NULL, -- deleted there
    hidden_from_callee INTEGER NOT NULL, -- deleted there, or never to be known there
    known_at           INTEGER NOT NULL  -- when the server last knew how it stood
) STRICT, WITHOUT ROWID;

CREATE INDEX calls_of_caller ON calls (caller, called_at, id) WHERE NOT hidden_from_caller;
CREATE INDEX calls_of_callee ON calls (callee, called_at, id) WHERE NOT hidden_from_callee;
CREATE INDEX calls_between ON calls (caller, callee, called_at);
CREATE INDEX calls_by_meeting ON calls (meeting_id);
CREATE INDEX calls_unfinished ON calls (known_at) WHERE ended_at IS NULL;

-- What two people wrote to each other are the messages of this meeting. `one` < `other`.
CREATE TABLE conversations (
    one        TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    other      TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    meeting_id TEXT NOT NULL UNIQUE REFERENCES meetings (id),
    one_read   INTEGER NOT NULL DEFAULT 0, -- the last message that was read
    other_read INTEGER NOT NULL DEFAULT 0,
    one_deleted   INTEGER NOT NULL DEFAULT 0, -- up to this message; what both deleted has no text any more
    other_deleted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversations_of_other ON conversations (other);
