//! The page "Report a problem".

use crate::components::{care_heading, care_page};
use crate::i18n::Care;
use crate::platform::view::{View, nothing};
use crate::route::Route;

pub fn view() -> View {
    care_page(care_heading(Care::ReportTitle), Some(Route::Start), nothing)
}
