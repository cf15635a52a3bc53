//! JSON conversions of the calendar file.

use super::words;
use crate::record;
use rules::calendar::{CalendarData, Transfer, YearData, YearStatus};

record!(CalendarData { version, years });

record!(YearData { year, status, kurban_ait, transfers, source });

record!(Transfer { worked, off });

words!(YearStatus { Official = "official", Provisional = "provisional" });
