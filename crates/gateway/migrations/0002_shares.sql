-- Family links. Of a link the gateway keeps what recognises it and what its owner alone can read.
CREATE TABLE shares (
    -- The order in which they were made.
    serial INTEGER NOT NULL PRIMARY KEY,
    application TEXT NOT NULL REFERENCES applications (number),
    id TEXT NOT NULL,
    -- SHA-256 of the share token; the token itself is kept nowhere.
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    -- Sealed with a key made from the owner key; removed when the link is revoked.
    name BLOB,
    made_at INTEGER NOT NULL,
    revoked_at INTEGER,
    UNIQUE (application, id),
    CHECK ((revoked_at IS NULL) = (name IS NOT NULL))
) STRICT;
