//! `/api/v1/question-banks`: questions and plans kept for later interviews. The holder of a bank's
//! token may read and change it.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, FromRequestParts, Path, State};
use axum::response::{IntoResponse, Response};
use convene_model::{BankId, QuestionBank};
use convene_protocol::http::{CreatedBank, ImportFault, LineError, Problem};
use convene_protocol::import::{bank_from_json, fault_of, questions_from_csv, questions_to_csv};
use convene_storage::{QuestionBankRepository as _, StorageError};
use http::StatusCode;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderMap, IF_MATCH, LOCATION,
};
use http::request::Parts;

use super::bearer::Bearer;
use super::json::{JsonOrCsv, OptionalJson, RequiredJson};
use super::problem::ApiError;
use super::{AppState, MAX_DOCUMENT_BYTES};
use crate::request_origin::ClientAddr;

/// Retries of an import if the bank changes meanwhile.
const ATTEMPTS: usize = 5;

/// A bank whose token the request carries.
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

/// Creates a question bank.
#[utoipa::path(
    post,
    path = "/api/v1/question-banks",
    tag = "question banks",
    request_body(content = Option<QuestionBank>, description = "Content of the bank; optional"),
    responses(
        (status = 201, description = "Created. `token` is returned only here", body = CreatedBank,
         headers(("Location" = String, description = "Path of the new resource"), ("ETag" = String, description = "Revision of the bank"))),
        (status = 400, description = "The body is invalid", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
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

/// Returns a question bank, in the form that an import accepts.
#[utoipa::path(
    get,
    path = "/api/v1/question-banks/{id}",
    tag = "question banks",
    params(("id" = String, Path, description = "ID of the bank")),
    security(("bank" = [])),
    responses(
        (status = 200, description = "The whole bank", body = QuestionBank, headers(("ETag" = String, description = "Revision of the bank"))),
        (status = 401, description = "The token does not belong to this bank", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Bank not found", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn get_bank(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
) -> Result<Response, ApiError> {
    let (bank, revision) = state.storage.question_bank(&id).await.map_err(of_bank)?;
    // Reading counts as use. If the disk refuses the write, the bank can still be read.
    if let Err(error) = state.storage.use_bank(&id, state.clock.now()).await {
        tracing::warn!(%error, "cannot note that a question bank is used");
    }
    Ok(present(&bank, revision))
}

/// Replaces the bank, if it is still the one that was read.
#[utoipa::path(
    put,
    path = "/api/v1/question-banks/{id}",
    tag = "question banks",
    params(
        ("id" = String, Path, description = "ID of the bank"),
        ("If-Match" = String, Header, description = "ETag of the revision to replace"),
    ),
    security(("bank" = [])),
    responses(
        (status = 204, description = "Done", headers(("ETag" = String, description = "New revision of the bank"))),
        (status = 400, description = "The body is invalid", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token does not belong to this bank", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Bank not found", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The bank was changed in the meantime", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "The header If-Match is missing", body = Problem, content_type = "application/problem+json"),
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
            // Either the revision is another one, or the bank does not exist.
            state.storage.question_bank(&id).await.map_err(of_bank)?;
            Err(ApiError::Changed)
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds questions and templates to a bank: all of them, or none if any is invalid.
#[utoipa::path(
    post,
    path = "/api/v1/question-banks/{id}/import",
    tag = "question banks",
    params(("id" = String, Path, description = "ID of the bank")),
    request_body(
        content((String = "text/csv"), (QuestionBank = "application/json")),
        description = "CSV with a header row (text, category, difficulty, minutes, points, notes), or JSON: an array of questions, or an exported bank",
    ),
    security(("bank" = [])),
    responses(
        (status = 200, description = "The bank with the imported questions and templates", body = QuestionBank, headers(("ETag" = String, description = "New revision of the bank"))),
        (status = 401, description = "The token does not belong to this bank", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Bank not found", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is neither CSV nor JSON", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many imports from this address are waiting; see Retry-After", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Nothing was imported; `errors` lists each error with its line", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn import(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
    JsonOrCsv { text, json }: JsonOrCsv,
) -> Result<Response, ApiError> {
    let parse = move || {
        if json {
            return bank_from_json(&text);
        }
        let templates = Vec::new();
        questions_from_csv(&text).map(|questions| QuestionBank { questions, templates })
    };
    let added = state.blocking.run(client, parse).await?.map_err(ApiError::InvalidImport)?;
    for _ in 0..ATTEMPTS {
        let (mut bank, revision) = state.storage.question_bank(&id).await.map_err(of_bank)?;
        bank.questions.extend(added.questions.iter().cloned());
        bank.templates.extend(added.templates.iter().cloned());
        let refused = |message: String, fault| {
            ApiError::InvalidImport(vec![LineError { line: 1, message, fault }])
        };
        bank.check().map_err(|error| refused(error.to_string(), fault_of(&error)))?;
        // A larger bank could be read, but not replaced.
        let size = serde_json::to_vec(&bank).map_or(usize::MAX, |bank| bank.len());
        if size > MAX_DOCUMENT_BYTES {
            let message = format!(
                "with this import the bank would have {size} bytes; at most {MAX_DOCUMENT_BYTES} are allowed"
            );
            let max = u32::try_from(MAX_DOCUMENT_BYTES).unwrap_or(u32::MAX);
            return Err(refused(message, ImportFault::BankTooLarge { max }));
        }
        let now = state.clock.now();
        match state.storage.replace_question_bank(&id, &bank, revision, now).await {
            Ok(()) => return Ok(present(&bank, revision + 1)),
            Err(StorageError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::Changed)
}

/// Returns the questions of a bank as CSV (RFC 4180).
#[utoipa::path(
    get,
    path = "/api/v1/question-banks/{id}/questions.csv",
    tag = "question banks",
    params(("id" = String, Path, description = "ID of the bank")),
    security(("bank" = [])),
    responses(
        (status = 200, description = "The questions", body = String, content_type = "text/csv"),
        (status = 401, description = "The token does not belong to this bank", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Bank not found", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn export_csv(
    State(state): State<AppState>,
    OwnBank(id): OwnBank,
    Extension(ClientAddr(client)): Extension<ClientAddr>,
) -> Result<Response, ApiError> {
    let (bank, _) = state.storage.question_bank(&id).await.map_err(of_bank)?;
    let csv = state.blocking.run(client, move || questions_to_csv(&bank.questions)).await?;
    Ok((download("text/csv; charset=utf-8", "questions.csv"), csv).into_response())
}

/// Returns a bank as a JSON file.
#[utoipa::path(
    get,
    path = "/api/v1/question-banks/{id}/export.json",
    tag = "question banks",
    params(("id" = String, Path, description = "ID of the bank")),
    security(("bank" = [])),
    responses(
        (status = 200, description = "The whole bank", body = QuestionBank),
        (status = 401, description = "The token does not belong to this bank", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Bank not found", body = Problem, content_type = "application/problem+json"),
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

/// The revision in an entity tag. A proxy that compresses may have made the tag weak.
fn revision(etag: &str) -> Option<u64> {
    let etag = etag.trim();
    let digits = etag.strip_prefix("W/").unwrap_or(etag).strip_prefix('"')?.strip_suffix('"')?;
    // Larger numbers than the database can store are no revisions.
    digits.parse::<u32>().ok().map(u64::from)
}

fn of_bank(error: StorageError) -> ApiError {
    match error {
        StorageError::NotFound => ApiError::BankNotFound,
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use http::Method;
    use serde_json::{Value, json};

    use crate::http::testing::{self, Answer, Server};

    const PATH: &str = "/api/v1/question-banks";

    struct Bank<'a> {
        server: &'a Server,
        path: String,
        token: String,
    }

    impl<'a> Bank<'a> {
        async fn new(server: &'a Server, content: Value) -> Self {
            let answer = server.post_json(PATH, &content.to_string()).await;
            assert_eq!(answer.status(), 201, "{}", answer.text());
            assert_eq!(answer.header("etag"), "\"1\"");
            assert_eq!(answer.header("cache-control"), "no-store");
            let token = answer.json()["token"].as_str().unwrap().to_owned();
            Self { server, path: answer.header("location").to_owned(), token }
        }

        async fn get(&self) -> Answer {
            self.server.ask(&self.token, Method::GET, &self.path, "").await
        }

        async fn send(
            &self,
            method: Method,
            path: &str,
            extra: (&str, &str),
            body: &str,
        ) -> Answer {
            let request = testing::request(method, &format!("{}{path}", self.path))
                .header("authorization", format!("Bearer {}", self.token))
                .header("content-type", "application/json");
            let request = match extra {
                ("", _) => request,
                ("content-type", kind) => {
                    testing::request(Method::POST, &format!("{}{path}", self.path))
                        .header("authorization", format!("Bearer {}", self.token))
                        .header("content-type", kind)
                }
                (name, value) => request.header(name, value),
            };
            self.server.send(request.body(body.to_owned()).unwrap()).await
        }

        async fn put(&self, etag: &str, body: &Value) -> Answer {
            self.send(Method::PUT, "", ("if-match", etag), &body.to_string()).await
        }

        async fn import(&self, kind: &str, body: &str) -> Answer {
            self.send(Method::POST, "/import", ("content-type", kind), body).await
        }
    }

    fn questions(texts: &[&str]) -> Value {
        let questions: Vec<_> =
            texts.iter().map(|text| json!({ "text": text, "points": [] })).collect();
        json!({ "questions": questions, "templates": [] })
    }

    #[tokio::test]
    async fn a_bank_is_made_and_read() {
        let server = Server::new().await;
        let empty = server.request(Method::POST, PATH).await;
        assert_eq!(empty.status(), 201);
        let content = json!({
            "questions": [{ "text": "Why?", "category": "C", "difficulty": "hard", "minutes": 5,
                "points": ["an index"], "notes": "N" }],
            "templates": [{ "title": "T", "sections": [{ "id": 1, "title": "S", "minutes": 10 }],
                "questions": [], "criteria": [] }],
        });
        let bank = Bank::new(&server, content.clone()).await;
        let read = bank.get().await;
        assert_eq!((read.status(), read.header("etag")), (200, "\"1\""));
        assert_eq!(read.header("cache-control"), "no-store");
        assert_eq!(read.json(), content);
    }

    #[tokio::test]
    async fn what_was_read_is_replaced_once() {
        let server = Server::new().await;
        let bank = Bank::new(&server, questions(&["a"])).await;
        let put = bank.put("\"1\"", &questions(&["b"])).await;
        assert_eq!((put.status(), put.header("etag"), put.text()), (204, "\"2\"", ""));
        // A weak tag, as from a proxy that compresses.
        assert_eq!(bank.put("W/\"2\"", &questions(&["c"])).await.header("etag"), "\"3\"");
        for etag in ["\"1\"", "\"2\"", "\"4\"", "\"-1\"", "3", "x", "\"18446744073709551615\""] {
            let answer = bank.put(etag, &questions(&["d"])).await;
            assert_eq!(answer.problem(), (412, "changed".into()), "{etag}");
        }
        let answer = bank.send(Method::PUT, "", ("", ""), &questions(&["d"]).to_string()).await;
        assert_eq!(answer.problem(), (428, "no-precondition".into()));
        let read = bank.get().await;
        assert_eq!((read.header("etag"), read.json()), ("\"3\"", questions(&["c"])));
    }

    #[tokio::test]
    async fn only_its_token_opens_a_bank() {
        let server = Server::new().await;
        let bank = Bank::new(&server, questions(&["a"])).await;
        let other = Bank::new(&server, json!({})).await;
        let link = server.interview(None).await.interviewer;
        let requests = [
            (Method::GET, "", ""),
            (Method::PUT, "", "{}"),
            (Method::POST, "/import", "[]"),
            (Method::GET, "/questions.csv", ""),
            (Method::GET, "/export.json", ""),
        ];
        for (method, suffix, body) in requests {
            let path = format!("{}{suffix}", bank.path);
            for token in ["", "x", &other.token, &link, &bank.token[1..]] {
                let answer = server.ask(token, method.clone(), &path, body).await;
                assert_eq!(answer.problem(), (401, "invalid-token".into()), "{method} {path}");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
            let answer = server.request(method.clone(), &path).await;
            assert_eq!(answer.problem(), (401, "invalid-token".into()), "{method} {path}");
            for id in ["x", "%00", "%ff", "..%2f..%2fetc"] {
                let path = format!("{PATH}/{id}{suffix}");
                let answer = server.ask(&bank.token, method.clone(), &path, body).await;
                assert_eq!(answer.problem(), (404, "bank-not-found".into()), "{method} {path}");
            }
        }
        assert_eq!(bank.get().await.json(), questions(&["a"]));
    }

    #[tokio::test]
    async fn an_import_adds_all_or_nothing() {
        let server = Server::new().await;
        let bank = Bank::new(&server, questions(&["first"])).await;
        let csv = "text,points,minutes\nsecond,\"x; y\",5\nthird,,\n";
        let answer = bank.import("text/csv; charset=utf-8", csv).await;
        assert_eq!((answer.status(), answer.header("etag")), (200, "\"2\""));
        assert_eq!(answer.json()["questions"][1]["points"], json!(["x", "y"]));
        let whole = json!({ "questions": [{ "text": "fourth" }], "templates": [{ "title": "T" }] });
        assert_eq!(bank.import("application/json", &whole.to_string()).await.status(), 200);
        assert_eq!(bank.import("application/json", r#"[{"text":"fifth"}]"#).await.status(), 200);
        let before = bank.get().await;
        let texts: Vec<_> = before.json()["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| question["text"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(texts, ["first", "second", "third", "fourth", "fifth"]);
        assert_eq!(before.json()["templates"][0]["title"], "T");

        let csv = "text,difficulty,minutes\ngood,easy,1\n,easy,1\ngood,brutal,\ngood,,0\ngood,,x\n";
        for (kind, body, lines) in [
            ("text/csv", csv, &[3, 4, 5, 6][..]),
            ("text/csv", "", &[1]),
            ("text/csv", "question\nx\n", &[1, 1]),
            ("application/json", "[{\"text\":\"good\"},\n{\"text\":\"\"},\n{}]", &[2, 3]),
            ("application/json", "[\n{", &[2]),
            ("application/json", "{\"x\":1}", &[1]),
            ("application/json", "{\"templates\":[{}]}", &[1]),
        ] {
            let answer = bank.import(kind, body).await;
            assert_eq!(answer.problem(), (422, "invalid-import".into()), "{body}");
            let problem = answer.json();
            let errors = problem["errors"].as_array().unwrap();
            let named: Vec<_> = errors.iter().map(|e| e["line"].as_i64().unwrap()).collect();
            assert_eq!(named, lines, "{problem}");
            assert!(errors.iter().all(|error| !error["message"].as_str().unwrap().is_empty()));
        }
        let after = bank.get().await;
        assert_eq!((after.header("etag"), after.text()), (before.header("etag"), before.text()));
    }

    #[tokio::test]
    async fn an_import_that_is_neither_csv_nor_json_or_too_large_is_refused() {
        let server = Server::new().await;
        let bank = Bank::new(&server, json!({})).await;
        let answer = bank.import("text/plain", "text\nx\n").await;
        assert_eq!(answer.problem(), (415, "unsupported-media-type".into()));
        let large = format!("text\n{}\n", "x".repeat(2 * 1024 * 1024));
        assert_eq!(bank.import("text/csv", &large).await.problem(), (413, "body-too-large".into()));
        // Parsing stops at the first row above the limit.
        let rows = format!("text\n{}", "x\n".repeat(1_040_000));
        let answer = bank.import("text/csv", &rows).await;
        assert_eq!(answer.problem(), (422, "invalid-import".into()));
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        assert_eq!((errors.len(), &errors[0]["line"]), (1, &json!(2_002)));
        assert!(errors[0]["message"].as_str().unwrap().contains("2000 questions"));
        // A bank may not grow beyond the size that can be replaced.
        let rows = format!("text,notes\n{}", format!("x,{}\n", "y".repeat(9_000)).repeat(150));
        assert_eq!(bank.import("text/csv", &rows).await.status(), 200);
        let answer = bank.import("text/csv", &rows).await;
        assert_eq!(answer.problem(), (422, "invalid-import".into()));
        let read = bank.get().await;
        assert_eq!(read.json()["questions"].as_array().unwrap().len(), 150);
        assert_eq!(bank.put("\"2\"", &read.json()).await.status(), 204);
    }

    #[tokio::test]
    async fn imports_at_the_same_time_lose_nothing() {
        let server = Server::new().await;
        let bank = Bank::new(&server, json!({})).await;
        let import = async |name: &str| {
            // Retries after a conflict, as a client does.
            loop {
                let answer = bank.import("text/csv", &format!("text\n{name}\n")).await;
                match answer.status() {
                    200 => break,
                    status => assert_eq!(status, 412, "{}", answer.text()),
                }
            }
        };
        tokio::join!(import("a"), import("b"), import("c"), import("d"), import("e"), import("f"));
        let read = bank.get().await;
        let mut texts: Vec<_> = read.json()["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| question["text"].as_str().unwrap().to_owned())
            .collect();
        texts.sort();
        assert_eq!(texts, ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(read.header("etag"), "\"7\"");
    }

    #[tokio::test]
    async fn exports_are_downloads_that_can_be_imported() {
        let server = Server::new().await;
        let tricky = json!({
            "questions": [{ "text": "Say \"a, b\"\nand c; ä", "difficulty": "easy", "minutes": 3,
                "points": ["x, y", "z; z"], "notes": "=1+1" }],
            "templates": [],
        });
        let bank = Bank::new(&server, tricky.clone()).await;
        for (file, kind, name) in [
            ("/questions.csv", "text/csv; charset=utf-8", "questions.csv"),
            ("/export.json", "application/json", "question-bank.json"),
        ] {
            let answer = bank.send(Method::GET, file, ("", ""), "").await;
            assert_eq!((answer.status(), answer.header("content-type")), (200, kind));
            let disposition = format!("attachment; filename=\"{name}\"");
            assert_eq!(answer.header("content-disposition"), disposition);
            assert_eq!(answer.header("cache-control"), "no-store");
            // In a spreadsheet, no cell is a formula.
            assert_eq!(answer.text().contains("'=1+1"), name.ends_with(".csv"));
            let other = Bank::new(&server, json!({})).await;
            let imported = other.import(kind, answer.text()).await;
            assert_eq!(imported.json(), tricky, "{}", answer.text());
        }
    }

    #[tokio::test]
    async fn a_body_that_is_no_bank_is_refused() {
        let server = Server::new().await;
        let bank = Bank::new(&server, questions(&["a"])).await;
        let template = json!({ "templates": vec![json!({ "title": "T" }); 101] }).to_string();
        let minutes = r#"{"questions":[{"text":"x","minutes":1441}]}"#;
        for body in ["{", "[]", "null", r#"{"x":1}"#, r#"{"questions":[{}]}"#, minutes, &template] {
            let made = server.post_json(PATH, body).await;
            assert_eq!(made.problem(), (400, "invalid-body".into()), "{body}");
            let put = bank.send(Method::PUT, "", ("if-match", "\"1\""), body).await;
            assert_eq!(put.problem(), (400, "invalid-body".into()), "{body}");
        }
        let large = questions(&["x".repeat(3 * 1024 * 1024).as_str()]);
        assert_eq!(bank.put("\"1\"", &large).await.problem(), (413, "body-too-large".into()));
        assert_eq!(bank.get().await.json(), questions(&["a"]));
    }

    #[tokio::test]
    async fn an_address_that_makes_too_many_is_told_when_to_come_back() {
        let server = Server::configured(&["--meetings-per-minute", "1"]).await;
        assert_eq!(server.request(Method::POST, PATH).await.status(), 201);
        let answer = server.request(Method::POST, PATH).await;
        assert_eq!(answer.problem(), (429, "rate-limited".into()));
        assert!(!answer.header("retry-after").is_empty());
    }

    #[tokio::test]
    async fn without_a_database_it_says_so() {
        let server = Server::new().await;
        let bank = Bank::new(&server, json!({})).await;
        server.state.storage.close().await;
        assert_eq!(bank.get().await.problem(), (503, "storage-unavailable".into()));
        let put = bank.put("\"1\"", &questions(&["a"])).await;
        assert_eq!(put.problem(), (503, "storage-unavailable".into()));
        let import = bank.import("text/csv", "text\nx\n").await;
        assert_eq!(import.problem(), (503, "storage-unavailable".into()));
        let made = server.request(Method::POST, PATH).await;
        assert_eq!(made.problem(), (503, "storage-unavailable".into()));
    }
}
