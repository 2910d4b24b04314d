//! Keeps the ids of Engine.IO sessions secret.
//!
//! Whoever knows a session's id acts for it over HTTP polling, and the Socket.IO layer gives sessions and sockets the same
//! id. Dialects tell everybody in a room the ids of its sockets. So a session is given to its client under a longer id:
//! the socket's, a dot, and a signature that only this process can make. Requests with the bare id are refused.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode, Uri};
use rand::RngExt as _;

use crate::signer::Signer;

/// The first packet of a session is far shorter.
const MAX_OPEN_PACKET: usize = 4 * 1024;

/// Signs session ids; they end with the process, and so does its key.
#[derive(Clone)]
pub(crate) struct SessionIds(Arc<Signer>);

impl SessionIds {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Signer::new(rand::rng().random(), "convene session id v1")))
    }

    fn sign(&self, id: &str) -> String {
        format!("{id}.{}", self.0.sign(id))
    }

    /// The bare id, if this is one that was given out.
    fn verify<'a>(&self, signed: &'a str) -> Option<&'a str> {
        let (id, signature) = signed.split_once('.')?;
        self.0.verify(id, signature).then_some(id)
    }

    /// The same address with the bare id in it.
    fn bare(&self, uri: &Uri) -> Result<Option<Uri>, Refused> {
        let query = uri.query().unwrap_or_default();
        let Some(given) = session_of(query) else { return Ok(None) };
        let id = self.verify(given).ok_or(Refused)?;
        let fields = query.split('&').map(|field| match field.strip_prefix("sid=") {
            Some(_) => format!("sid={id}"),
            None => field.to_owned(),
        });
        let query = fields.collect::<Vec<_>>().join("&");
        let bare = format!("{}?{query}", uri.path());
        bare.parse().map(Some).map_err(|_| Refused)
    }
}

/// There is no such session.
#[derive(Debug)]
struct Refused;

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        // As Engine.IO says it.
        let body = r#"{"code":1,"message":"Session ID unknown"}"#;
        let json = HeaderValue::from_static("application/json");
        (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, json)], body).into_response()
    }
}

fn session_of(query: &str) -> Option<&str> {
    query.split('&').find_map(|field| field.strip_prefix("sid="))
}

/// Read as the Engine.IO layer reads it.
fn is_polling(query: &str) -> bool {
    let transport = query.split('&').find(|field| field.starts_with("transport="));
    transport.and_then(|field| field.split('=').nth(1)) == Some("polling")
}

/// The middleware, around the Socket.IO layer.
pub(crate) async fn keep_secret(
    State(ids): State<SessionIds>,
    mut request: Request,
    next: Next,
) -> Response {
    if !request.uri().path().starts_with("/socket.io") {
        return next.run(request).await;
    }
    let opens = is_polling(request.uri().query().unwrap_or_default());
    match ids.bare(request.uri()) {
        Ok(Some(bare)) => {
            *request.uri_mut() = bare;
            next.run(request).await
        }
        Ok(None) if opens => open(&ids, next.run(request).await).await,
        // Over a WebSocket the session's id is of no further use.
        Ok(None) => next.run(request).await,
        Err(refused) => refused.into_response(),
    }
}

/// Signs the id in the packet that opens a session.
async fn open(ids: &SessionIds, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_OPEN_PACKET).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let signed = std::str::from_utf8(&bytes).ok().and_then(|packet| {
        let open: serde_json::Value = serde_json::from_str(packet.strip_prefix('0')?).ok()?;
        let id = open.get("sid")?.as_str()?;
        Some(packet.replacen(id, &ids.sign(id), 1))
    });
    let bytes = signed.map_or(bytes, Into::into);
    if parts.headers.contains_key(CONTENT_LENGTH) {
        parts.headers.insert(CONTENT_LENGTH, bytes.len().into());
    }
    Response::from_parts(parts, Body::from(bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "AAAAAAAAAAAAAAHs";

    #[test]
    fn a_signed_id_leads_to_the_session_and_a_bare_one_nowhere() {
        let ids = SessionIds::new();
        let address = |sid: &str| -> Uri {
            format!("/socket.io/?EIO=4&transport=polling&sid={sid}&t=x").parse().unwrap()
        };
        let bare = ids.bare(&address(&ids.sign(ID))).unwrap().unwrap();
        assert_eq!(bare, address(ID));
        for sid in [ID, "", ".", &SessionIds::new().sign(ID), &format!("{ID}.")] {
            assert!(ids.bare(&address(sid)).is_err(), "{sid}");
        }
        let opens: Uri = "/socket.io/?EIO=4&transport=polling".parse().unwrap();
        assert!(ids.bare(&opens).unwrap().is_none());
    }

    #[test]
    fn no_spelling_brings_a_bare_id_through() {
        let ids = SessionIds::new();
        let signed = ids.sign(ID);
        let bare = |query: String| ids.bare(&format!("/socket.io/?{query}").parse().unwrap());
        // The layer takes the first, and whatever came is in place of all.
        for query in [format!("sid={signed}&sid={ID}"), format!("sid={signed}&sid={signed}")] {
            assert_eq!(bare(query).unwrap().unwrap().query(), Some(&*format!("sid={ID}&sid={ID}")));
        }
        for query in [
            format!("sid={ID}&sid={signed}"),
            format!("sid=%2E{signed}"),
            format!("sid={signed}%00"),
        ] {
            assert!(bare(query.clone()).is_err(), "{query}");
        }
        // These are no `sid` for the layer, which compares bytes.
        for query in [
            format!("SID={ID}"),
            format!("s%69d={ID}"),
            format!("+sid={ID}"),
            format!("x;sid={ID}"),
        ] {
            assert!(bare(query.clone()).unwrap().is_none(), "{query}");
        }
        for (query, polling) in [
            ("transport=polling", true),
            ("EIO=4&transport=polling=x", true),
            ("transport=websocket&transport=polling", false),
            ("xtransport=polling", false),
        ] {
            assert_eq!(is_polling(query), polling, "{query}");
        }
    }

    #[tokio::test]
    async fn the_packet_that_opens_a_session_has_the_signed_id() {
        let ids = SessionIds::new();
        let packet = format!("0{{\"sid\":\"{ID}\",\"upgrades\":[\"websocket\"]}}");
        let response = open(&ids, packet.clone().into_response()).await;
        let bytes = to_bytes(response.into_body(), 4096).await.unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert_eq!(text, packet.replace(ID, &ids.sign(ID)));
        let other = open(&ids, "{\"code\":5}".into_response()).await;
        assert_eq!(to_bytes(other.into_body(), 4096).await.unwrap(), "{\"code\":5}");
    }

    proptest! {
        #[test]
        fn no_query_panics(query in "[ -~]{0,80}") {
            if let Ok(uri) = format!("/socket.io/?{query}").parse::<Uri>() {
                let _ = SessionIds::new().bare(&uri);
            }
        }
    }
}
