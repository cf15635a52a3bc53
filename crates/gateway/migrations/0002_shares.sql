-- Family links: the hash of the token, and the name, which only the owner can decrypt.
CREATE TABLE shares (
    -- The order of creation.
    serial INTEGER NOT NULL PRIMARY KEY,
    application TEXT NOT NULL REFERENCES applications (number),
    id TEXT NOT NULL,
    -- SHA-256 of the share token; the token itself is not stored.
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    -- Sealed with a key derived from the owner key; removed when the link is revoked.
    name BLOB,
    made_at INTEGER NOT NULL,
    revoked_at INTEGER,
    UNIQUE (application, id),
    CHECK ((revoked_at IS NULL) = (name IS NOT NULL))
) STRICT;
