-- Personal data are sealed with the key of their application or file. The keys are in the key table, outside of this database.
-- Times are whole seconds since 1970 in UTC. A database of an earlier build has another column of uploads, plain, which is not used.

CREATE TABLE applications (
    -- The order of the first submission.
    serial INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    -- SHA-256 of the owner key; the key itself is not stored.
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    -- The slot of its key in the key table.
    key INTEGER NOT NULL UNIQUE,
    -- The time of deletion. Then only the records that are needed to answer 410 remain.
    deleted_at INTEGER
) STRICT;

CREATE INDEX applications_by_owner ON applications (owner);

-- The first submission of an application, and each one after a refusal to accept.
CREATE TABLE submissions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL REFERENCES applications (number),
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    idempotency_key TEXT NOT NULL,
    -- Sealed: the hash of the request, the response, service, basis and edition. Removed with the application.
    summary BLOB,
    -- Sealed: the body, byte for byte. Removed with the application.
    body BLOB,
    UNIQUE (owner, idempotency_key),
    CHECK ((summary IS NULL) = (body IS NULL))
) STRICT;

CREATE INDEX submissions_by_application ON submissions (application, id);

CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    length INTEGER NOT NULL CHECK (length > 0),
    -- The slot of its key in the key table.
    key INTEGER NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'complete', 'gone')),
    -- Sealed: the SHA-256 of the whole file.
    sha256 BLOB,
    media TEXT,
    -- NULL once an application uses the file: then it does not expire.
    expires_at INTEGER,
    gone_at INTEGER,
    -- Whether the bytes of an upload that is gone have been removed.
    cleared INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'complete') <= (sha256 IS NOT NULL AND media IS NOT NULL))
) STRICT;

CREATE INDEX uploads_expiring ON uploads (expires_at) WHERE state <> 'gone' AND expires_at IS NOT NULL;
CREATE INDEX uploads_to_remove ON uploads (gone_at) WHERE state = 'gone';

-- Which upload is which page of the draft.
CREATE TABLE submission_files (
    submission INTEGER NOT NULL REFERENCES submissions (id),
    page TEXT NOT NULL,
    upload TEXT NOT NULL REFERENCES uploads (id),
    PRIMARY KEY (submission, page)
) STRICT, WITHOUT ROWID;

CREATE INDEX submission_files_by_upload ON submission_files (upload);

CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL REFERENCES applications (number),
    -- A hash of the id keyed with the application's key, because the id may be the authority's own number.
    event_id BLOB NOT NULL CHECK (length(event_id) = 32),
    -- Sealed.
    record BLOB NOT NULL,
    UNIQUE (application, event_id)
) STRICT;

-- Contact details corrected after a submission; those of a later submission are newer than these.
CREATE TABLE contacts (
    submission INTEGER NOT NULL PRIMARY KEY REFERENCES submissions (id),
    -- Sealed.
    details BLOB NOT NULL,
    given_at INTEGER NOT NULL
) STRICT;

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

-- Slots of the key table that are no longer needed and have to be overwritten.
CREATE TABLE keys_to_destroy (
    slot INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- The time of the latest registration or report, by the clock of that time.
CREATE TABLE latest (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL
) STRICT;
