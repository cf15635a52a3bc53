-- Times are whole seconds since 1970 in UTC; days are written YYYY-MM-DD. Bodies and responses are stored byte for byte.

CREATE TABLE applications (
    number TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the owner key; the key itself is not stored.
    owner BLOB NOT NULL CHECK (length(owner) = 32)
) STRICT;

CREATE INDEX applications_of_owner ON applications (owner);

-- The first submission of an application, and each one after a refusal to accept.
CREATE TABLE submissions (
    id INTEGER NOT NULL PRIMARY KEY,
    application TEXT NOT NULL REFERENCES applications (number),
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    idempotency_key TEXT NOT NULL,
    -- SHA-256 of the request: the body and the application it was sent to.
    request BLOB NOT NULL CHECK (length(request) = 32),
    body BLOB NOT NULL,
    answer TEXT NOT NULL,
    service TEXT NOT NULL,
    basis TEXT,
    edition TEXT NOT NULL,
    UNIQUE (owner, idempotency_key)
) STRICT;

CREATE INDEX submissions_of_application ON submissions (application, id);

CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    length INTEGER NOT NULL CHECK (length > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'complete', 'gone')),
    sha256 TEXT,
    media TEXT,
    -- NULL once an application uses the file: then it does not expire.
    expires_at INTEGER,
    gone_at INTEGER,
    -- Whether the bytes of an upload that is gone have been removed.
    cleared INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'complete') <= (sha256 IS NOT NULL AND media IS NOT NULL))
) STRICT;

CREATE INDEX uploads_by_expiry ON uploads (expires_at) WHERE state <> 'gone' AND expires_at IS NOT NULL;
CREATE INDEX uploads_to_clear ON uploads (gone_at) WHERE state = 'gone';

-- Which upload is which page of the draft.
CREATE TABLE submission_files (
    submission INTEGER NOT NULL REFERENCES submissions (id),
    page TEXT NOT NULL,
    upload TEXT NOT NULL REFERENCES uploads (id),
    PRIMARY KEY (submission, page)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY,
    application TEXT NOT NULL REFERENCES applications (number),
    event_id TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (application, event_id)
) STRICT;
