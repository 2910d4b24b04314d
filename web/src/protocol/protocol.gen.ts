// Generated from crates/protocol; do not edit. `make types` writes it, `make check` compares.
// As long as the protocol is: one module, so that what is generated is compared as a whole.

export type MeetingId = string;

export type ParticipantId = string;

export type TransportId = string;

export type UserId = string;

export type DisplayName = string;

export type MeetingTitle = string;

export type RoomName = string;

export type ChosenName = string;

export type Timestamp = number;

export type MediaState = { 
/**
 * The microphone.
 */
microphone: boolean, 
/**
 * The camera.
 */
camera: boolean, 
/**
 * The shared screen, window or tab.
 */
screen_share: boolean, 
/**
 * The sound of the shared screen, window or tab.
 */
screen_share_audio: boolean, };

export type Source = "microphone" | "camera" | "screen_share" | "screen_share_audio";

export type Role = "viewer" | "guest" | "co_host" | "host";

export type Audience = "everyone" | "hosts";

export type MediaPath = "mesh" | "server";

export type MediaPathSetting = "auto" | "mesh" | "server";

export type RoomSettings = { 
/**
 * Newcomers are kept out.
 */
locked: boolean, 
/**
 * Newcomers wait in the lobby until admitted.
 */
lobby: boolean, 
/**
 * Audience that may write chat messages.
 */
chat: Audience, 
/**
 * Audience that may share a screen.
 */
share: Audience, 
/**
 * Audience that may record.
 */
record: Audience, 
/**
 * The preview of the meeting's link says when the meeting began and who is in it.
 */
link_preview: boolean, 
/**
 * The meeting is a webinar: newcomers come as viewers.
 */
webinar?: boolean, 
/**
 * Path of the media; absent for `auto`.
 */
media_path?: MediaPathSetting, };

export type Password = string;

export type InterviewRole = "observer" | "candidate" | "interviewer";

export type PersonId = string;

export type CallId = string;

export type WhoMayCall = "anybody" | "known" | "nobody";

export type Availability = "offline" | "away" | "online" | "in_call";

export type CallEnd = "hung_up" | "declined" | "no_answer" | "busy" | "unavailable" | "cancelled" | "failed";

export type CallState = { "state": "ringing" } | { "state": "connecting", 
/**
 * Time of the answer.
 */
answered_at: Timestamp, } | { "state": "in_call", 
/**
 * Time of the answer.
 */
answered_at: Timestamp, } | { "state": "ended", 
/**
 * Time of the answer; absent if nobody answered.
 */
answered_at?: Timestamp, 
/**
 * Time of the end.
 */
ended_at: Timestamp, 
/**
 * How the call ended.
 */
end: CallEnd, };

export type Party = { 
/**
 * Id of the person.
 */
id: PersonId, 
/**
 * Display name chosen by the person.
 */
name: DisplayName, };

export type CallRecord = { 
/**
 * Id of the call.
 */
id: CallId, 
/**
 * The person who placed the call.
 */
caller: Party, 
/**
 * The person who was called.
 */
callee: Party, 
/**
 * True if the caller started the call with video.
 */
video: boolean, 
/**
 * Time at which the call began to ring.
 */
called_at: Timestamp, } & ({ "state": "ringing" } | { "state": "connecting", 
/**
 * Time of the answer.
 */
answered_at: Timestamp, } | { "state": "in_call", 
/**
 * Time of the answer.
 */
answered_at: Timestamp, } | { "state": "ended", 
/**
 * Time of the answer; absent if nobody answered.
 */
answered_at?: Timestamp, 
/**
 * Time of the end.
 */
ended_at: Timestamp, 
/**
 * How the call ended.
 */
end: CallEnd, });

export type Presence = "connected" | "reconnecting";

export type RecordingState = "recording" | "paused";

export type Participant = { 
/**
 * The server's id for this presence; the same through reconnects and server restarts.
 */
id: ParticipantId, 
/**
 * Display name.
 */
name: DisplayName, 
/**
 * Role in the room.
 */
role: Role, 
/**
 * Role in the interview, if the room has one.
 */
interview_role?: InterviewRole, 
/**
 * Media state of the participant.
 */
media: MediaState, 
/**
 * Presence of the participant's signaling connection.
 */
presence: Presence, 
/**
 * Time at which the participant joined.
 */
joined_at: Timestamp, 
/**
 * Time at which the hand was raised; hands are called in this order.
 */
hand_raised_at?: Timestamp, 
/**
 * Present while the participant records, so that pages can show who records.
 */
recording?: RecordingState, 
/**
 * True if the participant's client is of another system. Such a client knows only a microphone
 * and a camera until it is offered other sources.
 */
foreign?: boolean, 
/**
 * User id from the client's application; unique in the room.
 */
user_id?: UserId, };

export type WaitingParticipant = { 
/**
 * Participant id; the newcomer keeps it when admitted.
 */
id: ParticipantId, 
/**
 * Display name chosen by the newcomer.
 */
name: DisplayName, 
/**
 * Time at which the newcomer knocked.
 */
waiting_since: Timestamp, 
/**
 * True if the newcomer's network is that of a participant who was removed for good.
 */
suspect: boolean, };

export type TransportDirection = "up" | "down";

export type Mid = string;

export type Layer = { 
/**
 * `rid` of the encoding; absent without simulcast.
 */
rid?: string, 
/**
 * Height of the picture in pixels; 0 while unknown, and for sound.
 */
height: number, };

export type Publication = { 
/**
 * The publisher.
 */
participant_id: ParticipantId, 
/**
 * The source.
 */
source: Source, 
/**
 * The encodings that arrive, by rising size.
 */
layers: Array<Layer>, };

export type VideoSource = "camera" | "screen_share";

export type VideoSlot = { 
/**
 * `a=mid` of the m-line.
 */
mid: Mid, 
/**
 * The publisher.
 */
participant_id: ParticipantId, 
/**
 * The source.
 */
source: VideoSource, 
/**
 * Height at which the picture is shown, in physical pixels; 0 pauses the slot.
 */
height: number, 
/**
 * Priority when bandwidth is short: a greater number goes first. A shared screen goes before
 * every camera.
 */
priority: number, };

export type SlotState = { "live": { 
/**
 * Height of the layer in pixels; 0 while unknown.
 */
height: number, } } | "waiting" | "paused" | "unavailable" | "undecodable";

export type HeardSlot = { 
/**
 * `a=mid` of the m-line.
 */
mid: string, 
/**
 * The participant in the slot; absent while it is silent.
 */
participant_id?: ParticipantId, 
/**
 * The source in the slot: microphone or the sound of the shared screen.
 */
source?: Source, };

export type LeaveReason = "left" | "timed_out" | "removed" | "to_audience";

export type ChatMessageId = number;

export type ClientMessageId = string;

export type ChatText = string;

export type ChatMessage = { 
/**
 * Number in the meeting.
 */
id: ChatMessageId, 
/**
 * Id chosen by the sender.
 */
client_id: ClientMessageId, 
/**
 * The sender.
 */
from: ParticipantId, 
/**
 * The sender's name at the time of sending.
 */
from_name: DisplayName, 
/**
 * The only receiver; absent if the message is for everyone.
 */
to?: ParticipantId, 
/**
 * The receiver's name at the time of sending.
 */
to_name?: DisplayName, 
/**
 * The text; absent once the message is deleted.
 */
text?: ChatText, 
/**
 * Time at which the server accepted the message.
 */
sent_at: Timestamp, 
/**
 * Time of the last edit or of the deletion.
 */
edited_at?: Timestamp, };

export type Reaction = string;

export type Signal = { "type": "offer", 
/**
 * The description (RFC 8866).
 */
sdp: string, } | { "type": "answer", 
/**
 * The description (RFC 8866).
 */
sdp: string, } | { "type": "candidate", 
/**
 * The candidate attribute (RFC 8839), without `a=`.
 */
candidate: string, 
/**
 * Media stream identification tag of the candidate's m-line.
 */
sdp_mid?: string, 
/**
 * Index of the candidate's m-line.
 */
sdp_m_line_index?: number, 
/**
 * ICE user name fragment of the candidate's generation.
 */
username_fragment?: string, };

export type LinkId = string;

export type ShortText = string;

export type QuestionText = string;

export type LongText = string;

export type ReasonText = string;

export type ExpectedPoint = string;

export type Excerpt = string;

export type Remark = string;

export type Remarks = Array<Remark>;

export type AssessmentModel = string;

export type MatchingScore = number;

export type AssessmentScore = number;

export type PointOutcome = "found" | "negated" | "missing";

export type PointResult = { 
/**
 * The point.
 */
point: ExpectedPoint, 
/**
 * The result.
 */
outcome: PointOutcome, 
/**
 * Excerpt of the answer around the words; absent if they are missing.
 */
excerpt?: Excerpt, };

export type Matching = { 
/**
 * Result for each point, in the order of the question's points.
 */
points: Array<PointResult>, 
/**
 * Share of the points found, rounded; 0 if the question expects none.
 */
score: MatchingScore, };

export type Assessment = { 
/**
 * Score, 0 to 10.
 */
score: AssessmentScore, 
/**
 * Summary in one or two sentences.
 */
summary: Remark, 
/**
 * Strengths of the answer.
 */
strengths: Remarks, 
/**
 * Suggestions for a better answer.
 */
improvements: Remarks, 
/**
 * The model that wrote the assessment.
 */
model: AssessmentModel, 
/**
 * Time of completion.
 */
at: Timestamp, };

export type AssessmentDraft = { 
/**
 * Score, 0 to 10.
 */
score?: AssessmentScore, 
/**
 * Summary in one or two sentences.
 */
summary?: Remark, 
/**
 * Strengths of the answer.
 */
strengths: Remarks, 
/**
 * Suggestions for a better answer.
 */
improvements: Remarks, };

export type AssessmentFailure = "not_configured" | "busy" | "unreachable" | "refused" | "rate_limited" | "failing" | "timed_out" | "interrupted" | "nonsense";

export type AssessmentState = { "state": "running", 
/**
 * The part received so far.
 */
draft: AssessmentDraft, } | { "state": "done", 
/**
 * The assessment.
 */
assessment: Assessment, } | { "state": "failed", 
/**
 * Reason of the failure.
 */
reason: AssessmentFailure, };

export type SectionId = number;

export type Section = { 
/**
 * Id, unique among the plan's sections.
 */
id: SectionId, 
/**
 * Title of the section.
 */
title: ShortText, 
/**
 * Planned duration in minutes.
 */
minutes: number, };

export type Difficulty = "easy" | "medium" | "hard";

export type QuestionSpec = { 
/**
 * Text of the question. The candidate sees it, and of the rest only `minutes`.
 */
text: QuestionText, 
/**
 * Topic of the question.
 */
category?: ShortText, 
/**
 * Difficulty of the question.
 */
difficulty?: Difficulty, 
/**
 * Time for an answer, in minutes; the candidate sees it.
 */
minutes?: number, 
/**
 * Expected points: a good answer mentions them.
 */
points: Array<ExpectedPoint>, 
/**
 * Notes for interviewers.
 */
notes?: LongText, };

export type Criterion = { 
/**
 * Id, unique among the plan's criteria.
 */
id: number, 
/**
 * Title of the criterion.
 */
title: ShortText, 
/**
 * Rubric: what one to five stars mean.
 */
rubric?: LongText, };

export type InterviewPlan = { 
/**
 * Title of the interview; every participant sees it.
 */
title: ShortText, 
/**
 * Sections, in order; every participant sees them.
 */
sections: Array<Section>, 
/**
 * Planned questions, in order.
 */
questions: Array<QuestionSpec>, 
/**
 * Criteria that interviewers rate.
 */
criteria: Array<Criterion>, };

export type InterviewState = "waiting" | "running" | "paused" | "ended";

export type InterviewClock = { 
/**
 * State of the interview.
 */
state: InterviewState, 
/**
 * Time of the start.
 */
started_at?: Timestamp, 
/**
 * Time of the end.
 */
ended_at?: Timestamp, 
/**
 * Time since which the clock has been running; absent while it does not run.
 */
running_since?: Timestamp, 
/**
 * How long the clock ran before `running_since`, in milliseconds.
 */
elapsed_before_ms: number, 
/**
 * The current section.
 */
section?: SectionId, 
/**
 * Interview time at which the current section was entered, in milliseconds.
 */
section_entered_ms: number, };

export type QuestionId = number;

export type AskedQuestion = { 
/**
 * Number of the question.
 */
id: QuestionId, 
/**
 * The question.
 */
spec: QuestionSpec, 
/**
 * Index in the plan, from 0; absent if the question was improvised.
 */
planned?: number, 
/**
 * Name of the person who asked.
 */
asked_by: DisplayName, 
/**
 * Time of asking.
 */
asked_at: Timestamp, 
/**
 * Interview time of asking, in milliseconds.
 */
asked_at_ms: number, };

export type PublicQuestion = { 
/**
 * Number of the question.
 */
id: QuestionId, 
/**
 * Text of the question.
 */
text: QuestionText, 
/**
 * Time for an answer, in minutes.
 */
minutes?: number, 
/**
 * Name of the person who asked.
 */
asked_by: DisplayName, 
/**
 * Time of asking.
 */
asked_at: Timestamp, };

export type Answer = { 
/**
 * The question that it answers.
 */
question: QuestionId, 
/**
 * Text of the answer.
 */
text: LongText, 
/**
 * Time at which the answer was last saved.
 */
saved_at: Timestamp, 
/**
 * Time at which the answer was submitted; absent while it is a draft.
 */
submitted_at?: Timestamp, };

export type NoteId = number;

export type Note = { 
/**
 * Number of the note.
 */
id: NoteId, 
/**
 * The question that the note is about, if any.
 */
question?: QuestionId, 
/**
 * Link of the writer.
 */
by: LinkId, 
/**
 * Name of the writer.
 */
by_name: DisplayName, 
/**
 * Text of the note; empty once the note is deleted.
 */
text: LongText, 
/**
 * Time of writing.
 */
written_at: Timestamp, 
/**
 * Interview time of writing, in milliseconds.
 */
written_at_ms: number, };

export type Evaluation = { 
/**
 * The question whose answer was evaluated.
 */
question: QuestionId, 
/**
 * Name of the person who requested the evaluation.
 */
requested_by: DisplayName, 
/**
 * Time of the request; it identifies the evaluation among those of one answer.
 */
requested_at: Timestamp, 
/**
 * The match with the expected points.
 */
matching: Matching, 
/**
 * The assessment by a model; absent until it begins.
 */
assessment?: AssessmentState, };

export type Score = { 
/**
 * The question whose answer was scored.
 */
question: QuestionId, 
/**
 * Link of the interviewer.
 */
by: LinkId, 
/**
 * Name of the interviewer.
 */
by_name: DisplayName, 
/**
 * The score, 0 to 10.
 */
points: number, };

export type Rating = { 
/**
 * Id of the criterion.
 */
criterion: number, 
/**
 * The rating, 1 to 5.
 */
stars: number, 
/**
 * Reason for the rating.
 */
comment?: LongText, };

export type Recommendation = "strong_no" | "no" | "yes" | "strong_yes";

export type Scorecard = { 
/**
 * Link of the interviewer.
 */
by: LinkId, 
/**
 * Name of the interviewer.
 */
by_name: DisplayName, 
/**
 * Ratings, at most one of each criterion.
 */
ratings: Array<Rating>, 
/**
 * Notes that only this interviewer sees, even after the scorecard is submitted.
 */
private_notes: LongText, 
/**
 * The interviewer's recommendation.
 */
recommendation?: Recommendation, 
/**
 * Time at which the scorecard was last saved.
 */
saved_at: Timestamp, 
/**
 * Time at which the scorecard was submitted, and became final.
 */
submitted_at?: Timestamp, };

export type PublicView = { 
/**
 * Title of the interview.
 */
title: ShortText, 
/**
 * Sections of the plan.
 */
sections: Array<Section>, 
/**
 * The clock.
 */
clock: InterviewClock, 
/**
 * Asked questions, in order.
 */
questions: Array<PublicQuestion>, 
/**
 * The answers, in the order of their questions.
 */
answers: Array<Answer>, };

export type InterviewerView = { 
/**
 * Link of the viewer: notes, scores and scorecards by it are the viewer's own.
 */
link: LinkId, 
/**
 * The plan.
 */
plan: InterviewPlan, 
/**
 * The clock.
 */
clock: InterviewClock, 
/**
 * Asked questions, in order.
 */
questions: Array<AskedQuestion>, 
/**
 * The answers, in the order of their questions.
 */
answers: Array<Answer>, 
/**
 * All notes.
 */
notes: Array<Note>, 
/**
 * The viewer's own scores and, once the viewer has submitted a scorecard, those of others who
 * have, too.
 */
scores: Array<Score>, 
/**
 * Evaluations of answers.
 */
evaluations: Array<Evaluation>, 
/**
 * The viewer's own scorecard and, once it is submitted, the submitted ones of the others.
 */
scorecards: Array<Scorecard>, };

export type InterviewView = { "role": "interviewer" } & InterviewerView | { "role": "candidate" } & PublicView | { "role": "observer" } & PublicView;

export type InterviewChange = { "kind": "clock", "value": InterviewClock } | { "kind": "outline", "value": { 
/**
 * The title.
 */
title: ShortText, 
/**
 * The sections.
 */
sections: Array<Section>, } } | { "kind": "plan", "value": InterviewPlan } | { "kind": "question", "value": PublicQuestion } | { "kind": "asked_question", "value": AskedQuestion } | { "kind": "answer", "value": Answer } | { "kind": "note", "value": Note } | { "kind": "score", "value": Score } | { "kind": "evaluation", "value": Evaluation } | { "kind": "scorecard", "value": Scorecard };

export type InterviewCommand = { "kind": "start", } | { "kind": "pause", } | { "kind": "resume", } | { "kind": "end", } | { "kind": "enter_section", 
/**
 * The section.
 */
section: SectionId, } | { "kind": "set_plan", 
/**
 * The plan.
 */
plan: InterviewPlan, } | { "kind": "ask_planned", 
/**
 * Index of the question in the plan, from 0.
 */
index: number, } | { "kind": "ask", 
/**
 * The question.
 */
question: QuestionSpec, } | { "kind": "save_answer", 
/**
 * The question that it answers.
 */
question: QuestionId, 
/**
 * The whole text; it replaces the saved one.
 */
text: LongText, 
/**
 * True to submit the answer.
 */
submit: boolean, } | { "kind": "write_note", 
/**
 * The note to change; absent for a new one.
 */
id?: NoteId, 
/**
 * The question that the note is about, if any.
 */
question?: QuestionId, 
/**
 * The whole text.
 */
text: LongText, } | { "kind": "score_answer", 
/**
 * The question.
 */
question: QuestionId, 
/**
 * The score, 0 to 10.
 */
points: number, } | { "kind": "evaluate", 
/**
 * The question whose answer to evaluate.
 */
question: QuestionId, } | { "kind": "save_scorecard", 
/**
 * Ratings, at most one of each criterion.
 */
ratings: Array<Rating>, 
/**
 * Notes that only the sender sees.
 */
private_notes: LongText, 
/**
 * The sender's recommendation.
 */
recommendation?: Recommendation, 
/**
 * True to submit the scorecard.
 */
submit: boolean, };

export type ErrorCode = "invalid_payload" | "too_large" | "unknown_event" | "rate_limited" | "not_joined" | "already_joined" | "meeting_not_found" | "room_full" | "lobby_full" | "meeting_locked" | "meeting_ended" | "password_required" | "wrong_password" | "removed" | "no_media_server" | "media_server_required" | "not_allowed" | "link_required" | "invalid_link" | "wrong_state" | "item_not_found" | "already_submitted" | "limit_reached" | "name_taken" | "not_signed_in" | "own_id" | "in_call" | "call_not_found" | "unavailable" | "invalid_token" | "participant_not_found" | "message_not_found" | "storage_unavailable" | "server_closing" | "internal";

export type ErrorBody = { 
/**
 * Machine-readable code.
 */
code: ErrorCode, 
/**
 * Description for people who read logs. It is not translated; do not parse it.
 */
message: string, 
/**
 * With `rate_limited`: how long to wait (ms).
 */
retry_after_ms?: number, };

export type IceServer = { 
/**
 * STUN (RFC 7064) or TURN (RFC 7065) URIs.
 */
urls: Array<string>, 
/**
 * TURN user name. That of the server's own relay contains the time at which it expires.
 */
username?: string, 
/**
 * TURN password.
 */
credential?: string, };

export type IceServers = { 
/**
 * Value for `RTCConfiguration.iceServers`.
 */
servers: Array<IceServer>, 
/**
 * Expiry time of the credentials.
 */
expires_at: Timestamp, };

export type RoomSnapshot = { 
/**
 * The meeting that the room belongs to.
 */
meeting_id: MeetingId, 
/**
 * Time at which the meeting began.
 */
started_at: Timestamp, 
/**
 * Title of the meeting; absent if it has none.
 */
title?: MeetingTitle, 
/**
 * Name that leads to the meeting instead of its id; absent if it has none.
 */
name?: RoomName, 
/**
 * True if clients of other systems find the room by its name. The name is then the title, and
 * hosts can change neither.
 */
named_room?: boolean, 
/**
 * Everybody in the room except viewers, in the order in which they joined; and the receiver.
 */
participants: Array<Participant>, 
/**
 * Number of viewers; absent for none.
 */
viewers?: number, 
/**
 * Viewers with a raised hand, the earliest first, 50 at most; for hosts and co-hosts.
 */
hands?: Array<Participant>, 
/**
 * Path of the media; absent for `mesh`.
 */
media_path?: MediaPath, 
/**
 * Publications at the forwarding server; absent for none.
 */
publications?: Array<Publication>, 
/**
 * Settings that hosts chose.
 */
settings: RoomSettings, 
/**
 * True if newcomers must give a password.
 */
has_password: boolean, 
/**
 * Participants in the lobby; empty if the receiver may not admit.
 */
waiting: Array<WaitingParticipant>, 
/**
 * Sent to hosts only: `false` while some decision of a host is not on the server's disk yet.
 */
kept?: boolean, 
/**
 * The part of the interview that the receiver may see; absent if the meeting is not an
 * interview.
 */
interview?: InterviewView, };

export type JoinRequest = { 
/**
 * The meeting whose room to enter.
 */
meeting_id: MeetingId, 
/**
 * Display name.
 */
name: DisplayName, 
/**
 * Media that the participant sends from the start.
 */
media: MediaState, 
/**
 * Token of an earlier `join` of the same meeting: resumes that presence.
 */
token?: string, 
/**
 * With `token`: sequence number of the last event received. The server then sends the events
 * after it. Without `last_seq` it sends a snapshot of the room.
 */
last_seq?: number, 
/**
 * Token that the creator of the meeting got: makes the participant a host.
 */
host_token?: string, 
/**
 * The meeting's password; required if it has one and no token is given.
 */
password?: Password, 
/**
 * Token of a link into the interview; required if the meeting is an interview.
 */
link?: string, 
/**
 * True if the client can send and receive its media through the forwarding server.
 */
can_forward?: boolean, };

export type JoinReply = { "status": "joined", 
/**
 * The participant's own id: new, or the one that the token was issued for.
 */
participant_id: ParticipantId, 
/**
 * Proves this presence in a later `join`; keep it secret.
 */
token: string, 
/**
 * The state of the room.
 */
room: RoomSnapshot, 
/**
 * Sequence number of the last event that `room` includes.
 */
seq: number, 
/**
 * ICE servers for the transports.
 */
ice: IceServers, 
/**
 * The server's current time.
 */
server_time: Timestamp, 
/**
 * Grace period: how long a dropped connection keeps its participant (ms).
 */
grace_ms: number, } | { "status": "resumed", 
/**
 * The participant's own id.
 */
participant_id: ParticipantId, 
/**
 * New token, which replaces the one used.
 */
token: string, 
/**
 * ICE servers for the transports.
 */
ice: IceServers, 
/**
 * The server's current time.
 */
server_time: Timestamp, } | { "status": "waiting", 
/**
 * The id that the participant gets if a host admits them.
 */
participant_id: ParticipantId, 
/**
 * True if a participant who may admit is present.
 */
host_present: boolean, };

export type LeaveRequest = Record<string, never>;

export type SignalRequest = { 
/**
 * The receiver.
 */
to: ParticipantId, 
/**
 * The transport that the signal belongs to.
 */
transport_id?: TransportId, 
/**
 * The signal itself.
 */
signal: Signal, };

export type SetMediaRequest = { 
/**
 * Complete state of all sources.
 */
media: MediaState, };

export type IceServersRequest = Record<string, never>;

export type TimeRequest = Record<string, never>;

export type TimeReply = { 
/**
 * The server's current time.
 */
server_time: Timestamp, };

export type Empty = Record<string, never>;

export type SendChatRequest = { 
/**
 * Id chosen by the sender, unique for each message.
 */
client_id: ClientMessageId, 
/**
 * The text of the message.
 */
text: ChatText, 
/**
 * The only receiver; absent for a message to everybody.
 */
to?: ParticipantId, };

export type EditChatRequest = { 
/**
 * The message to change.
 */
id: ChatMessageId, 
/**
 * The new text.
 */
text: ChatText, };

export type DeleteChatRequest = { 
/**
 * The message to delete.
 */
id: ChatMessageId, };

export type ChatHistoryRequest = { 
/**
 * Return only messages before this one; absent for the newest page.
 */
before?: ChatMessageId, };

export type ChatPage = { 
/**
 * Up to 50 messages that the requester may see, oldest first.
 */
messages: Array<ChatMessage>, 
/**
 * True if the chat has older messages.
 */
has_more: boolean, };

export type ReactRequest = { 
/**
 * The reaction: one emoji.
 */
reaction: Reaction, };

export type RaiseHandRequest = { 
/**
 * True to raise the hand, false to lower it.
 */
raised: boolean, };

export type RecordingChange = "recording" | "paused" | "stopped";

export type SetRecordingRequest = { 
/**
 * State of the recording from now on.
 */
state: RecordingChange, };

export type RenameRequest = { 
/**
 * The participant to rename.
 */
participant_id: ParticipantId, 
/**
 * The new name.
 */
name: DisplayName, };

export type AdmitRequest = { 
/**
 * The waiting participant.
 */
participant_id: ParticipantId, };

export type AdmitAllRequest = Record<string, never>;

export type DenyRequest = { 
/**
 * The waiting participant.
 */
participant_id: ParticipantId, };

export type SetRoomRequest = { 
/**
 * True if no newcomer may enter.
 */
locked?: boolean, 
/**
 * True if newcomers wait in the lobby. Turning the lobby off admits everybody who waits there.
 */
lobby?: boolean, 
/**
 * Which participants may write in the chat.
 */
chat?: Audience, 
/**
 * Which participants may share a screen. `hosts` also stops the screens that guests share now.
 */
share?: Audience, 
/**
 * Which participants may record.
 */
record?: Audience, 
/**
 * True if the preview of the meeting's link may say when the meeting began and who is in it.
 */
link_preview?: boolean, 
/**
 * True if newcomers come as viewers. Needs the forwarding server, and clients that can use it.
 */
webinar?: boolean, 
/**
 * Path of the media. `server` needs the forwarding server, and clients that can use it.
 */
media_path?: MediaPathSetting, };

export type SetPasswordRequest = { 
/**
 * The new password; `null` removes it.
 */
password: Password | null, };

export type StopSourceRequest = { 
/**
 * The publisher of the source.
 */
participant_id: ParticipantId, 
/**
 * The source to stop; `microphone` mutes the participant.
 */
source: Source, };

export type MuteAllRequest = Record<string, never>;

export type AskToUnmuteRequest = { 
/**
 * The participant to ask.
 */
participant_id: ParticipantId, };

export type LowerHandRequest = { 
/**
 * The participant whose hand is up.
 */
participant_id: ParticipantId, };

export type RemoveRequest = { 
/**
 * The participant to remove.
 */
participant_id: ParticipantId, 
/**
 * True if the participant may come back like any newcomer. If false, newcomers from their
 * network wait in the lobby from now on, even while the lobby is off.
 */
may_return: boolean, };

export type SetRoleRequest = { 
/**
 * The participant whose role changes.
 */
participant_id: ParticipantId, 
/**
 * The new role: `co_host`, `guest` or, in a webinar, `viewer`.
 */
role: Role, };

export type SetTitleRequest = { 
/**
 * The new title, 1 to 100 characters; `null` removes it.
 */
title: MeetingTitle | null, };

export type SetNameRequest = { 
/**
 * The new name: 3 to 40 characters a-z, 0-9 and hyphens; `null` removes it.
 */
name: ChosenName | null, };

export type EndMeetingRequest = Record<string, never>;

export type SignInRequest = { 
/**
 * Token from an earlier `sign_in`.
 */
token?: string, 
/**
 * Display name. If absent, the person keeps their previous name; a new person is named by
 * their id.
 */
name?: DisplayName, };

export type Contact = { 
/**
 * Id and name of the acquaintance.
 */
party: Party, 
/**
 * Their current availability.
 */
availability: Availability, 
/**
 * Time of the latest call between the two, if this person's call history still has it.
 */
last_call_at?: Timestamp, };

export type Unread = { 
/**
 * The sender.
 */
party: Party, 
/**
 * Number of unread messages.
 */
count: number, };

export type SignedIn = { 
/**
 * The signed-in person.
 */
person: Party, 
/**
 * Proves this person's identity in a later `sign_in`. Store it permanently and keep it secret.
 */
token: string, 
/**
 * Which people may call this person.
 */
who_may_call: WhoMayCall, 
/**
 * People whom this person has blocked.
 */
blocked: Array<Party>, 
/**
 * Acquaintances of this person, the latest call first.
 */
contacts: Array<Contact>, 
/**
 * Number of missed calls since the last `clear_missed`.
 */
missed: number, 
/**
 * Unread messages, counted for each sender.
 */
unread: Array<Unread>, 
/**
 * STUN servers; includes the relay only while a call of this person has not ended.
 */
ice: IceServers, 
/**
 * The server's current time.
 */
server_time: Timestamp, };

export type MyselfRequest = Record<string, never>;

export type MyselfChanged = Record<string, never>;

export type SetProfileRequest = { 
/**
 * The new display name.
 */
name?: DisplayName, 
/**
 * Which people may call this person and write to them.
 */
who_may_call?: WhoMayCall, };

export type SetAwayRequest = { 
/**
 * True if the person is not looking at this page.
 */
away: boolean, };

export type PersonRef = { 
/**
 * The person's id.
 */
person_id: PersonId, };

export type PlaceCallRequest = { 
/**
 * The callee.
 */
to: PersonId, 
/**
 * True for a video call, false for an audio call.
 */
video: boolean, 
/**
 * An answered call that the caller is in: the callee joins the room of that call.
 */
into?: CallId, };

export type CallRoom = { 
/**
 * The `meeting_id` for `join`.
 */
meeting_id: MeetingId, 
/**
 * The receiver's own participant id in the room.
 */
participant_id: ParticipantId, 
/**
 * The other person's participant id in the room.
 */
other_participant_id: ParticipantId, 
/**
 * The `token` for `join`. The room admits nobody without a ticket.
 */
ticket: string, };

export type CallPlaced = { 
/**
 * The call. If the callee rang the caller at the same time, this is the callee's call, already
 * answered.
 */
call: CallRecord, 
/**
 * The room of the call.
 */
room: CallRoom, 
/**
 * ICE servers for the transports that the client prepares while the call rings.
 */
ice: IceServers, };

export type CallAnswered = { 
/**
 * The room of the call.
 */
room: CallRoom, };

export type CallRef = { 
/**
 * The call's id.
 */
call_id: CallId, };

export type HangUpRequest = { 
/**
 * The call's id.
 */
call_id: CallId, 
/**
 * Time of the hang-up by the server's clock, if the client was offline then and reports it
 * late.
 */
at?: Timestamp, };

export type CallSignal = { 
/**
 * The call's id.
 */
call_id: CallId, 
/**
 * The transport that the signal belongs to.
 */
transport_id: TransportId, 
/**
 * The signal itself.
 */
signal: Signal, };

export type CallMark = { 
/**
 * Time at which the call began to ring.
 */
called_at: Timestamp, 
/**
 * The call's id.
 */
id: CallId, };

export type CallHistoryRequest = { 
/**
 * Return only calls before this one; absent for the newest page.
 */
before?: CallMark, 
/**
 * Maximum number of calls to return: 1 to 100, 50 if absent.
 */
limit?: number, };

export type CallPage = { 
/**
 * Calls of this page, newest first.
 */
calls: Array<CallRecord>, 
/**
 * True if the history has older calls.
 */
has_more: boolean, };

export type ClearMissedRequest = Record<string, never>;

export type SendDirectRequest = { 
/**
 * The receiver.
 */
to: PersonId, 
/**
 * Id chosen by the sender, unique for each message.
 */
client_id: ClientMessageId, 
/**
 * The text of the message.
 */
text: ChatText, };

export type DirectHistoryRequest = { 
/**
 * The other person.
 */
with: PersonId, 
/**
 * Return only messages before this one; absent for the newest page.
 */
before?: ChatMessageId, };

export type DirectMessage = { 
/**
 * Number of the message within the conversation.
 */
id: ChatMessageId, 
/**
 * Id that the sender chose.
 */
client_id: ClientMessageId, 
/**
 * The sender.
 */
from: PersonId, 
/**
 * The text of the message.
 */
text: ChatText, 
/**
 * Time at which it was sent.
 */
sent_at: Timestamp, };

export type DirectPage = { 
/**
 * Up to 50 messages, oldest first.
 */
messages: Array<DirectMessage>, 
/**
 * True if the conversation has older messages.
 */
has_more: boolean, };

export type MarkReadRequest = { 
/**
 * The other person.
 */
with: PersonId, 
/**
 * The last message that has been read.
 */
id: ChatMessageId, };

export type CallChanged = { 
/**
 * The complete current state of the call.
 */
call: CallRecord, 
/**
 * True if this page is the one that takes part in the call.
 */
here: boolean, 
/**
 * The call whose room the callee joins, if this call brings them into another call.
 */
into?: CallId, 
/**
 * ICE servers for the transports of this call; absent once it has ended.
 */
ice?: IceServers, };

export type AvailabilityChanged = { 
/**
 * The acquaintance.
 */
person_id: PersonId, 
/**
 * Their availability now.
 */
availability: Availability, };

export type DirectMessageKept = { 
/**
 * The other person of the conversation.
 */
with: Party, 
/**
 * The message itself.
 */
message: DirectMessage, };

export type Decided = { 
/**
 * `false` if the decision is not on the disk yet: it would be lost if the server stopped now.
 */
kept?: boolean, };

export type Ack<T> = { "ok": T } | { "error": ErrorBody };

export type ChatMessageKept = { 
/**
 * The complete current state of the message.
 */
message: ChatMessage, };

export type ReactionShown = { 
/**
 * The participant.
 */
from: ParticipantId, 
/**
 * The emoji.
 */
reaction: Reaction, 
/**
 * Time of the reaction. A client that reconnects later need not show it any more.
 */
at: Timestamp, };

export type ParticipantJoined = { 
/**
 * The new participant.
 */
participant: Participant, };

export type ParticipantChanged = { 
/**
 * The complete current state of the participant.
 */
participant: Participant, };

export type ParticipantLeft = { 
/**
 * The participant's id.
 */
participant_id: ParticipantId, 
/**
 * Reason for leaving.
 */
reason: LeaveReason, };

export type RoomChanged = { 
/**
 * Time at which the meeting began.
 */
started_at: Timestamp, 
/**
 * Title of the meeting; absent if it has none.
 */
title?: MeetingTitle, 
/**
 * Name that leads to the meeting instead of its id; absent if it has none.
 */
name?: RoomName, 
/**
 * Settings that hosts chose.
 */
settings: RoomSettings, 
/**
 * True if newcomers must give a password.
 */
has_password: boolean, };

export type RoomKept = { 
/**
 * `false` while a decision is in effect that would be lost if the server stopped now.
 */
kept: boolean, };

export type SignalReceived = { 
/**
 * The sender, identified by the server.
 */
from: ParticipantId, 
/**
 * The transport that the signal belongs to.
 */
transport_id?: TransportId, 
/**
 * The signal itself.
 */
signal: Signal, };

export type LobbyChanged = { 
/**
 * Everybody who waits, the longest wait first.
 */
waiting: Array<WaitingParticipant>, };

export type InterviewChanged = { 
/**
 * The complete new value of that part, as far as the receiver may see it.
 */
change: InterviewChange, };

export type SourceStopped = { 
/**
 * The host.
 */
by: ParticipantId, 
/**
 * The source that was stopped.
 */
source: Source, };

export type UnmuteAsked = { 
/**
 * The host.
 */
by: ParticipantId, };

export type OfferedTrack = { 
/**
 * `a=mid` of the m-line.
 */
mid: Mid, 
/**
 * The source that it carries.
 */
source: Source, };

export type MediaOfferRequest = { 
/**
 * The transport.
 */
direction: TransportDirection, 
/**
 * The offer.
 */
sdp: string, 
/**
 * For `up`: the source of each m-line that sends; at most one m-line for each source.
 */
tracks: Array<OfferedTrack>, };

export type MediaAnswer = { 
/**
 * The answer.
 */
sdp: string, };

export type SubscribeRequest = { 
/**
 * The video slots, 64 at most. A slot that names an absent participant stays empty.
 */
slots: Array<VideoSlot>, };

export type ListViewersRequest = { 
/**
 * Return only viewers after this one; absent for the first page.
 */
after?: ParticipantId, 
/**
 * Number of viewers, 1 to 100; 50 if absent.
 */
limit?: number, };

export type ViewerPage = { 
/**
 * The viewers.
 */
viewers: Array<Participant>, 
/**
 * True if more follow.
 */
has_more: boolean, };

export type ViewersChanged = { 
/**
 * Number of viewers.
 */
viewers: number, };

export type HandsChanged = { 
/**
 * Viewers with a raised hand, the earliest first, 50 at most.
 */
hands: Array<Participant>, };

export type MediaPathChanged = { 
/**
 * The new path.
 */
path: MediaPath, };

export type Published = { 
/**
 * The complete current state of the publication.
 */
publication: Publication, };

export type Unpublished = { 
/**
 * The publisher.
 */
participant_id: ParticipantId, 
/**
 * The source.
 */
source: Source, };

export type SlotChanged = { 
/**
 * The slot.
 */
mid: Mid, 
/**
 * Its new state.
 */
state: SlotState, };

export type Heard = { 
/**
 * All audio slots.
 */
slots: Array<HeardSlot>, };

export type Speakers = { 
/**
 * The speakers, the dominant speaker first.
 */
participant_ids: Array<ParticipantId>, };

export type Wanted = { 
/**
 * The source.
 */
source: Source, 
/**
 * Height in pixels; 0 while nobody shows it.
 */
height: number, };

export type MediaTransportChanged = { 
/**
 * The transport.
 */
direction: TransportDirection, 
/**
 * False once it ended.
 */
connected: boolean, };

export type Denied = Record<string, never>;

export type Removed = { 
/**
 * True if the receiver may come back.
 */
may_return: boolean, };

export type MeetingEnded = Record<string, never>;

export type Superseded = Record<string, never>;

export type ServerClosing = { 
/**
 * How long to wait before the first attempt to reconnect (ms).
 */
reconnect_after_ms: number, };

export type RequestFailed = { 
/**
 * The name of the request.
 */
event: string, 
/**
 * The error.
 */
error: ErrorBody, };

export type CreateMeeting = { 
/**
 * Title of the meeting. Hosts can change it at any time.
 */
title?: MeetingTitle, };

export type Meeting = { 
/**
 * The meeting's id. The id alone is enough to join.
 */
id: MeetingId, 
/**
 * The link to share.
 */
url: string, 
/**
 * Title of the meeting. Absent if it has none, or if newcomers must give a password.
 */
title?: MeetingTitle, 
/**
 * Name that leads to the meeting instead of its id; absent if it has none.
 */
name?: RoomName, 
/**
 * Creation time (RFC 3339, UTC).
 */
created_at: string, 
/**
 * Number of participants in the room now.
 */
participant_count: number, 
/**
 * Maximum number of participants in the room.
 */
max_participants: number, 
/**
 * True if a host locked the meeting: no newcomer may enter.
 */
locked: boolean, 
/**
 * True if newcomers wait in the lobby until a host admits them.
 */
lobby: boolean, 
/**
 * True if newcomers must give a password.
 */
has_password: boolean, 
/**
 * True if newcomers come as viewers of a webinar, who see and hear and send nothing.
 */
webinar: boolean, 
/**
 * Path of the media: `mesh` (from browser to browser), `server` (through the forwarding server),
 * or `auto`: `mesh` while the meeting is small, and `server` from then on.
 */
media_path: MediaPathSetting, 
/**
 * Time at which a host ended the meeting (RFC 3339, UTC); absent while people can join it.
 */
ended_at?: string, };

export type CreatedMeeting = { 
/**
 * Makes a participant who joins with it a host. The server returns it only here, and it stays
 * valid as long as the meeting exists; keep it secret.
 */
host_token: string, 
/**
 * The meeting's id. The id alone is enough to join.
 */
id: MeetingId, 
/**
 * The link to share.
 */
url: string, 
/**
 * Title of the meeting. Absent if it has none, or if newcomers must give a password.
 */
title?: MeetingTitle, 
/**
 * Name that leads to the meeting instead of its id; absent if it has none.
 */
name?: RoomName, 
/**
 * Creation time (RFC 3339, UTC).
 */
created_at: string, 
/**
 * Number of participants in the room now.
 */
participant_count: number, 
/**
 * Maximum number of participants in the room.
 */
max_participants: number, 
/**
 * True if a host locked the meeting: no newcomer may enter.
 */
locked: boolean, 
/**
 * True if newcomers wait in the lobby until a host admits them.
 */
lobby: boolean, 
/**
 * True if newcomers must give a password.
 */
has_password: boolean, 
/**
 * True if newcomers come as viewers of a webinar, who see and hear and send nothing.
 */
webinar: boolean, 
/**
 * Path of the media: `mesh` (from browser to browser), `server` (through the forwarding server),
 * or `auto`: `mesh` while the meeting is small, and `server` from then on.
 */
media_path: MediaPathSetting, 
/**
 * Time at which a host ended the meeting (RFC 3339, UTC); absent while people can join it.
 */
ended_at?: string, };

export type Happening = { "kind": "arrived", 
/**
 * Name of the participant.
 */
name: DisplayName, 
/**
 * Role of the participant.
 */
role: InterviewRole, 
/**
 * Link of the participant; absent in interviews that an earlier version of the server
 * kept.
 */
link?: LinkId, } | { "kind": "left", 
/**
 * Name of the participant.
 */
name: DisplayName, 
/**
 * Role of the participant.
 */
role: InterviewRole, } | { "kind": "started", } | { "kind": "paused", } | { "kind": "resumed", } | { "kind": "ended", } | { "kind": "section_entered", 
/**
 * The section.
 */
section: SectionId, } | { "kind": "question_asked", 
/**
 * The question.
 */
question: QuestionId, } | { "kind": "answer_submitted", 
/**
 * The question that it answers.
 */
question: QuestionId, };

export type Moment = { 
/**
 * Number of the entry: 1, 2, 3 and so on, possibly with gaps.
 */
id: number, 
/**
 * The event.
 */
what: Happening, 
/**
 * Time of the event.
 */
at: Timestamp, 
/**
 * Interview time of the event, in milliseconds.
 */
at_ms: number, };

export type ReportedPerson = { 
/**
 * Name of the person.
 */
name: DisplayName, 
/**
 * Role of the person.
 */
role: InterviewRole, };

export type ReportedQuestion = { 
/**
 * The question.
 */
question: AskedQuestion, 
/**
 * The written answer.
 */
answer?: Answer, 
/**
 * Evaluation of the answer.
 */
evaluation?: Evaluation, 
/**
 * Scores that the reader may see.
 */
scores: Array<Score>, 
/**
 * Mean of these scores, 0 to 10; absent without a score.
 */
average?: number, 
/**
 * Notes about the question.
 */
notes: Array<Note>, };

export type InterviewDetails = { 
/**
 * Name of the candidate; only interviewers see it.
 */
candidate?: ShortText, 
/**
 * Planned time of the start.
 */
scheduled_at?: Timestamp, 
/**
 * Planned duration in minutes.
 */
minutes?: number, };

export type DecisionOutcome = "no" | "hold" | "yes";

export type Decision = { 
/**
 * Outcome of the decision.
 */
outcome: DecisionOutcome, 
/**
 * The reason.
 */
reason: ReasonText, 
/**
 * Link of the interviewer who recorded it.
 */
by: LinkId, 
/**
 * Name of the interviewer who recorded it.
 */
by_name: DisplayName, 
/**
 * Time at which it was recorded.
 */
decided_at: Timestamp, };

export type InterviewReport = { 
/**
 * Id of the interview.
 */
id: MeetingId, 
/**
 * Title of the interview.
 */
title: ShortText, 
/**
 * Candidate and date of the interview.
 */
details: InterviewDetails, 
/**
 * State of the interview.
 */
state: InterviewState, 
/**
 * Time of the start.
 */
started_at?: Timestamp, 
/**
 * Time of the end.
 */
ended_at?: Timestamp, 
/**
 * Interview time, in milliseconds.
 */
elapsed_ms: number, 
/**
 * People who took part, in the order of arrival.
 */
people: Array<ReportedPerson>, 
/**
 * Sections of the plan.
 */
sections: Array<Section>, 
/**
 * Asked questions, in order.
 */
questions: Array<ReportedQuestion>, 
/**
 * Notes that are not about a question.
 */
notes: Array<Note>, 
/**
 * Mean of the questions' averages, 0 to 10; absent without a visible score.
 */
average?: number, 
/**
 * Criteria of the plan.
 */
criteria: Array<Criterion>, 
/**
 * The reader's own scorecard and, once the reader has submitted it, the submitted ones of the
 * other interviewers.
 */
scorecards: Array<Scorecard>, 
/**
 * Number of submitted scorecards that are hidden until the reader submits their own.
 */
withheld_scorecards: number, 
/**
 * Interviewers who took part and have not submitted a scorecard, by name.
 */
awaited: Array<DisplayName>, 
/**
 * The decision; absent until it is recorded, and for a reader who has not submitted their
 * scorecard.
 */
decision?: Decision, 
/**
 * The timeline, in order.
 */
timeline: Array<Moment>, 
/**
 * Time at which the report was made.
 */
made_at: Timestamp, };

export type BankId = string;

export type QuestionBank = { 
/**
 * Questions, in the order chosen by the holder.
 */
questions: Array<QuestionSpec>, 
/**
 * Templates, in the order chosen by the holder.
 */
templates: Array<InterviewPlan>, };

export type CreateInterview = { 
/**
 * The initial plan; interviewers may change it at any time. If absent, the plan has no
 * sections, no questions and four default criteria.
 */
plan?: InterviewPlan, 
/**
 * Candidate and date of the interview.
 */
details?: InterviewDetails, };

export type ChangeDetails = { 
/**
 * The new title of the plan; if absent, the title stays.
 */
title?: ShortText, 
/**
 * Candidate and date, in place of the earlier ones.
 */
details: InterviewDetails, };

export type RecordDecision = { 
/**
 * Outcome of the decision.
 */
outcome: DecisionOutcome, 
/**
 * The reason.
 */
reason: ReasonText, };

export type CreateLink = { 
/**
 * Role of the link's holder.
 */
role: InterviewRole, 
/**
 * Note on the intended holder of the link.
 */
label?: ShortText, 
/**
 * Validity in days: 1 to 365, 30 if absent.
 */
days?: number, };

export type InterviewLink = { 
/**
 * The link's id.
 */
id: LinkId, 
/**
 * Role of the link's holder.
 */
role: InterviewRole, 
/**
 * Note on the intended holder of the link.
 */
label?: ShortText, 
/**
 * The URL. Its fragment, after `#`, is the token: browsers never send fragments to servers, so
 * no log contains the token. In lists, links of other interviewers have no URL: with it the
 * reader could open scorecards of those interviewers.
 */
url?: string, 
/**
 * The token: send it as `Authorization: Bearer` in REST requests and as `link` in `join`.
 * Absent where `url` is absent.
 */
token?: string, 
/**
 * Creation time (RFC 3339, UTC).
 */
created_at: string, 
/**
 * Expiry time (RFC 3339, UTC).
 */
expires_at: string, 
/**
 * True if the link was revoked.
 */
revoked: boolean, };

export type CreatedInterview = { 
/**
 * The interview itself.
 */
interview: InterviewSummary, 
/**
 * One link for each role, valid for 30 days. The first is the creator's own.
 */
links: Array<InterviewLink>, };

export type InterviewSummary = { 
/**
 * The interview's id.
 */
id: MeetingId, 
/**
 * The interview's title.
 */
title: ShortText, 
/**
 * Role of the link's holder.
 */
role: InterviewRole, 
/**
 * State of the interview.
 */
state: InterviewState, 
/**
 * Name of the candidate; only for interviewers.
 */
candidate?: ShortText, 
/**
 * Planned time of the start.
 */
scheduled_at?: Timestamp, 
/**
 * Planned duration in minutes.
 */
minutes?: number, 
/**
 * Number of participants in the room now.
 */
participant_count: number, };

export type InterviewLinks = { 
/**
 * All links in order of creation, including revoked and expired ones.
 */
links: Array<InterviewLink>, };

export type StreamScope = "publish" | "play";

export type CreateStreamToken = { 
/**
 * Right of the token's holder.
 */
scope: StreamScope, 
/**
 * Name under which the stream appears in the meeting.
 */
name: DisplayName, 
/**
 * Validity in hours: 1 to 8,760, 24 if absent.
 */
hours?: number, };

export type StreamTokenInfo = { 
/**
 * The token's id, by which it is revoked.
 */
id: LinkId, 
/**
 * Right of the token's holder.
 */
scope: StreamScope, 
/**
 * Name under which the stream appears in the meeting.
 */
name: DisplayName, 
/**
 * Where the program sends its offer. Only when the token is made.
 */
url?: string, 
/**
 * The bearer token. Only when it is made: the server keeps its hash alone.
 */
token?: string, 
/**
 * Creation time.
 */
created_at: string, 
/**
 * The token is of no use from then on.
 */
expires_at: string, 
/**
 * True once a host revoked it.
 */
revoked: boolean, };

export type StreamTokens = { 
/**
 * The tokens, the oldest first.
 */
tokens: Array<StreamTokenInfo>, };

export type CreatedBank = { 
/**
 * The bank's id.
 */
id: BankId, 
/**
 * Grants read and write access to the bank as `Authorization: Bearer`. The server returns it
 * only here.
 */
token: string, };

export type ImportList = "questions" | "templates" | "points" | "sections" | "criteria";

export type ImportFault = { "code": "syntax" } | { "code": "no_text_column" } | { "code": "unknown_column", 
/**
 * The name.
 */
column: string, } | { "code": "repeated_column", 
/**
 * The name.
 */
column: string, } | { "code": "too_many_cells", 
/**
 * Cells in this row.
 */
cells: number, 
/**
 * Columns named in the first line.
 */
columns: number, } | { "code": "empty", 
/**
 * Column of the text; absent in JSON.
 */
column?: string, } | { "code": "too_long", 
/**
 * Column of the text; absent in JSON.
 */
column?: string, 
/**
 * Maximum length in characters.
 */
max: number, } | { "code": "difficulty", 
/**
 * The value.
 */
value: string, } | { "code": "minutes", 
/**
 * The value; absent if the number was read but is out of range.
 */
value?: string, } | { "code": "too_many", 
/**
 * The list.
 */
list: ImportList, 
/**
 * Maximum number of items.
 */
max: number, } | { "code": "same_id", 
/**
 * Their list.
 */
list: ImportList, } | { "code": "missing_field", 
/**
 * Name of the field.
 */
field: string, } | { "code": "unknown_field", 
/**
 * Name of the field.
 */
field: string, } | { "code": "wrong_type" } | { "code": "bank_too_large", 
/**
 * Maximum size of a bank in bytes.
 */
max: number, };

export type LineError = { 
/**
 * Line at which the row or element begins, counted from 1.
 */
line: number, 
/**
 * Description of the mistake, in English.
 */
message: string, 
/**
 * The mistake as a code with its values, for pages that word it in their own language.
 */
fault: ImportFault, };

export type Problem = { 
/**
 * URI reference that identifies the kind of problem. It is stable.
 */
type: string, 
/**
 * The kind of problem in words.
 */
title: string, 
/**
 * The HTTP status code.
 */
status: number, 
/**
 * The fault of this particular request.
 */
detail?: string, 
/**
 * The request's id, as in the server's log.
 */
request_id?: string, 
/**
 * Mistakes in an import, line by line. If there is one, nothing was imported.
 */
errors?: Array<LineError>, };

/** Requests: each is acknowledged. */
export interface ClientToServerEvents {
  join: (payload: JoinRequest, ack: (reply: Ack<JoinReply>) => void) => void;
  leave: (payload: LeaveRequest, ack: (reply: Ack<Empty>) => void) => void;
  signal: (payload: SignalRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_media: (payload: SetMediaRequest, ack: (reply: Ack<Empty>) => void) => void;
  send_chat: (payload: SendChatRequest, ack: (reply: Ack<ChatMessage>) => void) => void;
  edit_chat: (payload: EditChatRequest, ack: (reply: Ack<ChatMessage>) => void) => void;
  delete_chat: (payload: DeleteChatRequest, ack: (reply: Ack<ChatMessage>) => void) => void;
  chat_history: (payload: ChatHistoryRequest, ack: (reply: Ack<ChatPage>) => void) => void;
  react: (payload: ReactRequest, ack: (reply: Ack<Empty>) => void) => void;
  raise_hand: (payload: RaiseHandRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_recording: (payload: SetRecordingRequest, ack: (reply: Ack<Empty>) => void) => void;
  rename: (payload: RenameRequest, ack: (reply: Ack<Empty>) => void) => void;
  admit: (payload: AdmitRequest, ack: (reply: Ack<Empty>) => void) => void;
  admit_all: (payload: AdmitAllRequest, ack: (reply: Ack<Empty>) => void) => void;
  deny: (payload: DenyRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_room: (payload: SetRoomRequest, ack: (reply: Ack<Decided>) => void) => void;
  set_title: (payload: SetTitleRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_name: (payload: SetNameRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_password: (payload: SetPasswordRequest, ack: (reply: Ack<Empty>) => void) => void;
  stop_source: (payload: StopSourceRequest, ack: (reply: Ack<Empty>) => void) => void;
  mute_all: (payload: MuteAllRequest, ack: (reply: Ack<Empty>) => void) => void;
  ask_to_unmute: (payload: AskToUnmuteRequest, ack: (reply: Ack<Empty>) => void) => void;
  lower_hand: (payload: LowerHandRequest, ack: (reply: Ack<Empty>) => void) => void;
  remove: (payload: RemoveRequest, ack: (reply: Ack<Decided>) => void) => void;
  set_role: (payload: SetRoleRequest, ack: (reply: Ack<Empty>) => void) => void;
  end_meeting: (payload: EndMeetingRequest, ack: (reply: Ack<Decided>) => void) => void;
  list_viewers: (payload: ListViewersRequest, ack: (reply: Ack<ViewerPage>) => void) => void;
  media_offer: (payload: MediaOfferRequest, ack: (reply: Ack<MediaAnswer>) => void) => void;
  subscribe: (payload: SubscribeRequest, ack: (reply: Ack<Empty>) => void) => void;
  interview: (payload: InterviewCommand, ack: (reply: Ack<Empty>) => void) => void;
  time: (payload: TimeRequest, ack: (reply: Ack<TimeReply>) => void) => void;
  ice_servers: (payload: IceServersRequest, ack: (reply: Ack<IceServers>) => void) => void;
  sign_in: (payload: SignInRequest, ack: (reply: Ack<SignedIn>) => void) => void;
  myself: (payload: MyselfRequest, ack: (reply: Ack<SignedIn>) => void) => void;
  set_profile: (payload: SetProfileRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_away: (payload: SetAwayRequest, ack: (reply: Ack<Empty>) => void) => void;
  block: (payload: PersonRef, ack: (reply: Ack<Party>) => void) => void;
  unblock: (payload: PersonRef, ack: (reply: Ack<Empty>) => void) => void;
  call: (payload: PlaceCallRequest, ack: (reply: Ack<CallPlaced>) => void) => void;
  answer_call: (payload: CallRef, ack: (reply: Ack<CallAnswered>) => void) => void;
  decline_call: (payload: CallRef, ack: (reply: Ack<Decided>) => void) => void;
  hang_up: (payload: HangUpRequest, ack: (reply: Ack<Decided>) => void) => void;
  call_connected: (payload: CallRef, ack: (reply: Ack<Empty>) => void) => void;
  call_failed: (payload: CallRef, ack: (reply: Ack<Decided>) => void) => void;
  call_signal: (payload: CallSignal, ack: (reply: Ack<Empty>) => void) => void;
  resume_call: (payload: CallRef, ack: (reply: Ack<CallPlaced>) => void) => void;
  call_history: (payload: CallHistoryRequest, ack: (reply: Ack<CallPage>) => void) => void;
  delete_call: (payload: CallRef, ack: (reply: Ack<Empty>) => void) => void;
  clear_missed: (payload: ClearMissedRequest, ack: (reply: Ack<Empty>) => void) => void;
  send_direct: (payload: SendDirectRequest, ack: (reply: Ack<DirectMessage>) => void) => void;
  direct_history: (payload: DirectHistoryRequest, ack: (reply: Ack<DirectPage>) => void) => void;
  mark_read: (payload: MarkReadRequest, ack: (reply: Ack<Empty>) => void) => void;
  delete_conversation: (payload: PersonRef, ack: (reply: Ack<Empty>) => void) => void;
}

/** Events of the room: numbered, so that a connection that comes back can ask for what it missed. */
export interface RoomEvents {
  participant_joined: (payload: ParticipantJoined, seq: number) => void;
  participant_changed: (payload: ParticipantChanged, seq: number) => void;
  participant_left: (payload: ParticipantLeft, seq: number) => void;
  room_changed: (payload: RoomChanged, seq: number) => void;
  room_kept: (payload: RoomKept, seq: number) => void;
  signal: (payload: SignalReceived, seq: number) => void;
  chat_message: (payload: ChatMessageKept, seq: number) => void;
  reaction: (payload: ReactionShown, seq: number) => void;
  lobby_changed: (payload: LobbyChanged, seq: number) => void;
  interview_changed: (payload: InterviewChanged, seq: number) => void;
  source_stopped: (payload: SourceStopped, seq: number) => void;
  unmute_asked: (payload: UnmuteAsked, seq: number) => void;
  viewers_changed: (payload: ViewersChanged, seq: number) => void;
  hands_changed: (payload: HandsChanged, seq: number) => void;
  media_path_changed: (payload: MediaPathChanged, seq: number) => void;
  published: (payload: Published, seq: number) => void;
  unpublished: (payload: Unpublished, seq: number) => void;
  slot_changed: (payload: SlotChanged, seq: number) => void;
  heard: (payload: Heard, seq: number) => void;
  speakers: (payload: Speakers, seq: number) => void;
  wanted: (payload: Wanted, seq: number) => void;
  media_transport_changed: (payload: MediaTransportChanged, seq: number) => void;
}

/** Events of the connection itself. */
export interface ConnectionEvents {
  admitted: (payload: JoinReply) => void;
  denied: (payload: Denied) => void;
  removed: (payload: Removed) => void;
  meeting_ended: (payload: MeetingEnded) => void;
  superseded: (payload: Superseded) => void;
  server_closing: (payload: ServerClosing) => void;
  request_failed: (payload: RequestFailed) => void;
}

/** Events of calls, for whoever has signed in. */
export interface CallEvents {
  call_changed: (payload: CallChanged) => void;
  call_signal: (payload: CallSignal) => void;
  availability: (payload: AvailabilityChanged) => void;
  myself_changed: (payload: MyselfChanged) => void;
  direct_message: (payload: DirectMessageKept) => void;
}

export type ServerToClientEvents = RoomEvents & ConnectionEvents & CallEvents;
