//! `DELETE /api/v1/interviews/{id}`.

use axum::extract::State;
use convene_protocol::http::Problem;
use convene_storage::InterviewRepository as _;
use http::StatusCode;

use super::super::AppState;
use super::super::problem::ApiError;
use super::{Holder, Interviewer, of_interview};

/// Deletes an interview and all its data.
///
/// The data are the plan, questions, answers, notes, scores, chat and links. All participants are
/// removed from its room.
#[utoipa::path(
    delete,
    path = "/api/v1/interviews/{id}",
    tag = "interviews",
    params(("id" = String, Path, description = "ID of the interview", example = "abc-defg-hij")),
    security(("link" = [])),
    responses(
        (status = 204, description = "Deleted"),
        (status = 401, description = "The link is invalid, expired or revoked", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only interviewers may do this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Already deleted", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Storage is unavailable", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in super::super) async fn delete_interview(
    State(state): State<AppState>,
    Interviewer(Holder { id, .. }): Interviewer,
) -> Result<StatusCode, ApiError> {
    state.storage.delete_meeting(&id).await.map_err(of_interview)?;
    if let Some(room) = state.live.room(&id) {
        // The room may be closing; then there is no one to tell.
        room.deleted();
    }
    tracing::info!(meeting = %id, "interview deleted");
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use convene_model::{ClientMessageId, ParticipantId, Timestamp};
    use convene_storage::{
        ChatRepository as _, InterviewRepository as _, MeetingRepository as _, NewChatMessage,
        RoomRepository as _, StorageError,
    };
    use http::Method;
    use serde_json::json;

    use crate::http::testing::Server;

    /// True if any file in the data directory contains the text.
    fn is_on_disk(server: &Server, text: &str) -> bool {
        let files = std::fs::read_dir(server.data_dir()).unwrap();
        files
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    }

    #[tokio::test]
    async fn nothing_of_a_deleted_interview_is_left() {
        let server = Server::new().await;
        let storage = &server.state.storage;
        let plan = json!({
            "title": "marker-title",
            "questions": [{ "text": "marker-question ".repeat(200), "notes": "marker-notes" }],
        });
        let made = server.interview(Some(plan)).await;
        let other = server.interview(Some(json!({ "title": "another-title" }))).await;
        let message = NewChatMessage {
            client_id: ClientMessageId::try_from("c1".to_owned()).unwrap(),
            from: "a".repeat(16).parse::<ParticipantId>().unwrap(),
            from_name: "Ana".parse().unwrap(),
            to: None,
            to_name: None,
            text: "marker-chat".parse().unwrap(),
        };
        storage.append_chat(&made.id, &message, Timestamp(1)).await.unwrap();
        let kept_there =
            NewChatMessage { text: "another-chat".parse().unwrap(), ..message.clone() };
        storage.append_chat(&other.id, &kept_there, Timestamp(1)).await.unwrap();
        let chat_of =
            async |id| storage.chat_page(id, &message.from, None, 50).await.unwrap().messages.len();
        let label = r#"{"role":"observer","label":"marker-label"}"#;
        let links = format!("{}/links", made.path);
        server.ask(&made.interviewer, Method::POST, &links, label).await;
        assert_eq!(chat_of(&made.id).await, 1);
        for marker in ["marker-title", "marker-notes", "marker-label", "marker-chat"] {
            assert!(is_on_disk(&server, marker), "{marker}");
        }

        let answer = server.ask(&made.interviewer, Method::DELETE, &made.path, "").await;
        assert_eq!((answer.status(), answer.text()), (204, ""));

        assert!(!storage.is_interview(&made.id).await.unwrap());
        assert!(matches!(storage.meeting(&made.id).await, Err(StorageError::NotFound)));
        assert!(storage.interview_items(&made.id).await.unwrap().is_empty());
        assert!(storage.links(&made.id).await.unwrap().is_empty());
        assert_eq!(chat_of(&made.id).await, 0);
        assert_eq!(storage.room_record(&made.id).await.unwrap(), Default::default());
        for gone in ["marker-", made.id.as_str()] {
            assert!(!is_on_disk(&server, gone), "{gone}");
        }

        // Holders of its links learn that it is gone; the other interview is unchanged.
        for token in [&made.interviewer, &made.candidate] {
            for method in [Method::GET, Method::DELETE] {
                let answer = server.ask(token, method, &made.path, "").await;
                assert_eq!(answer.problem(), (404, "interview-not-found".into()));
            }
        }
        let answer = server.ask(&other.candidate, Method::GET, &other.path, "").await;
        assert_eq!(answer.json()["title"], "another-title");
        assert_eq!(chat_of(&other.id).await, 1);
        assert!(is_on_disk(&server, "another-chat"));
    }
}
