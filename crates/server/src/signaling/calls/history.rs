//! Call history, as each of the two people has it.

use convene_model::{CallId, Timestamp};
use convene_protocol::{
    CallHistoryRequest, CallMark, CallPage, Empty, ErrorBody, ErrorCode, MAX_CALLS_IN_PAGE,
};
use convene_storage::CallRepository as _;

use super::super::connection::Connection;
use super::storage_refusal;

/// Calls per page of history, unless the client asks for another number.
const PAGE: u32 = 50;

impl Connection {
    pub(super) async fn call_history(
        &self,
        request: CallHistoryRequest,
    ) -> Result<CallPage, ErrorBody> {
        let me = &self.person()?.id;
        let limit = request.limit.unwrap_or(PAGE);
        if !(1..=MAX_CALLS_IN_PAGE).contains(&limit) {
            let message = format!("limit: a page has 1 to {MAX_CALLS_IN_PAGE} calls");
            return Err(ErrorBody::new(ErrorCode::InvalidPayload, message));
        }
        self.flush_calls().await?;
        let before = request.before.map(|CallMark { called_at, id }| (called_at, id));
        let before = before.as_ref().map(|(at, id): &(Timestamp, CallId)| (*at, id));
        let page = self.shared.parts.storage.call_page(me, before, limit).await;
        let page = page.map_err(|error| storage_refusal(&error))?;
        Ok(CallPage { calls: page.calls, has_more: page.has_more })
    }

    pub(super) async fn delete_call(&self, call: CallId) -> Result<Empty, ErrorBody> {
        let me = &self.person()?.id;
        self.flush_calls().await?;
        let deleted = self.shared.parts.storage.delete_call(me, &call).await;
        deleted.map_err(|error| storage_refusal(&error))?;
        self.tell_other_pages().await
    }

    pub(super) async fn clear_missed(&self) -> Result<Empty, ErrorBody> {
        let me = &self.person()?.id;
        self.flush_calls().await?;
        let parts = &self.shared.parts;
        let cleared = parts.storage.clear_missed(me, parts.clock.now()).await;
        cleared.map_err(|error| storage_refusal(&error))?;
        self.tell_other_pages().await
    }
}
