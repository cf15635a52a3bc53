-- The time of the latest registration or report, by the clock of that time.
CREATE TABLE latest (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL
) STRICT;
