//! `POST /api/page-errors`: an error of a page, for the server's log. The page has taken out names
//! and texts already (`web/src/lib/error-report.ts`). Since anybody may send anything, the rules
//! that need no knowledge of the page are applied here again, and the rate is limited.

mod redact;

use std::num::NonZeroU32;

use axum::extract::{Extension, FromRequest as _, Request, State};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use http::StatusCode;
use serde::Deserialize;

use super::AppState;
use super::json::RequiredJson;
use super::problem::ApiError;
use crate::address_limit::AddressLimiter;
use crate::config::PageErrors;
use crate::request_origin::ClientAddr;

/// Limits of reports per minute: of an address, and of all together.
const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(20).unwrap();
const IN_ALL: NonZeroU32 = NonZeroU32::new(120).unwrap();

/// Rate limiters of the reports.
pub(crate) struct PageErrorLimits {
    by_address: AddressLimiter,
    in_all: DefaultDirectRateLimiter,
}

impl PageErrorLimits {
    pub(crate) fn new() -> Self {
        Self {
            by_address: AddressLimiter::new(Quota::per_minute(PER_ADDRESS)),
            in_all: RateLimiter::direct(Quota::per_minute(IN_ALL)),
        }
    }

    /// Forgets addresses that reported nothing lately. Call it periodically.
    pub(crate) fn purge(&self) {
        self.by_address.purge();
    }
}

/// A report. Other fields are dropped unread.
#[derive(Deserialize)]
struct Report {
    message: String,
    #[serde(default)]
    stack: String,
    #[serde(default)]
    route: String,
}

pub(super) async fn report(
    State(state): State<AppState>,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    if state.config.page_errors == PageErrors::Off {
        return Err(ApiError::RouteNotFound);
    }
    let limits = &state.page_error_limits;
    limits.by_address.check(client).map_err(ApiError::RateLimited)?;
    limits.in_all.check().map_err(|refusal| {
        ApiError::RateLimited(refusal.wait_time_from(DefaultClock::default().now()))
    })?;
    let RequiredJson(report) = RequiredJson::<Report>::from_request(request, &state).await?;
    let Report { message, stack, route } = report;
    tracing::warn!(
        route = redact::route(&route),
        error = redact::message(&message),
        stack = redact::stack(&stack),
        "an error in a page"
    );
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::http::testing::{self, Server};

    const PATH: &str = "/api/page-errors";

    #[tokio::test]
    async fn a_report_is_taken_and_answered_with_nothing() {
        let server = Server::new().await;
        for body in [
            r#"{"message":"TypeError: x","stack":"f /assets/a.js:1:2","route":"/m/:id"}"#,
            r#"{"message":"","more":{"name":"Ana"}}"#,
        ] {
            let answer = server.post_json(PATH, body).await;
            assert_eq!((answer.status(), answer.text()), (204, ""), "{body}");
        }
    }

    #[tokio::test]
    async fn what_is_no_report_is_refused() {
        let server = Server::new().await;
        for body in ["", "{", "[]", "{}", r#"{"message":1}"#, r#"{"message":"x","stack":[]}"#] {
            assert_eq!(server.post_json(PATH, body).await.problem().0, 400, "{body}");
        }
        let large = format!(r#"{{"message":"{}"}}"#, "x".repeat(20_000));
        assert_eq!(server.post_json(PATH, &large).await.problem().0, 413);
        assert_eq!(server.get(PATH).await.problem().0, 405);
    }

    #[tokio::test]
    async fn pages_of_other_origins_may_not_report() {
        let request = testing::request(Method::POST, PATH)
            .header("origin", "https://evil.example")
            .header("content-type", "application/json");
        let request = request.body(r#"{"message":"x"}"#.to_owned()).unwrap();
        assert_eq!(Server::new().await.send(request).await.problem().0, 403);
    }

    #[tokio::test]
    async fn an_address_that_reports_too_much_is_told_to_wait() {
        let server = Server::new().await;
        let mut refused = 0;
        for _ in 0..3 * PER_ADDRESS.get() {
            let answer = server.post_json(PATH, r#"{"message":"x"}"#).await;
            if answer.status() == 429 {
                refused += 1;
                assert_ne!(answer.header("retry-after"), "");
            }
        }
        assert!(refused > PER_ADDRESS.get(), "{refused}");
    }

    #[tokio::test]
    async fn all_addresses_together_are_limited_too() {
        let limits = PageErrorLimits::new();
        let taken = (0..10 * IN_ALL.get()).filter(|_| limits.in_all.check().is_ok()).count();
        assert!(taken < 2 * IN_ALL.get() as usize, "{taken}");
    }

    #[tokio::test]
    async fn turned_off_there_is_no_such_route() {
        let server = Server::configured(&["--page-errors", "off"]).await;
        let answer = server.post_json(PATH, r#"{"message":"x"}"#).await;
        assert_eq!(answer.problem(), (404, "not-found".into()));
    }
}
