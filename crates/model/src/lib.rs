//! Types shared by all crates: ids, names, media state, signals.
//!
//! A value of one of these types is valid by construction: parsing is the only way to make one from
//! text. This crate does no I/O, reads no clock and knows no protocol; randomness is an argument.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod call;
mod chat;
mod chosen_name;
mod display_name;
mod evaluation;
mod ids;
mod interview;
mod labels;
mod media_path;
mod media_state;
mod meeting_title;
pub mod number;
mod participant;
mod password;
mod publication;
mod role;
mod room_record;
mod room_settings;
mod signal;
mod signal_text;
mod source;
mod stream;
mod timestamp;
mod visible;
mod weight;

pub use call::{Availability, CallEnd, CallRecord, CallState, Party, WhoMayCall};
pub use chat::{
    ChatMessage, ChatMessageId, ChatText, ChatTextError, ClientMessageId, ClientMessageIdError,
    Reaction, ReactionError,
};
pub use chosen_name::{ChosenName, ChosenNameError};
pub use display_name::{DisplayName, DisplayNameError};
pub use evaluation::{
    Assessment, AssessmentDraft, AssessmentFailure, AssessmentModel, AssessmentModelError,
    AssessmentScore, AssessmentState, Excerpt, ExcerptError, ExpectedPoint, ExpectedPointError,
    Matching, MatchingScore, PointOutcome, PointResult, Remark, RemarkError, Remarks, RemarksError,
    ScoreError,
};
pub use ids::{BankId, CallId, IdError, LinkId, MeetingId, ParticipantId, PersonId, TransportId};
pub use interview::{
    Answer, AskedQuestion, Criterion, Decision, DecisionOutcome, DetailsError, Difficulty,
    Evaluation, Happening, InterviewChange, InterviewClock, InterviewCommand, InterviewDetails,
    InterviewItem, InterviewPlan, InterviewReport, InterviewRole, InterviewRoleError,
    InterviewState, InterviewView, InterviewerView, LinkMade, LongText, Moment, Note, NoteId,
    PlanError, PublicQuestion, PublicView, QuestionBank, QuestionId, QuestionSpec, QuestionText,
    Rating, ReasonText, Recommendation, ReportedPerson, ReportedQuestion, Score, Scorecard,
    Section, SectionId, ShortText, TextError,
};
pub use labels::{Attributes, AttributesError, LabelError, RoomName, UserId};
pub use media_path::{MediaPath, MediaPathSetting};
pub use media_state::MediaState;
pub use meeting_title::{MeetingTitle, MeetingTitleError};
pub use participant::{LeaveReason, Participant, Presence, RecordingState, WaitingParticipant};
pub use password::{Password, PasswordError, PasswordHash};
pub use publication::{
    HeardSlot, Layer, Mid, MidError, Publication, SlotState, TransportDirection, VideoSlot,
    VideoSource,
};
pub use role::Role;
pub use room_record::{ActingHost, NetworkTag, Renamed, RoomRecord};
pub use room_settings::{Audience, RoomSettings};
pub use signal::{Signal, SignalKind};
pub use signal_text::SignalText;
pub use source::Source;
pub use stream::{InvalidStreamScope, StreamScope};
pub use timestamp::Timestamp;
pub use weight::json_bytes;
