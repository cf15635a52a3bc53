//! Functions that pages call without being loaded with them: they come with another chunk (`src/chunks.rs`).

use crate::app::App;
use crate::calendar_file::{self, Subject};
use crate::draft::{NotCreated, NotReopened, today};
use crate::i18n::{self, Part};
use crate::pages::follow::letter::{ComplaintFacts, LetterSignals};
use crate::pages::follow::refusal::CorrectionButton;
use crate::pages::follow::registration::RegistrationForm;
use crate::platform::phone::Browser;
use crate::platform::view::View;
use crate::tracking::Tracked;
use rules::document::RequirementKey;
use rules::id::DraftId;
use rules::region::Region;
use rules::service::Service;
use rules::timeline::{Proceeding, Timeline};
use std::pin::Pin;
use wire::event::EventRecord;

/// The error of a chunk that could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkError;

#[cfg(all(feature = "split", target_arch = "wasm32"))]
impl From<wasm_split_helpers::SplitLoaderError> for ChunkError {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Defines the functions at which the splitter cuts, and their counterparts in a build of one file. Each loads a chunk and
/// returns a function pointer from it. A failure is not remembered: the next call tries again.
macro_rules! split_points {
    ($($load:ident: $chunk:ident => $value:expr, $type:ty;)*) => { $(
        #[cfg(all(feature = "split", target_arch = "wasm32"))]
        #[wasm_split_helpers::wasm_split($chunk, fallible)]
        pub(super) fn $load() -> Result<$type, ChunkError> {
            Ok($value)
        }

        #[cfg(not(all(feature = "split", target_arch = "wasm32")))]
        pub(super) async fn $load() -> Result<$type, ChunkError> {
            Ok($value)
        }
    )* };
}
pub(crate) use split_points;

/// A function that creates a draft.
pub type Create = fn(Option<Service>) -> Pin<Box<dyn Future<Output = Result<DraftId, NotCreated>>>>;

/// Loads the function that creates a draft.
pub async fn creation() -> Result<Create, ChunkError> {
    points::load_create().await
}

fn create(service: Option<Service>) -> Pin<Box<dyn Future<Output = Result<DraftId, NotCreated>>>> {
    Box::pin(App::get().editor.create(service))
}

/// A function that reopens a sent draft after a refusal.
pub type Correct = fn(DraftId, Vec<RequirementKey>) -> Pin<Box<dyn Future<Output = Result<(), NotReopened>>>>;

/// Loads the function that reopens a refused draft.
pub async fn correction() -> Result<Correct, ChunkError> {
    points::load_correction().await
}

fn correct(
    draft: DraftId,
    documents: Vec<RequirementKey>,
) -> Pin<Box<dyn Future<Output = Result<(), NotReopened>>>> {
    Box::pin(App::get().editor.reopen_for_correction(draft, documents))
}

/// What the page of a sent application needs from its answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SentAnswers {
    pub region: Option<Region>,
    /// The number of documents that may be refused today.
    pub defects: u32,
}

/// A function that reads the answers of a sent application and examines its documents.
pub type Examine = fn(DraftId) -> Pin<Box<dyn Future<Output = SentAnswers>>>;

/// Loads the function that examines the answers of a sent application.
pub async fn examination() -> Result<Examine, ChunkError> {
    points::load_examination().await
}

/// Gives no region and no defects if the answers cannot be read.
fn examine(draft: DraftId) -> Pin<Box<dyn Future<Output = SentAnswers>>> {
    Box::pin(async move {
        let Ok(Some(Ok(stored))) = outbox::drafts::find(&Browser, draft).await else {
            return SentAnswers::default();
        };
        let defects = today::examination(&stored.draft).annex_8().len();
        SentAnswers { region: stored.draft.region, defects: u32::try_from(defects).unwrap_or(u32::MAX) }
    })
}

/// A function that saves the dates of an application as a file for the phone's calendar.
pub type SaveCalendar = fn(Subject, Timeline, Option<String>) -> Pin<Box<dyn Future<Output = ()>>>;

/// Loads the function that saves the calendar file.
pub async fn calendar_file() -> Result<SaveCalendar, ChunkError> {
    points::load_calendar_file().await
}

fn save_calendar(
    subject: Subject,
    timeline: Timeline,
    number: Option<String>,
) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(calendar_file::save(subject, timeline, number))
}

/// The view of a complaint.
pub type LetterView = fn(ComplaintFacts, LetterSignals) -> View;

/// Loads the view of a complaint, with its texts.
pub async fn letter() -> Result<LetterView, ChunkError> {
    let texts = i18n::load(&Part::ALL);
    let view = points::load_letter().await?;
    texts.await.map_err(|_| ChunkError)?;
    Ok(view)
}

/// The view of a refusal to accept.
pub type RefusalView = fn(&Tracked, &Proceeding, &[EventRecord], CorrectionButton) -> View;

/// Loads the view of a refusal to accept.
pub async fn refusal() -> Result<RefusalView, ChunkError> {
    points::load_refusal().await
}

/// Loads the form in which the applicant reports the registration, with its texts.
pub async fn registration() -> Result<RegistrationForm, ChunkError> {
    let texts = i18n::load(&Part::ALL);
    let form = points::load_registration().await?;
    texts.await.map_err(|_| ChunkError)?;
    Ok(form)
}

/// The view of the actions for a record of one's own.
pub type OwnRecordView = fn(DraftId) -> View;

/// Loads the view of the actions for a record of an application made elsewhere.
pub async fn own_record() -> Result<OwnRecordView, ChunkError> {
    points::load_own_record().await
}

/// Loads the view that offers to free space on a full phone.
pub async fn room() -> Result<fn() -> View, ChunkError> {
    points::load_room().await
}

#[allow(unsafe_code, reason = "the macro of the splitter declares imports and exports")]
mod points {
    use super::{ChunkError, Correct, Create, Examine, LetterView, OwnRecordView, RefusalView, SaveCalendar};
    use crate::components::sent_photos;
    use crate::pages::follow::registration::{self, RegistrationForm};
    use crate::platform::view::View;

    split_points! {
        load_create: begin => super::create, Create;
        load_correction: begin => super::correct, Correct;
        load_examination: tasks => super::examine, Examine;
        load_letter: extras => crate::pages::follow::letter::letter_view, LetterView;
        load_refusal: extras => crate::pages::follow::refusal::refusal, RefusalView;
        load_own_record: extras => crate::pages::follow::own_record::own_record, OwnRecordView;
        load_calendar_file: extras => super::save_calendar, SaveCalendar;
        load_registration: rest => registration::form, RegistrationForm;
        load_room: rest => sent_photos, fn() -> View;
    }
}
