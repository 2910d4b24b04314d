//! `/api/v1/question-banks`: questions and plans kept for interviews to come. Whoever has a bank's token may read
//! and change it.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, FromRequestParts, Path, State};
use axum::response::{IntoResponse, Response};
use convene_model::{BankId, QuestionBank};
use convene_protocol::http::{CreatedBank, LineError, Problem};
use convene_protocol::import::{bank_from_json, questions_from_csv, questions_to_csv};
use convene_storage::{QuestionBankRepository as _, StorageError};
use http::StatusCode;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderMap, IF_MATCH, LOCATION,
};
use http::request::Parts;

use super::AppState;
use super::bearer::Bearer;
use super::context::ClientAddr;
use super::json::{JsonOrCsv, OptionalJson, RequiredJson};
use super::problem::ApiError;

/// How often an import is tried again where the bank was changed meanwhile.
const ATTEMPTS: usize = 5;

/// A bank whose token the request brings.
pub(super) struct OwnBank(BankId);

#[derive(serde::Deserialize)]
struct BankPath {
    id: String,
}

impl FromRequestParts<AppState> for OwnBank {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let path: Result<Path<BankPath>, PathRejection> =
            Path::from_request_parts(parts, state).await;
        let Ok(Path(BankPath { id })) = path else { return Err(ApiError::BankNotFound) };
        let id: BankId = id.parse().map_err(|_| ApiError::BankNotFound)?;
        let Ok(Bearer(token)) = Bearer::from_request_parts(parts, state).await;
        let known = token.is_some_and(|token| state.banks.verify(&token, &id));
        if known { Ok(Self(id)) } else { Err(ApiError::InvalidToken) }
    }
}

/// Makes a question bank.
#[utoipa::path(
    post,
    path = "/api/v1/question-banks",
    tag = "question banks",
    request_body(content = Option<QuestionBank>, description = "What is in it; may be left out"),
    responses(
        (status = 201, description = "Made; `token` is told this once", body = CreatedBank,
         headers(("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its revision"))),
        (status = 400, description = "Invalid body", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Body too large", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; see Retry-After", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_bank(
    State(state): State<AppState>,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
    OptionalJson(bank): OptionalJson<QuestionBank>,
) -> Result<Response, ApiError> {
    check(&bank)?;
    state.meetings_by_address.check(client).map_err(ApiError::RateLimited)?;
    let id = BankId::random(&mut rand::rng());
    state.storage.create_question_bank(&id, &bank, state.clock.now()).await?;
    let headers = [
        (LOCATION, format!("/api/v1/question-banks/{id}")),
        (ETAG, etag(1)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    let token = state.banks.sign(&id);
    Ok((StatusCode::CREATED, headers, Json(CreatedBank { id, token })).into_response())
}

/// Reads a question bank. As a download, it is what an import takes.
#[utoipa::path(
    get,
    path = "/api/v1/question-banks/{id}",
    tag = "question banks",
    params(("id" = String, Path, description = "Its id")),
    security(("bank" = [])),
    responses(
        (status = 200, description = "All of it", body = QuestionBank, headers(("ETag" = String, description = "Its revision"))),
        (status = 401, description = "Not its token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No bank has this id", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn get_bank(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
) -> Result<Response, ApiError> {
    let (bank, revision) = state.storage.question_bank(&id).await.map_err(of_bank)?;
    Ok(present(&bank, revision))
}

/// Puts another bank in place of the one that was read.
#[utoipa::path(
    put,
    path = "/api/v1/question-banks/{id}",
    tag = "question banks",
    params(
        ("id" = String, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The ETag of what this replaces"),
    ),
    security(("bank" = [])),
    responses(
        (status = 204, description = "Done", headers(("ETag" = String, description = "Its revision now"))),
        (status = 400, description = "Invalid body", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Not its token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No bank has this id", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Body too large", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn put_bank(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
    headers: HeaderMap,
    RequiredJson(bank): RequiredJson<QuestionBank>,
) -> Result<Response, ApiError> {
    let replaced = headers.get(IF_MATCH).ok_or(ApiError::NoPrecondition)?;
    let replaced = replaced.to_str().ok().and_then(revision).ok_or(ApiError::Changed)?;
    check(&bank)?;
    let now = state.clock.now();
    match state.storage.replace_question_bank(&id, &bank, replaced, now).await {
        Ok(()) => Ok((StatusCode::NO_CONTENT, [(ETAG, etag(replaced + 1))]).into_response()),
        Err(StorageError::Conflict) => {
            // Either it stands elsewhere, or there is none.
            state.storage.question_bank(&id).await.map_err(of_bank)?;
            Err(ApiError::Changed)
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds questions and templates to a bank: all of them, or none if anything is wrong.
#[utoipa::path(
    post,
    path = "/api/v1/question-banks/{id}/import",
    tag = "question banks",
    params(("id" = String, Path, description = "Its id")),
    request_body(
        content((String = "text/csv"), (QuestionBank = "application/json")),
        description = "CSV with a header row (text, category, difficulty, minutes, points, notes), or JSON: an array of questions, or a bank as it is exported",
    ),
    security(("bank" = [])),
    responses(
        (status = 200, description = "The bank with all of it added", body = QuestionBank, headers(("ETag" = String, description = "Its revision now"))),
        (status = 401, description = "Not its token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No bank has this id", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Body too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Neither CSV nor JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Nothing was imported; `errors` has what is wrong, line by line", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn import(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
    JsonOrCsv { text, json }: JsonOrCsv,
) -> Result<Response, ApiError> {
    let added = if json {
        bank_from_json(&text)
    } else {
        let templates = Vec::new();
        questions_from_csv(&text).map(|questions| QuestionBank { questions, templates })
    };
    let added = added.map_err(ApiError::InvalidImport)?;
    for _ in 0..ATTEMPTS {
        let (mut bank, revision) = state.storage.question_bank(&id).await.map_err(of_bank)?;
        bank.questions.extend(added.questions.iter().cloned());
        bank.templates.extend(added.templates.iter().cloned());
        bank.check().map_err(|error| {
            ApiError::InvalidImport(vec![LineError { line: 1, message: error.to_string() }])
        })?;
        let now = state.clock.now();
        match state.storage.replace_question_bank(&id, &bank, revision, now).await {
            Ok(()) => return Ok(present(&bank, revision + 1)),
            Err(StorageError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::Changed)
}

/// The questions of a bank as CSV (RFC 4180).
#[utoipa::path(
    get,
    path = "/api/v1/question-banks/{id}/questions.csv",
    tag = "question banks",
    params(("id" = String, Path, description = "Its id")),
    security(("bank" = [])),
    responses(
        (status = 200, description = "The questions", body = String, content_type = "text/csv"),
        (status = 401, description = "Not its token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No bank has this id", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn export_csv(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
) -> Result<Response, ApiError> {
    let (bank, _) = state.storage.question_bank(&id).await.map_err(of_bank)?;
    Ok((download("text/csv; charset=utf-8", "questions.csv"), questions_to_csv(&bank.questions))
        .into_response())
}

/// A bank as a JSON file.
#[utoipa::path(
    get,
    path = "/api/v1/question-banks/{id}/export.json",
    tag = "question banks",
    params(("id" = String, Path, description = "Its id")),
    security(("bank" = [])),
    responses(
        (status = 200, description = "All of it", body = QuestionBank),
        (status = 401, description = "Not its token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No bank has this id", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn export_json(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
) -> Result<Response, ApiError> {
    let (bank, _) = state.storage.question_bank(&id).await.map_err(of_bank)?;
    let text = serde_json::to_string_pretty(&bank).map_err(|_| ApiError::Internal)?;
    Ok((download("application/json", "question-bank.json"), text).into_response())
}

fn download(kind: &str, name: &str) -> [(http::HeaderName, String); 3] {
    [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ]
}

fn present(bank: &QuestionBank, revision: u64) -> Response {
    let headers = [(ETAG, etag(revision)), (CACHE_CONTROL, "no-store".to_owned())];
    (headers, Json(bank)).into_response()
}

fn check(bank: &QuestionBank) -> Result<(), ApiError> {
    bank.check().map_err(|error| ApiError::InvalidBody(error.to_string()))
}

fn etag(revision: u64) -> String {
    format!("\"{revision}\"")
}

/// The revision an entity tag stands for. A proxy that compresses may have made it a weak one.
fn revision(etag: &str) -> Option<u64> {
    let etag = etag.trim();
    etag.strip_prefix("W/").unwrap_or(etag).strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

fn of_bank(error: StorageError) -> ApiError {
    match error {
        StorageError::NotFound => ApiError::BankNotFound,
        error => error.into(),
    }
}
