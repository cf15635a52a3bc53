//! Files on their way in: made, continued at any byte, finished, removed, expired.

use crate::error::{Error, Result};
use crate::files::HEAD;
use crate::identity::{FileId, Owner};
use crate::service::Gateway;
use crate::service::checksum::Checksum;
use crate::service::turns::Turn;
use crate::store::{NewUpload, Upload, UploadState};
use futures_util::{Stream, StreamExt};
use rules::document::{MAX_FILE_BYTES, Media};
use rules::time::Instant as Moment;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long an upload waits to be finished, and then to be claimed by an application.
const EXPIRY_SECONDS: i64 = 7 * 86_400;
/// How long a sender may be silent before its request ends. What arrived is kept.
const SILENCE: Duration = Duration::from_mins(1);
/// The same once somebody else waits for the turn: what has come over the network already is still taken.
const SHORT_SILENCE: Duration = Duration::from_millis(100);
/// How long somebody else waits at most.
const LAST_WORDS: Duration = Duration::from_secs(2);

const NOT_A_KNOWN_FORMAT: Error = Error::UnsupportedMedia("the bytes are no JPEG, PNG or PDF");

/// A part of a file as it comes in.
#[derive(Clone, Debug)]
pub struct Part {
    pub offset: u64,
    /// How many bytes were announced, where it was said.
    pub length: Option<u64>,
    pub checksum: Option<Checksum>,
}

/// How the bytes of a part ended.
enum Ended {
    Whole,
    /// The connection broke, or somebody else took the turn.
    Early,
    /// More came than the upload has room for.
    TooLong,
}

impl Gateway {
    pub async fn create_upload(&self, owner: Owner, new: NewUpload, now: Moment) -> Result<Upload> {
        self.check_operator(now)?;
        if new.length == 0 {
            return Err(Error::bad_request("an empty file is nothing to upload"));
        }
        if new.length > MAX_FILE_BYTES {
            return Err(Error::TooLarge);
        }
        self.store.create_upload(owner, new, expiry(now)).await
    }

    /// Creates an upload and takes its first part in. Where that part is refused there is no upload; where it broke off,
    /// what arrived is kept.
    pub async fn create_upload_with<S, B, E>(
        &self,
        owner: Owner,
        new: NewUpload,
        first: Part,
        body: S,
        now: Moment,
    ) -> Result<(Upload, u64)>
    where
        S: Stream<Item = std::result::Result<B, E>>,
        B: AsRef<[u8]>,
    {
        let upload = self.create_upload(owner, new, now).await?;
        match self.receive(owner, upload.id.as_str(), first, body, now).await {
            Err(Error::OffsetDiffers(arrived)) => Ok((upload, arrived)),
            Err(refusal) => {
                self.discard(&upload.id, now).await?;
                Err(refusal)
            }
            received => received,
        }
    }

    /// The upload and how many of its bytes are on disk.
    pub async fn upload_offset(&self, owner: &Owner, id: &str, now: Moment) -> Result<(Upload, u64)> {
        let upload = self.upload(owner, id, now).await?;
        if upload.state != UploadState::Open {
            return Ok((upload.clone(), upload.length));
        }
        let turn = self.turns.take(&upload.id).await;
        let upload = self.finish_if_all_is_there(&turn, upload, now).await?;
        let offset = self.files.length(&upload.id).await?;
        Ok((upload, offset))
    }

    /// Takes a part in. What arrived of it stays, even if it breaks off, unless its checksum does not fit.
    pub async fn receive<S, B, E>(
        &self,
        owner: Owner,
        id: &str,
        part: Part,
        body: S,
        now: Moment,
    ) -> Result<(Upload, u64)>
    where
        S: Stream<Item = std::result::Result<B, E>>,
        B: AsRef<[u8]>,
    {
        let upload = self.upload(&owner, id, now).await?;
        let turn = self.turns.take(&upload.id).await;
        let upload = self.upload(&owner, id, now).await?;
        let offset = self.files.length(&upload.id).await?;
        if part.offset != offset {
            return Err(Error::OffsetDiffers(offset));
        }
        let room = upload.length.saturating_sub(offset);
        if part.length.is_some_and(|length| length > room) {
            return Err(Error::TooLarge);
        }
        if room == 0 {
            return Ok((self.finish_if_all_is_there(&turn, upload, now).await?, offset));
        }
        let key = self.keys.get(upload.slot)?;
        let mut file = self.files.append(&upload.id, &key).await?;
        let mut hasher = part.checksum.as_ref().map(Checksum::hasher);
        let mut taken = 0;
        let mut body = pin!(body);
        let mut wanted_since = None;
        let ended = loop {
            let piece = match wanted_since {
                None => tokio::select! {
                    biased;
                    piece = timeout(SILENCE, body.next()) => piece,
                    () = turn.wanted() => {
                        wanted_since = Some(Instant::now());
                        continue;
                    }
                },
                Some(since) if since.elapsed() > LAST_WORDS => break Ended::Early,
                Some(_) => timeout(SHORT_SILENCE, body.next()).await,
            };
            let piece = match piece {
                Ok(Some(Ok(piece))) => piece,
                Ok(None) => break Ended::Whole,
                Ok(Some(Err(_))) | Err(_) => break Ended::Early,
            };
            let piece = piece.as_ref();
            taken += piece.len() as u64;
            if taken > room {
                break Ended::TooLong;
            }
            if let Some(hasher) = &mut hasher {
                hasher.update(piece);
            }
            file.write(piece).await?;
        };
        let digest = hasher.map(sha2::digest::DynDigest::finalize);
        let fits = part.checksum.as_ref().map(Checksum::digest) == digest.as_deref();
        let refusal = match ended {
            Ended::TooLong => Some(Error::TooLarge),
            Ended::Whole if !fits => Some(Error::ChecksumDiffers),
            Ended::Whole | Ended::Early => None,
        };
        if let Some(refusal) = refusal {
            file.undo().await?;
            return Err(refusal);
        }
        file.sync().await?;
        drop(file);
        let arrived = offset + taken;
        if let Ended::Early = ended {
            return Err(Error::OffsetDiffers(arrived));
        }
        // What is no picture and no PDF is refused at its first part: on a slow network each part is minutes.
        if arrived >= HEAD as u64 && Media::sniff(&self.files.head(&upload.id, &key).await?).is_none() {
            self.discard(&upload.id, now).await?;
            return Err(NOT_A_KNOWN_FORMAT);
        }
        let upload = self.finish_if_all_is_there(&turn, upload, now).await?;
        Ok((upload, arrived))
    }

    /// Removes an upload that no application stands on.
    pub async fn remove_upload(&self, owner: &Owner, id: &str, now: Moment) -> Result<()> {
        let upload = self.upload(owner, id, now).await?;
        let _turn = self.turns.take(&upload.id).await;
        if self.discard(&upload.id, now).await? { Ok(()) } else { Err(Error::FileInUse) }
    }

    /// Removes what has expired or was deleted, rows first, so that nothing is promised that is not there.
    pub async fn sweep(&self, now: Moment) -> Result<usize> {
        let gone = self.store.expire_uploads(now).await?;
        self.store.destroy_keys().await?;
        for id in &gone {
            let _turn = self.turns.take(id).await;
            self.files.remove(id).await?;
        }
        self.store.cleared_uploads(&gone, now).await?;
        Ok(gone.len())
    }

    /// The upload, if it is this owner's and still there.
    pub(super) async fn upload(&self, owner: &Owner, id: &str, now: Moment) -> Result<Upload> {
        let id = FileId::parse(id).ok_or(Error::NotFound)?;
        let upload = self.store.upload(&id).await?.ok_or(Error::NotFound)?;
        if !owner.is(&upload.owner) {
            return Err(Error::NotFound);
        }
        let expired = upload.expires_at.is_some_and(|at| at <= now);
        if upload.state == UploadState::Gone || expired { Err(Error::Gone) } else { Ok(upload) }
    }

    /// The same, and finished if all its bytes came but the request that brought the last ones did not live to say so.
    pub(super) async fn upload_to_claim(&self, owner: &Owner, id: &str, now: Moment) -> Result<Upload> {
        let upload = self.upload(owner, id, now).await?;
        if upload.state != UploadState::Open {
            return Ok(upload);
        }
        let turn = self.turns.take(&upload.id).await;
        let upload = self.upload(owner, id, now).await?;
        self.finish_if_all_is_there(&turn, upload, now).await
    }

    /// Syncs and reads the whole file, and only then calls it complete.
    async fn finish_if_all_is_there(&self, _turn: &Turn, upload: Upload, now: Moment) -> Result<Upload> {
        if upload.state != UploadState::Open || self.files.length(&upload.id).await? < upload.length {
            return Ok(upload);
        }
        let contents = self.files.settle(&upload.id, &self.keys.get(upload.slot)?).await?;
        let Some(media) = Media::sniff(&contents.head) else {
            self.discard(&upload.id, now).await?;
            return Err(NOT_A_KNOWN_FORMAT);
        };
        let expires_at = expiry(now);
        self.store.complete_upload(&upload.id, &contents.sha256, media, expires_at).await?;
        let state = UploadState::Complete { sha256: contents.sha256, media };
        Ok(Upload { state, expires_at: Some(expires_at), ..upload })
    }

    /// Rows first: should the bytes stay behind, [`Self::sweep`] removes them.
    async fn discard(&self, id: &FileId, now: Moment) -> Result<bool> {
        let discarded = self.store.discard_upload(id, now).await?;
        if discarded {
            self.store.destroy_keys().await?;
            self.files.remove(id).await?;
        }
        Ok(discarded)
    }
}

fn expiry(now: Moment) -> Moment {
    Moment(now.0.saturating_add(EXPIRY_SECONDS))
}
