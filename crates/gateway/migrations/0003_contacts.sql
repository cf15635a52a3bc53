-- Contact details corrected after a submission; those of a later submission are newer than these.
CREATE TABLE contacts (
    submission INTEGER NOT NULL PRIMARY KEY REFERENCES submissions (id),
    details TEXT NOT NULL,
    given_at INTEGER NOT NULL
) STRICT;
