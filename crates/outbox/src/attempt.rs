//! The records of sending. An attempt is written before anything leaves the phone, so that the next tab or start of the
//! app can continue it.

use crate::phone::{Collection, PhoneStorage, Precondition, StorageError, Written};
use rules::draft::Draft;
use rules::id::DraftId;
use wire::answer::Receipt;
use wire::json;
use wire::stored::StoredDraft;
use wire::submission::Submission;

/// The version of the record that this build writes.
const VERSION: u16 = 1;

/// A draft that is being sent or has been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The version of this record.
    pub(crate) version: u16,
    /// The id of the draft.
    pub id: DraftId,
    /// The owner key of the draft.
    pub owner_key: String,
    /// The idempotency key: the same for every try, tab and start of the app.
    pub submission_key: String,
    /// The number of the application to which the draft is resubmitted after a refusal to accept.
    pub number: Option<String>,
    /// The draft that the person consented to send. Later changes of the draft are not sent.
    pub draft: Draft,
    /// The exact bytes that were sent or may have been sent. They are sent again until the gateway has answered them.
    pub body: Option<String>,
    /// True if sending has stopped until the person does something.
    pub held: bool,
    /// The receipt of the gateway, if the draft is registered.
    pub receipt: Option<Receipt>,
    /// True if the draft has the number too, so that nothing is left to do.
    pub closed: bool,
}

wire::record!(Attempt { version, id, owner_key, submission_key, number, draft, body, held, receipt, closed });

impl Attempt {
    /// Returns a new attempt to send the draft that the person has just consented to.
    pub(crate) fn of(envelope: &StoredDraft, draft: Draft) -> Self {
        Self {
            version: VERSION,
            id: envelope.id,
            owner_key: envelope.owner_key.clone(),
            submission_key: envelope.submission_key.clone(),
            number: envelope.number.clone().filter(|_| envelope.refused.is_some()),
            draft,
            body: None,
            held: false,
            receipt: None,
            closed: false,
        }
    }

    /// Returns the attempt with this id; `None` also if a newer build wrote it.
    pub async fn find<S: PhoneStorage>(store: &S, id: DraftId) -> Result<Option<Self>, StorageError> {
        Ok(read(store.text(Collection::Attempts, &id.to_text()).await?.as_deref()))
    }

    /// Returns all attempts that are neither closed nor held. The app continues them when it starts.
    pub async fn unfinished<S: PhoneStorage>(store: &S) -> Result<Vec<Self>, StorageError> {
        let texts = store.texts(Collection::Attempts).await?;
        let all = texts.iter().filter_map(|text| read(Some(text)));
        Ok(all.filter(|attempt| !attempt.closed && !attempt.held).collect())
    }

    /// Returns whether the gateway may have registered the draft without the phone knowing it.
    pub fn is_open(&self) -> bool {
        self.body.is_some() && self.receipt.is_none()
    }

    /// Returns the draft that the gateway has or may have.
    pub fn sent_draft(&self) -> Option<Draft> {
        json::read::<Submission>(self.body.as_deref()?).map(|submission| submission.draft)
    }
}

/// Changes an attempt without overwriting the writes of other tabs: if another tab has written meanwhile, `change` is
/// called again with its record. If `change` returns `None`, nothing is written. Returns the attempt that is stored at
/// the end.
pub(crate) async fn update<S: PhoneStorage>(
    store: &S,
    id: DraftId,
    change: &dyn Fn(Option<Attempt>) -> Option<Attempt>,
) -> Result<Option<Attempt>, StorageError> {
    let key = id.to_text();
    loop {
        let there = store.text(Collection::Attempts, &key).await?;
        let known = read(there.as_deref());
        let Some(changed) = change(known.clone()) else { return Ok(known) };
        let text = json::write(&changed);
        let unchanged = Precondition::Unchanged(there.as_deref());
        match store.write_text(Collection::Attempts, &key, &text, unchanged).await? {
            Written::Done => return Ok(Some(changed)),
            Written::Overtaken => {}
        }
    }
}

fn read(text: Option<&str>) -> Option<Attempt> {
    json::read::<Attempt>(text?).filter(|attempt| attempt.version <= VERSION)
}
