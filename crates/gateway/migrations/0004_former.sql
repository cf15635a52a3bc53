-- Renames the tables of earlier versions, so that 0004_sealed.sql can create the new ones.
ALTER TABLE applications RENAME TO former_applications;
ALTER TABLE submissions RENAME TO former_submissions;
ALTER TABLE uploads RENAME TO former_uploads;
ALTER TABLE submission_files RENAME TO former_submission_files;
ALTER TABLE events RENAME TO former_events;
ALTER TABLE contacts RENAME TO former_contacts;
ALTER TABLE shares RENAME TO former_shares;
