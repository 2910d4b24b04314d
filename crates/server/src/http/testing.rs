//! A server without a socket, for tests of the endpoints.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use convene_model::MeetingId;
use convene_storage::Storage;
use http::{Method, Request, request};
use metrics_exporter_prometheus::PrometheusBuilder;
use tempfile::TempDir;
use tower::ServiceExt;

use super::{AppState, PageErrorLimits, Readiness, Services, router};
use crate::address_limit::AddressLimiter;
use crate::config;
use crate::live::Live;
use crate::rooms::LiveRoom;

pub(super) struct Server {
    pub(super) state: AppState,
    router: Router,
    data_dir: TempDir,
}

/// A complete response.
pub(super) struct Answer {
    parts: http::response::Parts,
    body: Vec<u8>,
}

/// An interview, with the tokens and ids of its first links.
pub(super) struct MadeInterview {
    pub(super) id: MeetingId,
    pub(super) path: String,
    pub(super) interviewer: String,
    pub(super) candidate: String,
    pub(super) observer: String,
    pub(super) links: [String; 3],
}

struct FixedNumbers;

impl Live for FixedNumbers {
    fn rooms(&self) -> usize {
        1
    }

    fn participants(&self) -> usize {
        2
    }

    fn connections(&self) -> usize {
        3
    }

    fn participants_in(&self, _: &MeetingId) -> usize {
        0
    }

    fn room(&self, _: &MeetingId) -> Option<LiveRoom> {
        None
    }

    fn streams(&self) -> Option<crate::signaling::Streams> {
        None
    }
}

/// High enough for all tests except those of the limit itself.
pub(super) const LOOKUPS_PER_MINUTE: u32 = 300;

/// A request like that of a browser at localhost:3000.
pub(super) fn request(method: Method, path: &str) -> request::Builder {
    Request::builder().method(method).uri(path).header("host", "localhost:3000")
}

impl Server {
    pub(super) async fn new() -> Self {
        Self::configured(&[]).await
    }

    pub(super) async fn configured(flags: &[&str]) -> Self {
        Self::build(flags, |routes| routes).await
    }

    pub(super) async fn with_routes(plug: impl FnOnce(Router) -> Router) -> Self {
        Self::build(&[], plug).await
    }

    pub(super) async fn build(flags: &[&str], plug: impl FnOnce(Router) -> Router) -> Self {
        let data_dir = tempfile::tempdir().unwrap();
        let arguments: Vec<_> =
            std::iter::once("convene").chain(flags.iter().copied()).map(Into::into).collect();
        let config = config::load(&arguments, &Default::default()).unwrap().config;
        let state = Arc::new(Services {
            storage: Storage::open(&data_dir.path().join("convene.db")).await.unwrap(),
            live: Arc::new(FixedNumbers),
            relay: None,
            readiness: Readiness::default(),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
            host_tokens: crate::host_token::HostTokenSecret::new([7; 32]),
            links: crate::link_token::LinkSecret::new([7; 32]),
            banks: crate::bank_token::BankSecret::new([7; 32]),
            clock: crate::clock::Clock::start(),
            blocking: crate::blocking::BlockingPool::for_this_machine(),
            meetings_by_address: Arc::new(AddressLimiter::per_minute(
                config.limits.meetings_per_minute,
            )),
            lookups_by_address: Arc::new(AddressLimiter::per_minute(LOOKUPS_PER_MINUTE)),
            page_error_limits: Arc::new(PageErrorLimits::new()),
            started: Instant::now(),
            config: Arc::new(config),
        });
        Self { router: router(state.clone(), plug), state, data_dir }
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).await
    }

    pub(super) async fn request(&self, method: Method, path: &str) -> Answer {
        self.send(request(method, path).body(String::new()).unwrap()).await
    }

    pub(super) async fn post_json(&self, path: &str, body: &str) -> Answer {
        let request = request(Method::POST, path).header("content-type", "application/json");
        self.send(request.body(body.to_owned()).unwrap()).await
    }

    /// Sends a request with a bearer token, and with a JSON body unless `body` is empty.
    pub(super) async fn ask(&self, token: &str, method: Method, path: &str, body: &str) -> Answer {
        let request = request(method, path).header("authorization", format!("Bearer {token}"));
        let request = match body {
            "" => request,
            _ => request.header("content-type", "application/json"),
        };
        self.send(request.body(body.to_owned()).unwrap()).await
    }

    /// Creates an interview; without a plan, like the start page does.
    pub(super) async fn interview(&self, plan: Option<serde_json::Value>) -> MadeInterview {
        let body =
            plan.map_or(String::new(), |plan| serde_json::json!({ "plan": plan }).to_string());
        let answer = self.post_json("/api/v1/interviews", &body).await;
        assert_eq!(answer.status(), 201, "{}", answer.text());
        let links = answer.json()["links"].clone();
        let told =
            |key: &str| [0, 1, 2].map(|index| links[index][key].as_str().unwrap().to_owned());
        let [interviewer, candidate, observer] = told("token");
        let path = answer.header("location").to_owned();
        let id = answer.json()["interview"]["id"].as_str().unwrap().parse().unwrap();
        MadeInterview { id, path, interviewer, candidate, observer, links: told("id") }
    }

    /// The server's data directory.
    pub(super) fn data_dir(&self) -> &std::path::Path {
        self.data_dir.path()
    }

    pub(super) async fn send(&self, request: Request<String>) -> Answer {
        let response = self.router.clone().oneshot(request.map(Body::from)).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { parts, body }
    }
}

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.parts.status.as_u16()
    }

    /// The last value of a header; empty if it is missing.
    pub(super) fn header(&self, name: &str) -> &str {
        let mut values = self.parts.headers.get_all(name).iter();
        let first = values.next().map_or("", |value| value.to_str().unwrap());
        // Only Vary occurs more than once; its last value is the one that this server adds.
        values.next_back().map_or(first, |value| value.to_str().unwrap())
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// Status and kind of a problem document. Panics if the response is not one.
    pub(super) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let document = self.json();
        assert_eq!(document["status"], self.status());
        assert_eq!(document["request_id"], self.header("x-request-id"));
        assert!(document["title"].is_string() && document["detail"].is_string());
        let kind = document["type"].as_str().unwrap();
        (self.status(), kind.strip_prefix("/api/docs#").unwrap().to_owned())
    }
}
