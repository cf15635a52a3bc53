//! The operations of the gateway, without HTTP and without SQL. The current time is an argument.

mod authority_view;
mod changes;
mod checksum;
mod deletion;
mod gateway;
mod own_data;
mod registration;
mod report;
mod share_codes;
mod sharing;
mod status;
mod submission;
mod summary;
mod turns;
mod upload;

pub use authority_view::{ApplicationArchive, EntryContent};
pub use changes::ChangeListener;
pub use checksum::Checksum;
pub use gateway::{Gateway, ServiceConfig};
pub use report::ReportOutcome;
pub use submission::SubmissionTarget;
pub use summary::{SummarySource, summary_texts};
pub use upload::UploadPart;
