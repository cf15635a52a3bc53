-- When something was registered or reported last, by the clock of that time.
CREATE TABLE latest (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL
) STRICT;
