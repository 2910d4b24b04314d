//! Facts about a request that the HTTP layer determines for all handlers: where it comes from, and
//! by which name the client reached this server.

use std::net::IpAddr;

use crate::origin::Origin;

/// The client's address, past any trusted proxies. It is in the extensions of every request. It is
/// personal data, so never log it above debug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientAddr(pub IpAddr);

/// The server's own origin as the client addressed it; `None` if the client sent no usable `Host`.
/// It is in the extensions of every request.
#[derive(Debug, Clone)]
pub(crate) struct OwnOrigin(pub Option<Origin>);
