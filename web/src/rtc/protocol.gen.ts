// Generated from crates/protocol; do not edit. `make types` writes it, `make check` compares.
// As long as the protocol is: one module, so that what is generated is compared as a whole.

export type MeetingId = string;

export type ParticipantId = string;

export type TransportId = string;

export type UserId = string;

export type DisplayName = string;

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
 * The sound of what is shared.
 */
screen_share_audio: boolean, };

export type Source = "microphone" | "camera" | "screen_share" | "screen_share_audio";

export type Role = "guest" | "co_host" | "host";

export type Audience = "everyone" | "hosts";

export type RoomSettings = { 
/**
 * Nobody new comes in.
 */
locked: boolean, 
/**
 * Who is new waits in the lobby until admitted.
 */
lobby: boolean, 
/**
 * Who may write.
 */
chat: Audience, 
/**
 * Who may share a screen.
 */
share: Audience, 
/**
 * Who may record.
 */
record: Audience, };

export type Password = string;

export type InterviewRole = "observer" | "candidate" | "interviewer";

export type PersonId = string;

export type CallId = string;

export type WhoMayCall = "anybody" | "known" | "nobody";

export type Availability = "offline" | "away" | "online" | "in_call";

export type CallEnd = "hung_up" | "declined" | "no_answer" | "busy" | "unavailable" | "cancelled" | "failed";

export type CallState = { "state": "ringing" } | { "state": "connecting", 
/**
 * When it was answered.
 */
answered_at: Timestamp, } | { "state": "in_call", 
/**
 * When it was answered.
 */
answered_at: Timestamp, } | { "state": "ended", 
/**
 * When it was answered, if it was.
 */
answered_at?: Timestamp, 
/**
 * When it ended.
 */
ended_at: Timestamp, 
/**
 * How.
 */
end: CallEnd, };

export type Party = { 
/**
 * The id.
 */
id: PersonId, 
/**
 * The name they gave.
 */
name: DisplayName, };

export type CallRecord = { 
/**
 * Its id.
 */
id: CallId, 
/**
 * Who called.
 */
caller: Party, 
/**
 * Who was called.
 */
callee: Party, 
/**
 * Whether it was begun with video.
 */
video: boolean, 
/**
 * When it began to ring.
 */
called_at: Timestamp, } & ({ "state": "ringing" } | { "state": "connecting", 
/**
 * When it was answered.
 */
answered_at: Timestamp, } | { "state": "in_call", 
/**
 * When it was answered.
 */
answered_at: Timestamp, } | { "state": "ended", 
/**
 * When it was answered, if it was.
 */
answered_at?: Timestamp, 
/**
 * When it ended.
 */
ended_at: Timestamp, 
/**
 * How.
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
 * The name to show.
 */
name: DisplayName, 
/**
 * What it is in the room.
 */
role: Role, 
/**
 * What it is in the interview, if this is one.
 */
interview_role?: InterviewRole, 
/**
 * What this participant sends.
 */
media: MediaState, 
/**
 * Whether its signaling connection is there.
 */
presence: Presence, 
/**
 * When it joined.
 */
joined_at: Timestamp, 
/**
 * Since when its hand is raised: the order in which hands are to be called.
 */
hand_raised_at?: Timestamp, 
/**
 * Present while it records the meeting, so that everybody can be shown that and by whom.
 */
recording?: RecordingState, 
/**
 * Whether it comes with a client of another system, which knows no sources but a microphone and a camera
 * until others are offered.
 */
foreign?: boolean, 
/**
 * By what the application that brought it knows it; of no other participant in the room.
 */
user_id?: UserId, };

export type WaitingParticipant = { 
/**
 * The id it has while it waits, and keeps when it is admitted.
 */
id: ParticipantId, 
/**
 * The name it gives.
 */
name: DisplayName, 
/**
 * Since when it waits.
 */
waiting_since: Timestamp, 
/**
 * Whether it comes from the network of somebody who was removed for good.
 */
suspect: boolean, };

export type LeaveReason = "left" | "timed_out" | "removed";

export type ChatMessageId = number;

export type ClientMessageId = string;

export type ChatText = string;

export type ChatMessage = { 
/**
 * Its number in the meeting.
 */
id: ChatMessageId, 
/**
 * The id its sender gave it.
 */
client_id: ClientMessageId, 
/**
 * Who wrote it.
 */
from: ParticipantId, 
/**
 * The name of whoever wrote it, as it was then.
 */
from_name: DisplayName, 
/**
 * To whom alone; absent if to everyone.
 */
to?: ParticipantId, 
/**
 * The name of whom it was written to alone, as it was then.
 */
to_name?: DisplayName, 
/**
 * What it says; absent once it is deleted.
 */
text?: ChatText, 
/**
 * When it was kept.
 */
sent_at: Timestamp, 
/**
 * When it was last changed.
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
 * The media stream identification tag it belongs to.
 */
sdp_mid?: string, 
/**
 * The index of the m-line it belongs to.
 */
sdp_m_line_index?: number, 
/**
 * The ICE user name fragment of the generation it belongs to.
 */
username_fragment?: string, };

export type LinkId = string;

export type ShortText = string;

export type QuestionText = string;

export type LongText = string;

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
 * What became of it.
 */
outcome: PointOutcome, 
/**
 * Where in the answer; absent if it is missing.
 */
excerpt?: Excerpt, };

export type Matching = { 
/**
 * Point by point, in the order of the question.
 */
points: Array<PointResult>, 
/**
 * The share of those found, rounded; 0 if none are expected.
 */
score: MatchingScore, };

export type Assessment = { 
/**
 * From 0 to 10.
 */
score: AssessmentScore, 
/**
 * In a sentence or two.
 */
summary: Remark, 
/**
 * What is good.
 */
strengths: Remarks, 
/**
 * What could be better.
 */
improvements: Remarks, 
/**
 * Which model says so.
 */
model: AssessmentModel, 
/**
 * When it was done.
 */
at: Timestamp, };

export type AssessmentDraft = { 
/**
 * From 0 to 10.
 */
score?: AssessmentScore, 
/**
 * In a sentence or two.
 */
summary?: Remark, 
/**
 * What is good.
 */
strengths: Remarks, 
/**
 * What could be better.
 */
improvements: Remarks, };

export type AssessmentFailure = "not_configured" | "busy" | "unreachable" | "refused" | "rate_limited" | "failing" | "timed_out" | "interrupted" | "nonsense";

export type AssessmentState = { "state": "running", 
/**
 * What there is of it.
 */
draft: AssessmentDraft, } | { "state": "done", 
/**
 * What it says.
 */
assessment: Assessment, } | { "state": "failed", 
/**
 * Why.
 */
reason: AssessmentFailure, };

export type SectionId = number;

export type Section = { 
/**
 * Its id, of no other section.
 */
id: SectionId, 
/**
 * What it is about.
 */
title: ShortText, 
/**
 * How long it is to take.
 */
minutes: number, };

export type Difficulty = "easy" | "medium" | "hard";

export type QuestionSpec = { 
/**
 * What is asked: all of it that a candidate is told.
 */
text: QuestionText, 
/**
 * What it is about.
 */
category?: ShortText, 
/**
 * How hard it is.
 */
difficulty?: Difficulty, 
/**
 * How long an answer is to take; the candidate is told.
 */
minutes?: number, 
/**
 * What a good answer has.
 */
points: Array<ExpectedPoint>, 
/**
 * For the interviewer.
 */
notes?: LongText, };

export type Criterion = { 
/**
 * Its id, of no other criterion.
 */
id: number, 
/**
 * What is judged.
 */
title: ShortText, 
/**
 * What each step of the scale means.
 */
rubric?: LongText, };

export type InterviewPlan = { 
/**
 * What the interview is called; everybody in it sees this.
 */
title: ShortText, 
/**
 * Its parts, in order; everybody in it sees these.
 */
sections: Array<Section>, 
/**
 * What may be asked, in order.
 */
questions: Array<QuestionSpec>, 
/**
 * What is judged.
 */
criteria: Array<Criterion>, };

export type InterviewState = "waiting" | "running" | "paused" | "ended";

export type InterviewClock = { 
/**
 * Where the interview stands.
 */
state: InterviewState, 
/**
 * When it was first started.
 */
started_at?: Timestamp, 
/**
 * When it ended.
 */
ended_at?: Timestamp, 
/**
 * While it runs: since when.
 */
running_since?: Timestamp, 
/**
 * How long it ran before that, in milliseconds.
 */
elapsed_before_ms: number, 
/**
 * The section it is in.
 */
section?: SectionId, 
/**
 * What the clock showed when that section was entered, in milliseconds.
 */
section_entered_ms: number, };

export type QuestionId = number;

export type AskedQuestion = { 
/**
 * Its number.
 */
id: QuestionId, 
/**
 * The question.
 */
spec: QuestionSpec, 
/**
 * Its place in the plan; absent if it was improvised.
 */
planned?: number, 
/**
 * Who asked it.
 */
asked_by: DisplayName, 
/**
 * When.
 */
asked_at: Timestamp, 
/**
 * What the interview's clock showed, in milliseconds.
 */
asked_at_ms: number, };

export type PublicQuestion = { 
/**
 * Its number.
 */
id: QuestionId, 
/**
 * What is asked.
 */
text: QuestionText, 
/**
 * How long an answer is to take.
 */
minutes?: number, 
/**
 * Who asked it.
 */
asked_by: DisplayName, 
/**
 * When.
 */
asked_at: Timestamp, };

export type Answer = { 
/**
 * To which question.
 */
question: QuestionId, 
/**
 * What it says.
 */
text: LongText, 
/**
 * When it was last saved.
 */
saved_at: Timestamp, 
/**
 * When it was submitted; until then it is a draft.
 */
submitted_at?: Timestamp, };

export type NoteId = number;

export type Note = { 
/**
 * Its number.
 */
id: NoteId, 
/**
 * The question whose spoken answer it is about.
 */
question?: QuestionId, 
/**
 * Whose it is.
 */
by: LinkId, 
/**
 * The writer's name.
 */
by_name: DisplayName, 
/**
 * What it says; empty once it is deleted.
 */
text: LongText, 
/**
 * When it was written.
 */
written_at: Timestamp, 
/**
 * What the interview's clock showed then, in milliseconds.
 */
written_at_ms: number, };

export type Evaluation = { 
/**
 * Of the answer to which question.
 */
question: QuestionId, 
/**
 * Who asked for it.
 */
requested_by: DisplayName, 
/**
 * When.
 */
requested_at: Timestamp, 
/**
 * Point by point.
 */
matching: Matching, 
/**
 * What a machine makes of it, where that is configured.
 */
assessment?: AssessmentState, };

export type Score = { 
/**
 * Of the answer to which question.
 */
question: QuestionId, 
/**
 * Whose it is.
 */
by: LinkId, 
/**
 * That person's name.
 */
by_name: DisplayName, 
/**
 * 0 to 10.
 */
points: number, };

export type Rating = { 
/**
 * Which criterion.
 */
criterion: number, 
/**
 * 1 to 5.
 */
stars: number, 
/**
 * Why.
 */
comment?: LongText, };

export type Recommendation = "strong_no" | "no" | "yes" | "strong_yes";

export type Scorecard = { 
/**
 * Whose it is.
 */
by: LinkId, 
/**
 * That person's name.
 */
by_name: DisplayName, 
/**
 * By criterion.
 */
ratings: Array<Rating>, 
/**
 * For this interviewer alone, also once it is submitted.
 */
private_notes: LongText, 
/**
 * What this interviewer would do.
 */
recommendation?: Recommendation, 
/**
 * When it was last saved.
 */
saved_at: Timestamp, 
/**
 * When it was submitted; it does not change any more.
 */
submitted_at?: Timestamp, };

export type PublicView = { 
/**
 * What it is called.
 */
title: ShortText, 
/**
 * Its parts.
 */
sections: Array<Section>, 
/**
 * Its clock.
 */
clock: InterviewClock, 
/**
 * What was asked, in order.
 */
questions: Array<PublicQuestion>, 
/**
 * The answers, in the order of their questions.
 */
answers: Array<Answer>, };

export type InterviewerView = { 
/**
 * Whose view it is: what is by this link is one's own.
 */
link: LinkId, 
/**
 * What is planned.
 */
plan: InterviewPlan, 
/**
 * The clock.
 */
clock: InterviewClock, 
/**
 * What was asked, in order.
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
 * One's own scores, and once one has submitted one's scorecard those of others who have.
 */
scores: Array<Score>, 
/**
 * How answers compare with what was expected.
 */
evaluations: Array<Evaluation>, 
/**
 * One's own scorecard, and once one has submitted it those that others have.
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
 * Which.
 */
section: SectionId, } | { "kind": "set_plan", 
/**
 * The plan.
 */
plan: InterviewPlan, } | { "kind": "ask_planned", 
/**
 * Its place in the plan, from 0.
 */
index: number, } | { "kind": "ask", 
/**
 * The question.
 */
question: QuestionSpec, } | { "kind": "save_answer", 
/**
 * To which question.
 */
question: QuestionId, 
/**
 * What it says, whole.
 */
text: LongText, 
/**
 * Whether it is finished.
 */
submit: boolean, } | { "kind": "write_note", 
/**
 * Which; absent for a new one.
 */
id?: NoteId, 
/**
 * The question whose spoken answer it is about.
 */
question?: QuestionId, 
/**
 * What it says.
 */
text: LongText, } | { "kind": "score_answer", 
/**
 * To which question.
 */
question: QuestionId, 
/**
 * How many points.
 */
points: number, } | { "kind": "evaluate", 
/**
 * To which question.
 */
question: QuestionId, } | { "kind": "save_scorecard", 
/**
 * By criterion; each at most once.
 */
ratings: Array<Rating>, 
/**
 * For oneself alone.
 */
private_notes: LongText, 
/**
 * What one would do.
 */
recommendation?: Recommendation, 
/**
 * Whether it is finished.
 */
submit: boolean, };

export type ErrorCode = "invalid_payload" | "too_large" | "unknown_event" | "rate_limited" | "not_joined" | "already_joined" | "meeting_not_found" | "room_full" | "lobby_full" | "meeting_locked" | "meeting_ended" | "password_required" | "wrong_password" | "removed" | "not_allowed" | "link_required" | "invalid_link" | "wrong_state" | "item_not_found" | "already_submitted" | "limit_reached" | "not_signed_in" | "own_id" | "in_call" | "call_not_found" | "unavailable" | "invalid_token" | "participant_not_found" | "message_not_found" | "storage_unavailable" | "server_closing" | "internal";

export type ErrorBody = { 
/**
 * For a program.
 */
code: ErrorCode, 
/**
 * For a person who reads logs; not translated, not to be parsed.
 */
message: string, 
/**
 * With `rate_limited`: how long to wait, in milliseconds.
 */
retry_after_ms?: number, };

export type IceServer = { 
/**
 * STUN (RFC 7064) or TURN (RFC 7065) URIs.
 */
urls: Array<string>, 
/**
 * The TURN user name, which carries its own expiry.
 */
username?: string, 
/**
 * The TURN password.
 */
credential?: string, };

export type IceServers = { 
/**
 * For `RTCConfiguration.iceServers`.
 */
servers: Array<IceServer>, 
/**
 * Until when the credentials hold.
 */
expires_at: Timestamp, };

export type RoomSnapshot = { 
/**
 * The meeting it is the live instance of.
 */
meeting_id: MeetingId, 
/**
 * When the meeting began.
 */
started_at: Timestamp, 
/**
 * Everybody in it, oneself included, in the order in which they joined.
 */
participants: Array<Participant>, 
/**
 * What hosts have decided.
 */
settings: RoomSettings, 
/**
 * Whether who is new must know a password.
 */
has_password: boolean, 
/**
 * Who waits in the lobby; empty for those who may not admit.
 */
waiting: Array<WaitingParticipant>, 
/**
 * The interview, if this is one, as far as the receiver may see it.
 */
interview?: InterviewView, };

export type JoinRequest = { 
/**
 * The meeting whose room to enter.
 */
meeting_id: MeetingId, 
/**
 * The name to be shown by.
 */
name: DisplayName, 
/**
 * What will be sent from the start.
 */
media: MediaState, 
/**
 * The token of an earlier `join` of the same meeting: take up that presence again.
 */
token?: string, 
/**
 * With `token`: the sequence number of the last event received, to be sent what came after
 * it. Without it the room is sent whole.
 */
last_seq?: number, 
/**
 * The token of whoever made the meeting: be its host.
 */
host_token?: string, 
/**
 * The meeting's password, if it has one and no token is given.
 */
password?: Password, 
/**
 * The token of a link into the interview, if the meeting is one.
 */
link?: string, };

export type JoinReply = { "status": "joined", 
/**
 * One's own id: new, or with a token the one it was given for.
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
 * The sequence number the state stands at.
 */
seq: number, 
/**
 * For the transports.
 */
ice: IceServers, 
/**
 * The server's clock, now.
 */
server_time: Timestamp, 
/**
 * For how long a dropped connection keeps its participant, in milliseconds.
 */
grace_ms: number, } | { "status": "resumed", 
/**
 * One's own id.
 */
participant_id: ParticipantId, 
/**
 * A fresh token in place of the one used.
 */
token: string, 
/**
 * For the transports.
 */
ice: IceServers, 
/**
 * The server's clock, now.
 */
server_time: Timestamp, } | { "status": "waiting", 
/**
 * One's own id, should one be admitted.
 */
participant_id: ParticipantId, 
/**
 * Whether somebody is there who can admit.
 */
host_present: boolean, };

export type LeaveRequest = Record<string, never>;

export type SignalRequest = { 
/**
 * Whom to send it to.
 */
to: ParticipantId, 
/**
 * The transport it belongs to.
 */
transport_id?: TransportId, 
/**
 * The signal.
 */
signal: Signal, };

export type SetMediaRequest = { 
/**
 * All sources, whole.
 */
media: MediaState, };

export type IceServersRequest = Record<string, never>;

export type TimeRequest = Record<symbol, never>;

export type TimeReply = { 
/**
 * The server's clock, now.
 */
server_time: Timestamp, };

export type Empty = Record<string, never>;

export type SendChatRequest = { 
/**
 * Chosen by the sender, one for each message.
 */
client_id: ClientMessageId, 
/**
 * What to say.
 */
text: ChatText, 
/**
 * To whom alone; absent for everyone.
 */
to?: ParticipantId, };

export type EditChatRequest = { 
/**
 * Which.
 */
id: ChatMessageId, 
/**
 * What it says now.
 */
text: ChatText, };

export type DeleteChatRequest = { 
/**
 * Which.
 */
id: ChatMessageId, };

export type ChatHistoryRequest = { 
/**
 * Only messages before this one; absent for the newest page.
 */
before?: ChatMessageId, };

export type ChatPage = { 
/**
 * Up to 50 messages that the asker may see, oldest first.
 */
messages: Array<ChatMessage>, 
/**
 * Whether there are older ones.
 */
has_more: boolean, };

export type ReactRequest = { 
/**
 * One emoji.
 */
reaction: Reaction, };

export type RaiseHandRequest = { 
/**
 * Whether it is up.
 */
raised: boolean, };

export type RecordingChange = "recording" | "paused" | "stopped";

export type SetRecordingRequest = { 
/**
 * What one does from now on.
 */
state: RecordingChange, };

export type RenameRequest = { 
/**
 * Who.
 */
participant_id: ParticipantId, 
/**
 * The name.
 */
name: DisplayName, };

export type AdmitRequest = { 
/**
 * Who waits.
 */
participant_id: ParticipantId, };

export type AdmitAllRequest = Record<string, never>;

export type DenyRequest = { 
/**
 * Who waits.
 */
participant_id: ParticipantId, };

export type SetRoomRequest = { 
/**
 * Whether nobody new comes in.
 */
locked?: boolean, 
/**
 * Whether who is new waits in the lobby; turning it off admits those who wait.
 */
lobby?: boolean, 
/**
 * Who may write.
 */
chat?: Audience, 
/**
 * Who may share a screen; `hosts` stops the shares of guests.
 */
share?: Audience, 
/**
 * Who may record.
 */
record?: Audience, };

export type SetPasswordRequest = { 
/**
 * The password; `null` for none.
 */
password: Password | null, };

export type StopSourceRequest = { 
/**
 * Whose.
 */
participant_id: ParticipantId, 
/**
 * Which: `microphone` mutes.
 */
source: Source, };

export type MuteAllRequest = Record<string, never>;

export type AskToUnmuteRequest = { 
/**
 * Whom.
 */
participant_id: ParticipantId, };

export type LowerHandRequest = { 
/**
 * Whose.
 */
participant_id: ParticipantId, };

export type RemoveRequest = { 
/**
 * Who.
 */
participant_id: ParticipantId, 
/**
 * Whether it may come back as anybody may. If not, who is new from its network waits in the
 * lobby from now on, whether the lobby is on or not.
 */
may_return: boolean, };

export type SetRoleRequest = { 
/**
 * Who.
 */
participant_id: ParticipantId, 
/**
 * `co_host` or `guest`.
 */
role: Role, };

export type EndMeetingRequest = Record<string, never>;

export type SignInRequest = { 
/**
 * The token of an earlier `sign_in`.
 */
token?: string, 
/**
 * The name to be known by; without it the one before, or for who is new the id.
 */
name?: DisplayName, };

export type Contact = { 
/**
 * Who.
 */
party: Party, 
/**
 * Where they are.
 */
availability: Availability, 
/**
 * When one of the two last rang the other, as far as one's history has it.
 */
last_call_at?: Timestamp, };

export type Unread = { 
/**
 * From whom.
 */
party: Party, 
/**
 * How many.
 */
count: number, };

export type SignedIn = { 
/**
 * Who one is.
 */
person: Party, 
/**
 * Proves it in a later `sign_in`; keep it secret, and for good.
 */
token: string, 
/**
 * Who may ring one.
 */
who_may_call: WhoMayCall, 
/**
 * Those one wants nothing of.
 */
blocked: Array<Party>, 
/**
 * Those one has talked with, the latest first.
 */
contacts: Array<Contact>, 
/**
 * How many calls one missed since `clear_missed`.
 */
missed: number, 
/**
 * From whom there are messages one has not read.
 */
unread: Array<Unread>, 
/**
 * For the transports that are prepared while it rings.
 */
ice: IceServers, 
/**
 * The server's clock, now.
 */
server_time: Timestamp, };

export type MyselfRequest = Record<string, never>;

export type MyselfChanged = Record<string, never>;

export type SetProfileRequest = { 
/**
 * The name to be known by.
 */
name?: DisplayName, 
/**
 * Who may ring one and write to one.
 */
who_may_call?: WhoMayCall, };

export type SetAwayRequest = { 
/**
 * Whether nobody does.
 */
away: boolean, };

export type PersonRef = { 
/**
 * Who.
 */
person_id: PersonId, };

export type PlaceCallRequest = { 
/**
 * Whom.
 */
to: PersonId, 
/**
 * Whether with video.
 */
video: boolean, 
/**
 * The call one is in, to bring them into its room.
 */
into?: CallId, };

export type CallRoom = { 
/**
 * For `join`.
 */
meeting_id: MeetingId, 
/**
 * Who one is there.
 */
participant_id: ParticipantId, 
/**
 * Who the other is there.
 */
other_participant_id: ParticipantId, 
/**
 * The `token` for `join`; there is no other way in.
 */
ticket: string, };

export type CallPlaced = { 
/**
 * The call; if the other rang at the same time, theirs, and answered.
 */
call: CallRecord, 
/**
 * Where the two meet.
 */
room: CallRoom, };

export type CallAnswered = { 
/**
 * Where the two meet.
 */
room: CallRoom, };

export type CallRef = { 
/**
 * Which.
 */
call_id: CallId, };

export type HangUpRequest = { 
/**
 * Which.
 */
call_id: CallId, 
/**
 * When it happened by the server's clock, if it could not be told then.
 */
at?: Timestamp, };

export type CallSignal = { 
/**
 * In which call.
 */
call_id: CallId, 
/**
 * The transport it belongs to.
 */
transport_id: TransportId, 
/**
 * The signal.
 */
signal: Signal, };

export type CallMark = { 
/**
 * When it began to ring.
 */
called_at: Timestamp, 
/**
 * Which.
 */
id: CallId, };

export type CallHistoryRequest = { 
/**
 * Only calls before this one; absent for the newest page.
 */
before?: CallMark, 
/**
 * How many at most: 1 to 100; 50 if absent.
 */
limit?: number, };

export type CallPage = { 
/**
 * The newest first.
 */
calls: Array<CallRecord>, 
/**
 * Whether there are older ones.
 */
has_more: boolean, };

export type ClearMissedRequest = Record<string, never>;

export type SendDirectRequest = { 
/**
 * To whom.
 */
to: PersonId, 
/**
 * Chosen by the sender, one for each message.
 */
client_id: ClientMessageId, 
/**
 * What to say.
 */
text: ChatText, };

export type DirectHistoryRequest = { 
/**
 * The other.
 */
with: PersonId, 
/**
 * Only messages before this one; absent for the newest page.
 */
before?: ChatMessageId, };

export type DirectMessage = { 
/**
 * Its number among what the two wrote.
 */
id: ChatMessageId, 
/**
 * The id its sender gave it.
 */
client_id: ClientMessageId, 
/**
 * Who wrote it.
 */
from: PersonId, 
/**
 * What it says.
 */
text: ChatText, 
/**
 * When.
 */
sent_at: Timestamp, };

export type DirectPage = { 
/**
 * Up to 50, oldest first.
 */
messages: Array<DirectMessage>, 
/**
 * Whether there are older ones.
 */
has_more: boolean, };

export type MarkReadRequest = { 
/**
 * Who wrote.
 */
with: PersonId, 
/**
 * The last message one has read.
 */
id: ChatMessageId, };

export type CallChanged = { 
/**
 * The call as it is now, whole.
 */
call: CallRecord, 
/**
 * Whether it is this very page that takes part in it.
 */
here: boolean, 
/**
 * The call into whose room it brings somebody, if it does.
 */
into?: CallId, };

export type AvailabilityChanged = { 
/**
 * Who.
 */
person_id: PersonId, 
/**
 * Where they are now.
 */
availability: Availability, };

export type DirectMessageKept = { 
/**
 * The other of the two.
 */
with: Party, 
/**
 * The message.
 */
message: DirectMessage, };

export type Ack<T> = { "ok": T } | { "error": ErrorBody };

export type ChatMessageKept = { 
/**
 * The message as it is now, whole.
 */
message: ChatMessage, };

export type ReactionShown = { 
/**
 * Who.
 */
from: ParticipantId, 
/**
 * The emoji.
 */
reaction: Reaction, 
/**
 * When: who was away then need not see it now.
 */
at: Timestamp, };

export type ParticipantJoined = { 
/**
 * Who.
 */
participant: Participant, };

export type ParticipantChanged = { 
/**
 * The participant as it is now, whole.
 */
participant: Participant, };

export type ParticipantLeft = { 
/**
 * Who.
 */
participant_id: ParticipantId, 
/**
 * Why.
 */
reason: LeaveReason, };

export type RoomChanged = { 
/**
 * When the meeting began.
 */
started_at: Timestamp, 
/**
 * What hosts have decided.
 */
settings: RoomSettings, 
/**
 * Whether who is new must know a password.
 */
has_password: boolean, };

export type SignalReceived = { 
/**
 * Who sent it, as the server knows it.
 */
from: ParticipantId, 
/**
 * The transport it belongs to.
 */
transport_id?: TransportId, 
/**
 * The signal.
 */
signal: Signal, };

export type LobbyChanged = { 
/**
 * Everybody who waits, the longest first.
 */
waiting: Array<WaitingParticipant>, };

export type InterviewChanged = { 
/**
 * What, whole, as far as the receiver may see it.
 */
change: InterviewChange, };

export type SourceStopped = { 
/**
 * Who did it.
 */
by: ParticipantId, 
/**
 * Which.
 */
source: Source, };

export type UnmuteAsked = { 
/**
 * Who asks.
 */
by: ParticipantId, };

export type Denied = Record<string, never>;

export type Removed = { 
/**
 * Whether one may come back.
 */
may_return: boolean, };

export type MeetingEnded = Record<string, never>;

export type Superseded = Record<string, never>;

export type ServerClosing = { 
/**
 * When to start trying, in milliseconds from now.
 */
reconnect_after_ms: number, };

export type RequestFailed = { 
/**
 * The name of the request.
 */
event: string, 
/**
 * Why.
 */
error: ErrorBody, };

export type Meeting = { 
/**
 * Its id, which is all one needs to join.
 */
id: MeetingId, 
/**
 * The link to share.
 */
url: string, 
/**
 * When it was made (RFC 3339, UTC).
 */
created_at: string, 
/**
 * How many participants are in its room now.
 */
participant_count: number, 
/**
 * The most it may hold.
 */
max_participants: number, 
/**
 * Whether a host has locked it: nobody new comes in.
 */
locked: boolean, 
/**
 * Whether who is new waits in the lobby until a host admits them.
 */
lobby: boolean, 
/**
 * Whether who is new must know a password.
 */
has_password: boolean, 
/**
 * When a host ended it (RFC 3339, UTC); absent while it can be joined.
 */
ended_at?: string, };

export type CreatedMeeting = { 
/**
 * Makes whoever joins with it a host. It is told this once and is good for as long as the meeting
 * is; keep it secret.
 */
host_token: string, 
/**
 * Its id, which is all one needs to join.
 */
id: MeetingId, 
/**
 * The link to share.
 */
url: string, 
/**
 * When it was made (RFC 3339, UTC).
 */
created_at: string, 
/**
 * How many participants are in its room now.
 */
participant_count: number, 
/**
 * The most it may hold.
 */
max_participants: number, 
/**
 * Whether a host has locked it: nobody new comes in.
 */
locked: boolean, 
/**
 * Whether who is new waits in the lobby until a host admits them.
 */
lobby: boolean, 
/**
 * Whether who is new must know a password.
 */
has_password: boolean, 
/**
 * When a host ended it (RFC 3339, UTC); absent while it can be joined.
 */
ended_at?: string, };

export type Happening = { "kind": "arrived", 
/**
 * Who.
 */
name: DisplayName, 
/**
 * As what.
 */
role: InterviewRole, } | { "kind": "left", 
/**
 * Who.
 */
name: DisplayName, 
/**
 * As what.
 */
role: InterviewRole, } | { "kind": "started", } | { "kind": "paused", } | { "kind": "resumed", } | { "kind": "ended", } | { "kind": "section_entered", 
/**
 * Which.
 */
section: SectionId, } | { "kind": "question_asked", 
/**
 * Which.
 */
question: QuestionId, } | { "kind": "answer_submitted", 
/**
 * To which question.
 */
question: QuestionId, };

export type Moment = { 
/**
 * Its number: 1, 2, 3.
 */
id: number, 
/**
 * What happened.
 */
what: Happening, 
/**
 * When.
 */
at: Timestamp, 
/**
 * What the interview's clock showed, in milliseconds.
 */
at_ms: number, };

export type ReportedPerson = { 
/**
 * The name.
 */
name: DisplayName, 
/**
 * As what.
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
 * How the answer compares with what was expected.
 */
evaluation?: Evaluation, 
/**
 * The interviewers' scores, as far as they may be seen.
 */
scores: Array<Score>, 
/**
 * Their mean, from 0 to 10; absent without a score.
 */
average?: number, 
/**
 * Notes about it.
 */
notes: Array<Note>, };

export type InterviewReport = { 
/**
 * Of which interview.
 */
id: MeetingId, 
/**
 * What it is called.
 */
title: ShortText, 
/**
 * Where it stands.
 */
state: InterviewState, 
/**
 * When the clock was first started.
 */
started_at?: Timestamp, 
/**
 * When it ended.
 */
ended_at?: Timestamp, 
/**
 * How long the clock has run, in milliseconds.
 */
elapsed_ms: number, 
/**
 * Who was there, in the order of their coming.
 */
people: Array<ReportedPerson>, 
/**
 * Its parts.
 */
sections: Array<Section>, 
/**
 * What was asked, in order, with all that belongs to it.
 */
questions: Array<ReportedQuestion>, 
/**
 * Notes that are about no question.
 */
notes: Array<Note>, 
/**
 * The mean of the questions' averages, from 0 to 10; absent without a score.
 */
average?: number, 
/**
 * What was judged.
 */
criteria: Array<Criterion>, 
/**
 * The scorecards that were submitted, and one's own; those of others only once one has submitted
 * one's own.
 */
scorecards: Array<Scorecard>, 
/**
 * How many submitted scorecards are not shown, because one has not submitted one's own.
 */
withheld_scorecards: number, 
/**
 * What happened, in order.
 */
timeline: Array<Moment>, 
/**
 * When this was put together.
 */
made_at: Timestamp, };

export type BankId = string;

export type QuestionBank = { 
/**
 * Questions, in the order their keeper gave them.
 */
questions: Array<QuestionSpec>, 
/**
 * Plans for interviews to start from, in order.
 */
templates: Array<InterviewPlan>, };

export type CreateInterview = { 
/**
 * What is planned; interviewers may change it at any time. Without one: no sections, no questions,
 * and four criteria to begin with.
 */
plan?: InterviewPlan, };

export type CreateLink = { 
/**
 * What its holder will be.
 */
role: InterviewRole, 
/**
 * For whom it is.
 */
label?: ShortText, 
/**
 * For how many days it is good, 1 to 365; 30 if absent.
 */
days?: number, };

export type InterviewLink = { 
/**
 * Its id.
 */
id: LinkId, 
/**
 * What its holder is.
 */
role: InterviewRole, 
/**
 * For whom it is.
 */
label?: ShortText, 
/**
 * The link itself. The part after `#` is its token; browsers do not send it to servers by
 * themselves, so it is in no log. Absent in lists for links of other interviewers: whoever had them
 * could read scorecards that are not theirs.
 */
url?: string, 
/**
 * The token: `Authorization: Bearer` here, `link` in a join. Absent where `url` is.
 */
token?: string, 
/**
 * When it was made (RFC 3339, UTC).
 */
created_at: string, 
/**
 * Until when it is good.
 */
expires_at: string, 
/**
 * Whether it was revoked.
 */
revoked: boolean, };

export type CreatedInterview = { 
/**
 * The interview.
 */
interview: InterviewSummary, 
/**
 * A link for each role, good for 30 days; the first is the maker's own.
 */
links: Array<InterviewLink>, };

export type InterviewSummary = { 
/**
 * Its id.
 */
id: MeetingId, 
/**
 * What it is called.
 */
title: ShortText, 
/**
 * What the holder of the link is in it.
 */
role: InterviewRole, 
/**
 * Where it stands.
 */
state: InterviewState, 
/**
 * How many participants are in its room now.
 */
participant_count: number, };

export type InterviewLinks = { 
/**
 * All of them, revoked and expired ones too, in the order of their making.
 */
links: Array<InterviewLink>, };

export type CreatedBank = { 
/**
 * Its id.
 */
id: BankId, 
/**
 * Whoever has this may read and change the bank: `Authorization: Bearer`. It is told this once.
 */
token: string, };

export type LineError = { 
/**
 * The line, from 1, where the row or element begins.
 */
line: number, 
/**
 * What is wrong there.
 */
message: string, };

export type Problem = { 
/**
 * A URI reference that names the kind of problem; stable.
 */
type: string, 
/**
 * The kind in words.
 */
title: string, 
/**
 * The HTTP status code.
 */
status: number, 
/**
 * What is wrong with this request.
 */
detail?: string, 
/**
 * The request's id, as in the server's log.
 */
request_id?: string, 
/**
 * Of an import: what is wrong, line by line. Nothing of it was taken.
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
  set_room: (payload: SetRoomRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_password: (payload: SetPasswordRequest, ack: (reply: Ack<Empty>) => void) => void;
  stop_source: (payload: StopSourceRequest, ack: (reply: Ack<Empty>) => void) => void;
  mute_all: (payload: MuteAllRequest, ack: (reply: Ack<Empty>) => void) => void;
  ask_to_unmute: (payload: AskToUnmuteRequest, ack: (reply: Ack<Empty>) => void) => void;
  lower_hand: (payload: LowerHandRequest, ack: (reply: Ack<Empty>) => void) => void;
  remove: (payload: RemoveRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_role: (payload: SetRoleRequest, ack: (reply: Ack<Empty>) => void) => void;
  end_meeting: (payload: EndMeetingRequest, ack: (reply: Ack<Empty>) => void) => void;
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
  decline_call: (payload: CallRef, ack: (reply: Ack<Empty>) => void) => void;
  hang_up: (payload: HangUpRequest, ack: (reply: Ack<Empty>) => void) => void;
  call_connected: (payload: CallRef, ack: (reply: Ack<Empty>) => void) => void;
  call_failed: (payload: CallRef, ack: (reply: Ack<Empty>) => void) => void;
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
  signal: (payload: SignalReceived, seq: number) => void;
  chat_message: (payload: ChatMessageKept, seq: number) => void;
  reaction: (payload: ReactionShown, seq: number) => void;
  lobby_changed: (payload: LobbyChanged, seq: number) => void;
  interview_changed: (payload: InterviewChanged, seq: number) => void;
  source_stopped: (payload: SourceStopped, seq: number) => void;
  unmute_asked: (payload: UnmuteAsked, seq: number) => void;
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
