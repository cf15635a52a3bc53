-- Sealed: the header Upload-Metadata of the request that created the upload. Removed with the file.
ALTER TABLE uploads ADD COLUMN metadata BLOB;
