//! Rows of family links.

use crate::error::Result;
use crate::sharing::ShareId;
use crate::store::sqlite::rows::{all, changed, column, damaged, execute, number, one};
use crate::store::{SealedShare, ShareAccess, ShareInsert, StoredShare};
use rules::time::Instant;
use rusqlite::{Connection, Row, params};
use wire::code::ApplicationNumber;
use wire::share::MAX_SHARES;

/// Inserts a family link, or renames the link with this id.
pub fn insert(
    connection: &Connection,
    number: ApplicationNumber,
    share: &SealedShare,
) -> Result<ShareInsert> {
    let number = number.to_text();
    let known = one(
        connection,
        "SELECT made_at, revoked_at FROM shares WHERE application = ? AND id = ?",
        params![number, share.id.as_str()],
        |row| Ok((column::<i64>(row, "made_at")?, column::<Option<i64>>(row, "revoked_at")?)),
    )?;
    match known {
        Some((_, Some(_))) => return Ok(ShareInsert::Revoked),
        Some((made_at, None)) => {
            execute(
                connection,
                "UPDATE shares SET name = ? WHERE application = ? AND id = ?",
                params![share.name, number, share.id.as_str()],
            )?;
            return Ok(ShareInsert::Renamed(Instant(made_at)));
        }
        None => {}
    }
    let alive: Option<i64> = one(
        connection,
        "SELECT count(*) AS alive FROM shares WHERE application = ? AND revoked_at IS NULL",
        [&number],
        |row| column(row, "alive"),
    )?;
    if alive.and_then(|alive| usize::try_from(alive).ok()).is_some_and(|alive| alive >= MAX_SHARES) {
        return Ok(ShareInsert::LimitReached);
    }
    let made = changed(
        connection,
        "INSERT INTO shares (application, id, token, name, made_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        params![number, share.id.as_str(), share.token, share.name, share.made_at.0],
    )?;
    Ok(if made == 0 { ShareInsert::TokenTaken } else { ShareInsert::Inserted })
}

/// Returns the links that are not revoked, the oldest first.
pub fn active(connection: &Connection, number: ApplicationNumber) -> Result<Vec<StoredShare>> {
    all(
        connection,
        "SELECT id, name, made_at FROM shares WHERE application = ? AND revoked_at IS NULL ORDER BY serial",
        [number.to_text()],
        stored_share,
    )
}

/// Revokes a link. Returns `false` if there is no such link.
pub fn revoke(
    connection: &Connection,
    number: ApplicationNumber,
    id: &ShareId,
    now: Instant,
) -> Result<bool> {
    let revoked = changed(
        connection,
        "UPDATE shares SET name = NULL, revoked_at = coalesce(revoked_at, ?) WHERE application = ? AND id = ?",
        params![now.0, number.to_text(), id.as_str()],
    )?;
    Ok(revoked > 0)
}

pub fn find(connection: &Connection, token: &[u8; 32]) -> Result<Option<ShareAccess>> {
    one(connection, "SELECT application, revoked_at FROM shares WHERE token = ?", [token], |row| {
        let revoked_at: Option<i64> = column(row, "revoked_at")?;
        let number = number(row, "application")?;
        Ok(if revoked_at.is_some() { ShareAccess::Revoked } else { ShareAccess::Active(number) })
    })
}

fn stored_share(row: &Row<'_>) -> Result<StoredShare> {
    Ok(StoredShare {
        id: ShareId::parse(&column::<String>(row, "id")?).ok_or_else(|| damaged("id"))?,
        name: column(row, "name")?,
        made_at: Instant(column(row, "made_at")?),
    })
}
