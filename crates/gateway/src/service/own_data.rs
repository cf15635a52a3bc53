//! The owner's own data: the latest submission, its files, and corrections of the contact details.

use crate::blobs::BlobReader;
use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::service::gateway::Gateway;
use crate::store::SentFile;
use rules::check::{Field, check};
use rules::draft::Draft;
use rules::id::PageId;
use rules::time::Instant;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::submission::Submission;

impl Gateway {
    /// Returns the body of the latest submission: the draft and the files of its pages, so that it can be continued on another
    /// phone.
    pub async fn submission(&self, owner: &Owner, number: &str) -> Result<Vec<u8>> {
        let number = self.owned(owner, number).await?;
        self.store.latest_body(number).await?.ok_or(Error::NotFound)
    }

    /// Returns a page of this application and a reader of its bytes.
    pub async fn sent_page(
        &self,
        owner: &Owner,
        number: &str,
        page: &str,
    ) -> Result<(SentFile, Box<dyn BlobReader>)> {
        let number = self.owned(owner, number).await?;
        let page = PageId::parse(page).ok_or(Error::NotFound)?;
        let file = self.store.sent_file(number, page).await?.ok_or(Error::NotFound)?;
        let reading = self.read_file(&file).await?;
        Ok((file, reading))
    }

    /// Returns the latest contact details.
    pub async fn contact(&self, owner: &Owner, number: &str) -> Result<ContactDetails> {
        let number = self.owned(owner, number).await?;
        self.contact_of(number).await
    }

    pub async fn correct_contact(
        &self,
        owner: &Owner,
        number: &str,
        details: ContactDetails,
        now: Instant,
    ) -> Result<ContactDetails> {
        let number = self.owned(owner, number).await?;
        let ContactDetails { phone, email } = &details;
        let draft = Draft { phone: phone.clone(), email: email.clone(), ..self.draft_of(number).await? };
        let filed_on = self.application(number).await?.receipt.filed_on();
        let mut problems = check(&draft, filed_on).err().unwrap_or_default();
        problems.retain(|problem| matches!(problem.field, Field::Phone | Field::Email));
        if !problems.is_empty() {
            return Err(Error::Problems(problems));
        }
        self.store.correct_contact(number, &details, now).await?;
        Ok(details)
    }

    pub(super) async fn contact_of(&self, number: ApplicationNumber) -> Result<ContactDetails> {
        if let Some(details) = self.store.corrected_contact(number).await? {
            return Ok(details);
        }
        let Draft { phone, email, .. } = self.draft_of(number).await?;
        Ok(ContactDetails { phone, email })
    }

    pub(super) async fn draft_of(&self, number: ApplicationNumber) -> Result<Draft> {
        let body = self.store.latest_body(number).await?.ok_or(Error::NotFound)?;
        let submission: Submission = serde_json::from_slice(&body)
            .map_err(|_| Error::internal("a stored submission cannot be parsed"))?;
        Ok(submission.draft)
    }
}
