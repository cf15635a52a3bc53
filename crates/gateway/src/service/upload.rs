//! Resumable uploads: creation, parts at any offset, completion, removal and expiry.

use crate::blobs::HEAD;
use crate::error::{Error, Result};
use crate::identity::{FileId, Owner};
use crate::service::checksum::Checksum;
use crate::service::gateway::Gateway;
use crate::service::turns::Turn;
use crate::store::{NewUpload, Upload, UploadState};
use futures_util::{Stream, StreamExt};
use rules::document::{MAX_FILE_BYTES, Media};
use rules::time::Instant as Moment;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// The time after which an upload that is not completed, or not used by an application, expires.
const EXPIRY_SECONDS: i64 = 7 * 86_400;
/// The time without data after which a request ends. The bytes that arrived are kept.
const IDLE_TIMEOUT: Duration = Duration::from_mins(1);
/// The idle timeout once another request waits for the upload: bytes that the network has delivered are still accepted.
const TAKEOVER_IDLE_TIMEOUT: Duration = Duration::from_millis(100);
/// The maximum time for which another request waits for the upload.
const TAKEOVER_GRACE: Duration = Duration::from_secs(2);

const NOT_A_KNOWN_FORMAT: Error = Error::UnsupportedMedia("the file is not a JPEG, PNG or PDF");

/// The head of an upload part: the bytes of one request.
#[derive(Clone, Debug)]
pub struct UploadPart {
    pub offset: u64,
    /// The announced length, if there is one.
    pub length: Option<u64>,
    pub checksum: Option<Checksum>,
}

/// The way in which the body of a part ended.
enum BodyEnd {
    Complete,
    /// The connection broke, or another request took over.
    Interrupted,
    /// The body has more bytes than the upload has room for.
    TooLong,
}

impl Gateway {
    pub async fn create_upload(&self, owner: Owner, new: NewUpload, now: Moment) -> Result<Upload> {
        self.check_operator(now)?;
        if new.length == 0 {
            return Err(Error::bad_request("the file is empty"));
        }
        if new.length > MAX_FILE_BYTES {
            return Err(Error::TooLarge);
        }
        self.store.create_upload(owner, new, expiry(now)).await
    }

    /// Creates an upload and receives its first part. If the part is rejected the upload is removed; if it is interrupted, the
    /// bytes that arrived are kept.
    pub async fn create_upload_with<S, B, E>(
        &self,
        owner: Owner,
        new: NewUpload,
        first: UploadPart,
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

    /// Returns an upload and the number of its bytes that are on disk.
    pub async fn upload_offset(&self, owner: &Owner, id: &str, now: Moment) -> Result<(Upload, u64)> {
        let upload = self.upload(owner, id, now).await?;
        if upload.state != UploadState::Open {
            return Ok((upload.clone(), upload.length));
        }
        let turn = self.turns.take(&upload.id).await;
        let upload = self.complete_if_all_arrived(&turn, upload, now).await?;
        let offset = self.files.length(&upload.id).await?;
        Ok((upload, offset))
    }

    /// Receives a part. If it is interrupted, the bytes that arrived are kept; if its checksum does not match, none is.
    pub async fn receive<S, B, E>(
        &self,
        owner: Owner,
        id: &str,
        part: UploadPart,
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
            return Ok((self.complete_if_all_arrived(&turn, upload, now).await?, offset));
        }
        let key = self.keys.get(upload.slot)?;
        let mut file = self.files.append(&upload.id, &key).await?;
        let mut hasher = part.checksum.as_ref().map(Checksum::hasher);
        let mut received = 0;
        let mut body = pin!(body);
        let mut wanted_since = None;
        let end = loop {
            let bytes = match wanted_since {
                None => tokio::select! {
                    biased;
                    bytes = timeout(IDLE_TIMEOUT, body.next()) => bytes,
                    () = turn.wanted() => {
                        wanted_since = Some(Instant::now());
                        continue;
                    }
                },
                Some(since) if since.elapsed() > TAKEOVER_GRACE => break BodyEnd::Interrupted,
                Some(_) => timeout(TAKEOVER_IDLE_TIMEOUT, body.next()).await,
            };
            let bytes = match bytes {
                Ok(Some(Ok(bytes))) => bytes,
                Ok(None) => break BodyEnd::Complete,
                Ok(Some(Err(_))) | Err(_) => break BodyEnd::Interrupted,
            };
            let bytes = bytes.as_ref();
            received += bytes.len() as u64;
            if received > room {
                break BodyEnd::TooLong;
            }
            if let Some(hasher) = &mut hasher {
                hasher.update(bytes);
            }
            file.write(bytes).await?;
        };
        let digest = hasher.map(sha2::digest::DynDigest::finalize);
        let fits = part.checksum.as_ref().map(Checksum::digest) == digest.as_deref();
        let refusal = match end {
            BodyEnd::TooLong => Some(Error::TooLarge),
            BodyEnd::Complete if !fits => Some(Error::ChecksumDiffers),
            BodyEnd::Complete | BodyEnd::Interrupted => None,
        };
        if let Some(refusal) = refusal {
            file.undo().await?;
            return Err(refusal);
        }
        file.sync().await?;
        drop(file);
        let arrived = offset + received;
        if let BodyEnd::Interrupted = end {
            return Err(Error::OffsetDiffers(arrived));
        }
        // An unknown format is rejected at the first part: on a slow network each part takes minutes.
        if arrived >= HEAD as u64 && Media::sniff(&self.files.head(&upload.id, &key).await?).is_none() {
            self.discard(&upload.id, now).await?;
            return Err(NOT_A_KNOWN_FORMAT);
        }
        let upload = self.complete_if_all_arrived(&turn, upload, now).await?;
        Ok((upload, arrived))
    }

    /// Removes an upload that no application uses.
    pub async fn remove_upload(&self, owner: &Owner, id: &str, now: Moment) -> Result<()> {
        let upload = self.upload(owner, id, now).await?;
        let _turn = self.turns.take(&upload.id).await;
        if self.discard(&upload.id, now).await? { Ok(()) } else { Err(Error::FileInUse) }
    }

    /// Removes the files that have expired or were deleted. The rows are marked first, so that no row refers to missing bytes.
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

    /// Returns an upload of this owner that is not gone.
    pub(super) async fn upload(&self, owner: &Owner, id: &str, now: Moment) -> Result<Upload> {
        let id = FileId::parse(id).ok_or(Error::NotFound)?;
        let upload = self.store.upload(&id).await?.ok_or(Error::NotFound)?;
        if !owner.is(&upload.owner) {
            return Err(Error::NotFound);
        }
        let expired = upload.expires_at.is_some_and(|at| at <= now);
        if upload.state == UploadState::Gone || expired { Err(Error::Gone) } else { Ok(upload) }
    }

    /// Returns an upload of this owner. Completes it if all its bytes arrived but the request that brought the last ones was
    /// interrupted.
    pub(super) async fn upload_to_claim(&self, owner: &Owner, id: &str, now: Moment) -> Result<Upload> {
        let upload = self.upload(owner, id, now).await?;
        if upload.state != UploadState::Open {
            return Ok(upload);
        }
        let turn = self.turns.take(&upload.id).await;
        let upload = self.upload(owner, id, now).await?;
        self.complete_if_all_arrived(&turn, upload, now).await
    }

    /// Marks an upload as complete if all its bytes arrived. The file is synced and read back before.
    async fn complete_if_all_arrived(&self, _turn: &Turn, upload: Upload, now: Moment) -> Result<Upload> {
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

    /// Removes an upload. The row is marked first: if the bytes remain, [`Self::sweep`] removes them.
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
