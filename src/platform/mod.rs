//! The browser. The only folder that names `web_sys` or `js_sys`; everything else speaks of days, bytes and text.

pub mod clock;
pub mod db;
pub mod files;
pub mod net;
pub mod page;
pub mod panic;
pub mod random;
pub mod storage;
