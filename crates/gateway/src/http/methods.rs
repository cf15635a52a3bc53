//! The known HTTP methods.

/// The methods that the log and the metrics distinguish. Others are "other".
pub const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
