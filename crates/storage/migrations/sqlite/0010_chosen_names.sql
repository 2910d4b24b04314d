-- A name leads to one meeting, whoever asks for it. Hosts choose names for ordinary meetings too: these go with their
-- meeting, and the meeting does not go because its name was not used.
ALTER TABLE named_rooms ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0;
