//! The form of contact details.

use crate::contact::ContactDetails;
use crate::record;

record!(ContactDetails { phone, email });
