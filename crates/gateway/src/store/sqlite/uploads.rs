//! Rows of uploads, and of the uploads that are pages of a submission.

use crate::error::{Error, Result};
use crate::identity::{FileId, Owner};
use crate::keys::Keys;
use crate::store::sqlite::rows::{
    all, changed, column, damaged, execute, file_id, one, owner, read_name, slot, write_name,
};
use crate::store::sqlite::sealed::{open_hash, open_metadata, seal_hash, seal_metadata};
use crate::store::{NewUpload, SentFile, Upload, UploadState};
use rules::document::Media;
use rules::id::PageId;
use rules::time::Instant;
use rusqlite::{Connection, Row, params};
use wire::code::ApplicationNumber;

/// The time for which the row of an upload that is gone is kept, so that a phone that resumes late gets 410 and not 404.
const TOMBSTONE_SECONDS: i64 = 30 * 86_400;

pub fn create(
    connection: &Connection,
    keys: &Keys,
    owner: Owner,
    new: &NewUpload,
    expires_at: Instant,
) -> Result<Upload> {
    let (id, (slot, key)) = (FileId::random()?, keys.take()?);
    let sealed = new.metadata.as_deref().map(|metadata| seal_metadata(&key, &id, metadata)).transpose()?;
    execute(
        connection,
        "INSERT INTO uploads (id, owner, length, metadata, key, state, expires_at) VALUES (?, ?, ?, ?, ?, 'open', ?)",
        params![
            id.as_str(),
            owner.hash(),
            i64::try_from(new.length).map_err(Error::internal)?,
            sealed,
            slot.number(),
            expires_at.0
        ],
    )?;
    Ok(Upload {
        id,
        owner,
        length: new.length,
        metadata: new.metadata.clone(),
        slot,
        expires_at: Some(expires_at),
        state: UploadState::Open,
    })
}

pub fn find(connection: &Connection, keys: &Keys, id: &FileId) -> Result<Option<Upload>> {
    one(
        connection,
        "SELECT id, owner, length, metadata, key, state, sha256, media, expires_at FROM uploads WHERE id = ?",
        [id.as_str()],
        |row| {
            let state = match column::<String>(row, "state")?.as_str() {
                "open" => UploadState::Open,
                "complete" => UploadState::Complete { sha256: hash(row, keys, id)?, media: media(row)? },
                _ => UploadState::Gone,
            };
            Ok(Upload {
                id: id.clone(),
                owner: owner(row)?,
                length: length(row)?,
                metadata: if state == UploadState::Gone { None } else { metadata(row, keys, id)? },
                slot: slot(row)?,
                expires_at: column::<Option<i64>>(row, "expires_at")?.map(Instant),
                state,
            })
        },
    )
}

/// Marks an open upload as complete.
pub fn complete(
    connection: &Connection,
    keys: &Keys,
    id: &FileId,
    sha256: &str,
    media: Media,
    expires_at: Instant,
) -> Result<()> {
    let found = one(connection, "SELECT key FROM uploads WHERE id = ?", [id.as_str()], slot)?;
    let key = keys.get(found.ok_or(Error::NotFound)?)?;
    execute(
        connection,
        "UPDATE uploads SET state = 'complete', sha256 = ?, media = ?, expires_at = ? WHERE id = ? AND state = 'open'",
        params![seal_hash(&key, id, sha256)?, write_name(media)?, expires_at.0, id.as_str()],
    )
}

/// Makes a complete upload a page of a submission; it no longer expires. Returns `false` if there is no such upload.
pub fn claim(
    connection: &Connection,
    owner: &Owner,
    submission: i64,
    page: PageId,
    file: &FileId,
) -> Result<bool> {
    let claimed = changed(
        connection,
        "UPDATE uploads SET expires_at = NULL WHERE id = ? AND owner = ? AND state = 'complete'",
        params![file.as_str(), owner.hash()],
    )?;
    if claimed == 0 {
        return Ok(false);
    }
    execute(
        connection,
        "INSERT INTO submission_files (submission, page, upload) VALUES (?, ?, ?)",
        params![submission, page.to_text(), file.as_str()],
    )?;
    Ok(true)
}

/// Marks an upload as gone. Returns `false` if an application uses it.
pub fn discard(connection: &Connection, id: &FileId, now: Instant) -> Result<bool> {
    execute(
        connection,
        "INSERT OR IGNORE INTO keys_to_destroy (slot) SELECT key FROM uploads WHERE id = ? AND expires_at IS NOT NULL",
        [id.as_str()],
    )?;
    let discarded = changed(
        connection,
        "UPDATE uploads SET state = 'gone', gone_at = ? WHERE id = ? AND expires_at IS NOT NULL",
        params![now.0, id.as_str()],
    )?;
    Ok(discarded > 0)
}

/// Marks expired uploads as gone. Returns all uploads that are gone and whose bytes may still be stored.
pub fn expire(connection: &Connection, now: Instant) -> Result<Vec<FileId>> {
    execute(
        connection,
        "INSERT OR IGNORE INTO keys_to_destroy (slot) SELECT key FROM uploads WHERE expires_at <= ? AND state <> 'gone'",
        [now.0],
    )?;
    execute(
        connection,
        "UPDATE uploads SET state = 'gone', gone_at = ?1 WHERE expires_at <= ?1 AND state <> 'gone'",
        [now.0],
    )?;
    all(connection, "SELECT id FROM uploads WHERE state = 'gone' AND cleared = 0", [], |row| {
        file_id(row, "id")
    })
}

/// Records that the bytes of these uploads are removed, and deletes old rows of uploads that are gone.
pub fn cleared(connection: &Connection, ids: &[FileId], now: Instant) -> Result<()> {
    for id in ids {
        execute(connection, "UPDATE uploads SET cleared = 1 WHERE id = ? AND state = 'gone'", [id.as_str()])?;
    }
    execute(
        connection,
        "DELETE FROM uploads WHERE state = 'gone' AND cleared = 1 AND gone_at <= ?",
        [now.0 - TOMBSTONE_SECONDS],
    )
}

/// Returns the pages of the latest submission.
pub fn sent(connection: &Connection, keys: &Keys, number: ApplicationNumber) -> Result<Vec<SentFile>> {
    all(
        connection,
        "SELECT page, upload, length, key, sha256, media FROM submission_files JOIN uploads ON uploads.id = upload \
         WHERE submission = (SELECT max(id) FROM submissions WHERE application = ?) AND state = 'complete' ORDER BY page",
        [number.to_text()],
        |row| sent_file(row, keys),
    )
}

/// Returns a page from the latest submission that has it.
pub fn sent_page(
    connection: &Connection,
    keys: &Keys,
    number: ApplicationNumber,
    page: PageId,
) -> Result<Option<SentFile>> {
    one(
        connection,
        "SELECT page, upload, length, key, sha256, media FROM submission_files \
         JOIN submissions ON submissions.id = submission JOIN uploads ON uploads.id = upload \
         WHERE application = ? AND page = ? AND state = 'complete' ORDER BY submission DESC LIMIT 1",
        [number.to_text(), page.to_text()],
        |row| sent_file(row, keys),
    )
}

fn sent_file(row: &Row<'_>, keys: &Keys) -> Result<SentFile> {
    let upload = file_id(row, "upload")?;
    Ok(SentFile {
        page: PageId::parse(&column::<String>(row, "page")?).ok_or_else(|| damaged("page"))?,
        length: length(row)?,
        slot: slot(row)?,
        sha256: hash(row, keys, &upload)?,
        media: media(row)?,
        upload,
    })
}

fn hash(row: &Row<'_>, keys: &Keys, id: &FileId) -> Result<String> {
    open_hash(&keys.get(slot(row)?)?, id, &column::<Vec<u8>>(row, "sha256")?)
}

fn metadata(row: &Row<'_>, keys: &Keys, id: &FileId) -> Result<Option<String>> {
    let sealed = column::<Option<Vec<u8>>>(row, "metadata")?;
    sealed.map(|sealed| open_metadata(&keys.get(slot(row)?)?, id, &sealed)).transpose()
}

fn media(row: &Row<'_>) -> Result<Media> {
    read_name(&column::<String>(row, "media")?)
}

fn length(row: &Row<'_>) -> Result<u64> {
    u64::try_from(column::<i64>(row, "length")?).map_err(Error::internal)
}
