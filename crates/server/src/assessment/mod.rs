//! Assessments of answers by a language model, on request: a client of any OpenAI-compatible API
//! that the operator configures. Nothing depends on an assessment: its failures are reported and
//! have no other effect.

mod client;
mod event_stream;
mod prompt;
mod reply;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use client::{Body, Client, trusted_roots};
use convene_model::{
    Assessment, AssessmentDraft, AssessmentFailure, AssessmentModel, AssessmentState,
};
use event_stream::{EventDecoder, NotEvents};
use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use prompt::Marker;
pub(crate) use prompt::Question;
use reply::Completion;
use rustls::RootCertStore;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::clock::Clock;
use crate::config::AssessmentConfig;

/// How many assessments run at the same time; further ones wait.
const AT_ONCE: usize = 4;

/// Minimum interval between drafts.
const PACE: Duration = Duration::from_millis(250);

/// The longest text from the model, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// The longest response, in bytes. Streaming adds hundreds of bytes to each word.
const MAX_RESPONSE: usize = 8 * 1024 * 1024;

/// How much of an error response is read, in bytes.
const MAX_ERROR: usize = 16 * 1024;

/// Assesses answers, if an endpoint is configured. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Assessor {
    endpoint: Option<Arc<Configured>>,
    clock: Clock,
}

#[derive(Debug)]
struct Configured {
    client: Client,
    model: AssessmentModel,
    timeout: Duration,
    pace: Duration,
    at_once: Semaphore,
}

impl Assessor {
    /// Creates an assessor for this endpoint; without one, every assessment fails as not
    /// configured.
    pub(crate) fn new(config: Option<&AssessmentConfig>, clock: Clock) -> Self {
        let Some(config) = config else { return Self { endpoint: None, clock } };
        // Loading CAs reads files and logs warnings if there are none, so it is done for HTTPS
        // only.
        let roots =
            if config.endpoint.is_https() { trusted_roots() } else { RootCertStore::empty() };
        Self::with_roots(config, roots, PACE, clock)
    }

    fn with_roots(
        config: &AssessmentConfig,
        roots: RootCertStore,
        pace: Duration,
        clock: Clock,
    ) -> Self {
        let configured = Configured {
            client: Client::new(config.endpoint.clone(), config.key.as_ref(), roots),
            model: config.model.clone(),
            timeout: config.timeout,
            pace,
            at_once: Semaphore::new(AT_ONCE),
        };
        Self { endpoint: Some(Arc::new(configured)), clock }
    }

    /// Assesses an answer. Sends drafts while the text grows, and finally `Done` or `Failed`. It
    /// ends early if the receiver is dropped. Dropping the future ends it too, and cancels the
    /// request to the endpoint.
    pub(crate) async fn assess(
        &self,
        question: Question<'_>,
        answer: &str,
        states: mpsc::Sender<AssessmentState>,
    ) {
        let outcome = tokio::select! {
            () = states.closed() => return,
            outcome = self.make(question, answer, &states) => outcome,
        };
        let state = match outcome {
            Ok(assessment) => AssessmentState::Done { assessment },
            Err(reason) => {
                tracing::warn!(%reason, "no assessment");
                AssessmentState::Failed { reason }
            }
        };
        // It fails only if the receiver is dropped.
        let _ = states.send(state).await;
    }

    async fn make(
        &self,
        question: Question<'_>,
        answer: &str,
        states: &mpsc::Sender<AssessmentState>,
    ) -> Result<Assessment, AssessmentFailure> {
        let Some(endpoint) = &self.endpoint else { return Err(AssessmentFailure::NotConfigured) };
        let deadline = Instant::now() + endpoint.timeout;
        let mut drafts = Drafts { states, told: None, pace: endpoint.pace };
        drafts.tell(AssessmentDraft::default());
        let Ok(Ok(_turn)) = timeout_at(deadline, endpoint.at_once.acquire()).await else {
            return Err(AssessmentFailure::Busy);
        };
        let said = endpoint.ask(question, answer, &mut drafts);
        let said = timeout_at(deadline, said).await.map_err(|_| AssessmentFailure::TimedOut)??;
        let (Some(score), Some(summary)) = (said.score, said.summary) else {
            return Err(AssessmentFailure::Nonsense);
        };
        Ok(Assessment {
            score,
            summary,
            strengths: said.strengths,
            improvements: said.improvements,
            model: endpoint.model.clone(),
            at: self.clock.now(),
        })
    }
}

/// Sends drafts to the receiver at a limited rate.
struct Drafts<'a> {
    states: &'a mpsc::Sender<AssessmentState>,
    told: Option<(Instant, AssessmentDraft)>,
    pace: Duration,
}

impl Drafts<'_> {
    /// The earliest time for the next draft.
    fn due(&self) -> Instant {
        self.told.as_ref().map_or_else(Instant::now, |(at, _)| *at + self.pace)
    }

    /// Sends a draft if it changed. A slow receiver misses some drafts; each later draft contains
    /// the earlier text.
    fn tell(&mut self, draft: AssessmentDraft) {
        if self.told.as_ref().is_some_and(|(_, told)| *told == draft) {
            return;
        }
        let _ = self.states.try_send(AssessmentState::Running { draft: draft.clone() });
        self.told = Some((Instant::now(), draft));
    }
}

impl Configured {
    async fn ask(
        &self,
        question: Question<'_>,
        answer: &str,
        drafts: &mut Drafts<'_>,
    ) -> Result<AssessmentDraft, AssessmentFailure> {
        let marker = Marker::random();
        let mut held_to_json = true;
        let response = loop {
            let body = prompt::request(&self.model, question, answer, marker, held_to_json);
            let response = self.client.post(&body).await.map_err(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, "the assessing endpoint");
                AssessmentFailure::Unreachable
            })?;
            let status = response.status();
            if status == StatusCode::OK {
                break response;
            }
            let body = Limited::new(response.into_body(), MAX_ERROR).collect().await;
            let code = body.ok().and_then(|body| reply::error_code(&body.to_bytes()));
            tracing::warn!(%status, code, "the assessing endpoint");
            // Some endpoints do not support `response_format` and give only this status as the
            // reason.
            let unknown = [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY];
            if !(held_to_json && unknown.contains(&status)) {
                return Err(failure(status));
            }
            held_to_json = false;
        };
        let mut reader = Reader::new(&response);
        let mut body = response.into_body();
        while !reader.is_done() {
            tokio::select! {
                piece = next_piece(&mut body) => match piece? {
                    Some(piece) => reader.read(&piece)?,
                    None => break,
                },
                () = sleep_until(drafts.due()), if reader.has_news => {
                    reader.has_news = false;
                    drafts.tell(reply::draft(&reader.text));
                }
            }
        }
        reader.finish()
    }
}

/// The failure for an error response.
fn failure(status: StatusCode) -> AssessmentFailure {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => AssessmentFailure::Refused,
        StatusCode::PAYMENT_REQUIRED | StatusCode::TOO_MANY_REQUESTS => {
            AssessmentFailure::RateLimited
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => AssessmentFailure::TimedOut,
        _ => AssessmentFailure::Failing,
    }
}

async fn next_piece(body: &mut Body) -> Result<Option<axum::body::Bytes>, AssessmentFailure> {
    loop {
        match body.frame().await {
            None => return Ok(None),
            Some(Ok(frame)) => {
                // Trailers are ignored.
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
            Some(Err(error)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the assessing endpoint");
                return Err(AssessmentFailure::Interrupted);
            }
        }
    }
}

/// Reads a response. It is streamed, unless the endpoint cannot stream.
struct Reader {
    source: Source,
    /// The model's text so far.
    text: String,
    /// True if text arrived since the last draft.
    has_news: bool,
    /// True if the model reported that its text is complete.
    ended: bool,
    /// True if the rest of the response is ignored.
    done: bool,
    received: usize,
}

enum Source {
    Events(EventDecoder),
    Whole(Vec<u8>),
}

impl Reader {
    fn new(response: &Response<Body>) -> Self {
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let whole = content_type.is_some_and(|kind| kind.starts_with("application/json"));
        let source =
            if whole { Source::Whole(Vec::new()) } else { Source::Events(EventDecoder::default()) };
        Self {
            source,
            text: String::new(),
            has_news: false,
            ended: false,
            done: false,
            received: 0,
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), AssessmentFailure> {
        self.received = self.received.saturating_add(bytes.len());
        if self.received > MAX_RESPONSE {
            return Err(AssessmentFailure::Nonsense);
        }
        match &mut self.source {
            Source::Whole(body) => body.extend_from_slice(bytes),
            Source::Events(decoder) => {
                for event in decoder.feed(bytes).map_err(nonsense)? {
                    self.take_event(&event)?;
                }
            }
        }
        Ok(())
    }

    fn take_event(&mut self, event: &str) -> Result<(), AssessmentFailure> {
        if event.trim() == "[DONE]" {
            self.ended = true;
            self.done = true;
        }
        if self.done || event.trim().is_empty() {
            return Ok(());
        }
        self.take(event.as_bytes())
    }

    fn take(&mut self, completion: &[u8]) -> Result<(), AssessmentFailure> {
        let completion: Completion =
            serde_json::from_slice(completion).map_err(|_| AssessmentFailure::Nonsense)?;
        if completion.is_error() {
            return Err(AssessmentFailure::Failing);
        }
        let text = completion.text();
        if self.text.len() + text.len() > MAX_TEXT {
            return Err(AssessmentFailure::Nonsense);
        }
        self.text.push_str(text);
        self.has_news |= !text.is_empty();
        self.ended |= completion.is_last();
        Ok(())
    }

    /// Returns the assessment at the end of the response.
    fn finish(mut self) -> Result<AssessmentDraft, AssessmentFailure> {
        match std::mem::replace(&mut self.source, Source::Whole(Vec::new())) {
            Source::Whole(body) => {
                self.ended = true;
                self.take(&body)?;
            }
            Source::Events(decoder) if !self.done => {
                if let Some(event) = decoder.finish().map_err(nonsense)? {
                    // An incomplete event means that the stream broke off.
                    self.take_event(&event).map_err(|failure| match failure {
                        AssessmentFailure::Nonsense if !self.text.is_empty() => {
                            AssessmentFailure::Interrupted
                        }
                        other => other,
                    })?;
                }
            }
            Source::Events(_) => {}
        }
        match reply::assessment(&self.text) {
            Some(said) => Ok(said),
            None if self.ended || self.text.is_empty() => Err(AssessmentFailure::Nonsense),
            None => Err(AssessmentFailure::Interrupted),
        }
    }
}

fn nonsense(_: NotEvents) -> AssessmentFailure {
    AssessmentFailure::Nonsense
}
