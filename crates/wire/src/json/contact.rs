//! JSON conversions of contact details.

use crate::contact::ContactDetails;
use crate::record;

record!(ContactDetails { phone, email });
