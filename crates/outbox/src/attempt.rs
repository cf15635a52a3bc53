//! What was begun to be sent. It is written before anything leaves the phone, so that whoever comes after a dead tab knows.

use crate::phone::{Collection, PhoneStorage, StorageError, Written};
use rules::draft::Draft;
use rules::id::DraftId;
use wire::answer::Receipt;
use wire::json;
use wire::stored::StoredDraft;
use wire::submission::Submission;

/// The version written by this build.
const VERSION: u16 = 1;

/// A draft on its way, or arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Of this record.
    pub(crate) version: u16,
    /// Of the draft.
    pub id: DraftId,
    /// As its draft has it.
    pub owner_key: String,
    /// The idempotency key: the same for every try, tab and start of the app.
    pub submission_key: String,
    /// The application that it is sent to again after a refusal to accept.
    pub number: Option<String>,
    /// What the person consented to send. What is changed in the draft meanwhile is not sent.
    pub draft: Draft,
    /// The exact bytes that were or may have been sent. They are sent again until the gateway has answered to them.
    pub body: Option<String>,
    /// Sending has stopped until the person does something.
    pub held: bool,
    /// The gateway's word that it is registered.
    pub receipt: Option<Receipt>,
    /// The number stands in the draft too: nothing is left to do.
    pub closed: bool,
}

wire::record!(Attempt { version, id, owner_key, submission_key, number, draft, body, held, receipt, closed });

impl Attempt {
    /// Of what was just consented to.
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

    /// What is known to be sent under this id; `None` too for what a newer build wrote.
    pub async fn find<S: PhoneStorage>(store: &S, id: DraftId) -> Result<Option<Self>, StorageError> {
        Ok(read(store.text(Collection::Attempts, &id.to_text()).await?.as_deref()))
    }

    /// All that is not at its end: the app goes on with it when it starts.
    pub async fn unfinished<S: PhoneStorage>(store: &S) -> Result<Vec<Self>, StorageError> {
        let texts = store.texts(Collection::Attempts).await?;
        let all = texts.iter().filter_map(|text| read(Some(text)));
        Ok(all.filter(|attempt| !attempt.closed && !attempt.held).collect())
    }

    /// Whether the gateway may have registered it without our knowing.
    pub fn is_open(&self) -> bool {
        self.body.is_some() && self.receipt.is_none()
    }

    /// The draft that the gateway has, or may have.
    pub fn sent_draft(&self) -> Option<Draft> {
        json::read::<Submission>(self.body.as_deref()?).map(|submission| submission.draft)
    }
}

/// Changes what is kept, minding other tabs: `change` is asked anew for what another one has written meanwhile. `None`
/// from it leaves things as they are. Gives what is kept then.
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
        let unchanged = |now: Option<&str>| now == there.as_deref();
        match store.write_text(Collection::Attempts, &key, &text, &unchanged).await? {
            Written::Done => return Ok(Some(changed)),
            Written::Overtaken => {}
        }
    }
}

fn read(text: Option<&str>) -> Option<Attempt> {
    json::read::<Attempt>(text?).filter(|attempt| attempt.version <= VERSION)
}
