//! Rate limit on look-ups by address: of meetings, named rooms, interviews and question banks,
//! which are known only to people who were told the id. The limit makes it impractical to guess
//! ids, or to test whether a name is in use.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;

use super::AppState;
use super::problem::ApiError;
use crate::request_origin::ClientAddr;

const LOOKUPS: [&str; 4] =
    ["/api/v1/meetings/", "/api/v1/interviews/", "/api/v1/question-banks/", "/r/"];

/// Middleware: enforces the limit.
pub(super) async fn enforce(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    if reads
        && LOOKUPS.iter().any(|prefix| path.starts_with(prefix))
        && let Some(ClientAddr(address)) = request.extensions().get()
        && let Err(wait) = state.lookups_by_address.check(*address)
    {
        return ApiError::RateLimited(wait).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use crate::http::testing::{LOOKUPS_PER_MINUTE, Server};

    #[tokio::test]
    async fn an_address_that_looks_up_too_much_is_told_when_to_come_back() {
        for path in
            ["/api/v1/meetings/abc-defg-hij", "/api/v1/interviews/abc-defg-hij", "/r/standup"]
        {
            let server = Server::new().await;
            for _ in 0..LOOKUPS_PER_MINUTE {
                assert_ne!(server.get(path).await.status(), 429, "{path}");
            }
            // On a slow machine the limit recovers during the loop.
            let mut refused = server.get(path).await;
            for _ in 0..LOOKUPS_PER_MINUTE {
                if refused.status() == 429 {
                    break;
                }
                refused = server.get(path).await;
            }
            assert_eq!(refused.problem(), (429, "rate-limited".into()), "{path}");
            assert_ne!(refused.header("retry-after"), "");
            assert_eq!(server.get("/health").await.status(), 200);
        }
    }
}
