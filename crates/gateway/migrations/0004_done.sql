DROP TABLE former_submission_files;
DROP TABLE former_contacts;
DROP TABLE former_shares;
DROP TABLE former_events;
DROP TABLE former_submissions;
DROP TABLE former_uploads;
DROP TABLE former_applications;
DROP TABLE _sqlx_migrations;
