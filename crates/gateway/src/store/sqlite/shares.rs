//! Rows of family links.

use crate::error::Result;
use crate::sharing::ShareId;
use crate::store::sqlite::rows::{damaged, failed, text};
use crate::store::{FoundShare, KeptShare, SealedShare, ShareKept};
use rules::time::Instant;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};
use wire::code::ApplicationNumber;
use wire::share::MAX_SHARES;

/// The same link again is renamed.
pub async fn keep(
    connection: &mut SqliteConnection,
    number: ApplicationNumber,
    share: &SealedShare,
) -> Result<ShareKept> {
    let number = number.write();
    let known = sqlx::query("SELECT made_at, revoked_at FROM shares WHERE application = ? AND id = ?")
        .bind(&number)
        .bind(share.id.as_str())
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed)?;
    if let Some(known) = known {
        let revoked_at: Option<i64> = known.try_get("revoked_at").map_err(failed)?;
        if revoked_at.is_some() {
            return Ok(ShareKept::Revoked);
        }
        sqlx::query("UPDATE shares SET name = ? WHERE application = ? AND id = ?")
            .bind(&share.name)
            .bind(&number)
            .bind(share.id.as_str())
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
        return Ok(ShareKept::Before(Instant(known.try_get("made_at").map_err(failed)?)));
    }
    let row =
        sqlx::query("SELECT count(*) AS alive FROM shares WHERE application = ? AND revoked_at IS NULL")
            .bind(&number)
            .fetch_one(&mut *connection)
            .await
            .map_err(failed)?;
    let alive: i64 = row.try_get("alive").map_err(failed)?;
    if usize::try_from(alive).is_ok_and(|alive| alive >= MAX_SHARES) {
        return Ok(ShareKept::Full);
    }
    let made = sqlx::query(
        "INSERT INTO shares (application, id, token, name, made_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(&number)
    .bind(share.id.as_str())
    .bind(share.token.as_slice())
    .bind(&share.name)
    .bind(share.made_at.0)
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    Ok(if made.rows_affected() == 0 { ShareKept::Taken } else { ShareKept::Now })
}

pub async fn alive(pool: &SqlitePool, number: ApplicationNumber) -> Result<Vec<KeptShare>> {
    let rows = sqlx::query(
        "SELECT id, name, made_at FROM shares WHERE application = ? AND revoked_at IS NULL ORDER BY serial",
    )
    .bind(number.write())
    .fetch_all(pool)
    .await
    .map_err(failed)?;
    rows.iter().map(kept).collect()
}

/// Whether there is such a link; one that was revoked before stays so.
pub async fn revoke(
    pool: &SqlitePool,
    number: ApplicationNumber,
    id: &ShareId,
    now: Instant,
) -> Result<bool> {
    let revoked = sqlx::query(
        "UPDATE shares SET name = NULL, revoked_at = coalesce(revoked_at, ?) WHERE application = ? AND id = ?",
    )
    .bind(now.0)
    .bind(number.write())
    .bind(id.as_str())
    .execute(pool)
    .await
    .map_err(failed)?;
    Ok(revoked.rows_affected() > 0)
}

pub async fn find(pool: &SqlitePool, token: &[u8; 32]) -> Result<Option<FoundShare>> {
    let row = sqlx::query("SELECT application, revoked_at FROM shares WHERE token = ?")
        .bind(token.to_vec())
        .fetch_optional(pool)
        .await
        .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    let revoked_at: Option<i64> = row.try_get("revoked_at").map_err(failed)?;
    let number = ApplicationNumber::parse(&text(&row, "application")?).map_err(|_| damaged("number"))?;
    Ok(Some(if revoked_at.is_some() { FoundShare::Revoked } else { FoundShare::Of(number) }))
}

fn kept(row: &SqliteRow) -> Result<KeptShare> {
    Ok(KeptShare {
        id: ShareId::parse(&text(row, "id")?).ok_or_else(|| damaged("id"))?,
        name: row.try_get("name").map_err(failed)?,
        made_at: Instant(row.try_get("made_at").map_err(failed)?),
    })
}
