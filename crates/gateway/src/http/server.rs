//! The state that the handlers share.

use crate::clock::TimeSource;
use crate::http::address::ProxyNetwork;
use crate::http::limits::Limits;
use crate::http::metrics::{Metrics, MetricsAccess};
use crate::http::request::ServiceToken;
use crate::service::Gateway;
use crate::steady::Steady;
use rules::time::Instant;
use std::path::PathBuf;
use std::sync::Arc;

/// The shared state of the handlers.
pub struct Server {
    pub gateway: Arc<Gateway>,
    pub clock: TimeSource,
    /// Checked before anything is registered or reported.
    pub steady: Steady,
    /// The service token of the authority's system.
    pub authority: ServiceToken,
    /// The folder of the built app.
    pub app: Option<PathBuf>,
    /// The public origin of this gateway, without a trailing slash.
    pub public_origin: Option<String>,
    pub behind_tls_proxy: bool,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<ProxyNetwork>,
    pub limits: Limits,
    pub metrics: Metrics,
    pub metrics_access: MetricsAccess,
}

/// The time of a request by the gateway's clock.
#[derive(Clone, Copy, Debug)]
pub struct RequestTime(pub Instant);
