//! Chat: messages and reactions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::visible::{is_anything_visible, without_control};
use crate::{DisplayName, ParticipantId, Timestamp};

/// Number of a message in its meeting: 1, 2, 3 and so on, in the order of storage.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct ChatMessageId(#[serde(deserialize_with = "crate::number::deserialize")] pub u64);

/// A text is not a chat text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChatTextError {
    /// The text has only white space and invisible characters.
    #[error("a message has at least one visible character")]
    Empty,
    /// The text has more than [`ChatText::MAX_CHARS`] characters.
    #[error("a message has at most {} characters", ChatText::MAX_CHARS)]
    TooLong,
}

/// Text of a message: 1 to 4,000 characters, trimmed, without control characters other than line
/// feeds and tabs. It is plain text, never markup.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct ChatText(String);

/// Omits the text: messages are private and must not reach a log.
impl fmt::Debug for ChatText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChatText({} bytes)", self.0.len())
    }
}

impl ChatText {
    /// Maximum length of a message in characters (Unicode scalar values).
    pub const MAX_CHARS: usize = 4_000;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ChatText {
    type Err = ChatTextError;

    fn from_str(text: &str) -> Result<Self, ChatTextError> {
        let text = without_control(text);
        if !is_anything_visible(&text) {
            return Err(ChatTextError::Empty);
        }
        if text.chars().count() > Self::MAX_CHARS {
            return Err(ChatTextError::TooLong);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for ChatText {
    type Error = ChatTextError;

    fn try_from(text: String) -> Result<Self, ChatTextError> {
        text.parse()
    }
}

impl From<ChatText> for String {
    fn from(text: ChatText) -> Self {
        text.0
    }
}

/// A text is not a client's message id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a client id is 1 to 64 characters of A-Z a-z 0-9 - _")]
pub struct ClientMessageIdError;

/// Id of a message, chosen by its sender. The server stores a repeated send only once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct ClientMessageId(String);

impl ClientMessageId {
    /// A random id, for a message whose sender chose none.
    pub fn random(rng: &mut impl rand::Rng) -> Self {
        Self(crate::ids::random_letters(16, rng))
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ClientMessageId {
    type Error = ClientMessageIdError;

    fn try_from(text: String) -> Result<Self, ClientMessageIdError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text))
        } else {
            Err(ClientMessageIdError)
        }
    }
}

impl From<ClientMessageId> for String {
    fn from(id: ClientMessageId) -> Self {
        id.0
    }
}

/// A message, as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChatMessage {
    /// Number in the meeting.
    pub id: ChatMessageId,
    /// Id chosen by the sender.
    pub client_id: ClientMessageId,
    /// The sender.
    pub from: ParticipantId,
    /// The sender's name at the time of sending.
    pub from_name: DisplayName,
    /// The only receiver; absent if the message is for everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub to: Option<ParticipantId>,
    /// The receiver's name at the time of sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub to_name: Option<DisplayName>,
    /// The text; absent once the message is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<ChatText>,
    /// Time at which the server accepted the message.
    pub sent_at: Timestamp,
    /// Time of the last edit or of the deletion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub edited_at: Option<Timestamp>,
}

impl ChatMessage {
    /// Lower bound of the bytes of text in the message.
    #[must_use]
    pub fn weight(&self) -> usize {
        let name = |name: &DisplayName| name.as_str().len();
        let id = |id: &ParticipantId| id.as_str().len();
        self.client_id.as_str().len()
            + id(&self.from)
            + name(&self.from_name)
            + self.to.as_ref().map_or(0, id)
            + self.to_name.as_ref().map_or(0, name)
            + self.text.as_ref().map_or(0, |text| text.as_str().len())
    }
}

/// A text is not a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reaction is one emoji")]
pub struct ReactionError;

/// One emoji.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Reaction(String);

impl TryFrom<String> for Reaction {
    type Error = ReactionError;

    /// Accepts up to ten scalar values, none of them ASCII or alphanumeric. The longest emoji
    /// sequences fit; words do not.
    fn try_from(text: String) -> Result<Self, ReactionError> {
        let mut scalars = text.chars();
        let begins = scalars.next().is_some_and(|c| !c.is_ascii() && !c.is_alphanumeric());
        let continues = scalars.all(|c| !c.is_ascii() && !c.is_alphanumeric() && !c.is_control());
        if begins && continues && text.chars().count() <= 10 {
            Ok(Self(text))
        } else {
            Err(ReactionError)
        }
    }
}

impl Reaction {
    /// The emoji.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Reaction> for String {
    fn from(reaction: Reaction) -> Self {
        reaction.0
    }
}

impl fmt::Display for Reaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text_and_kept() {
        let text = "<b>bold</b> & <script>alert(1)</script>\n\tsecond line";
        assert_eq!(text.parse::<ChatText>().unwrap().as_str(), text);
    }

    #[test]
    fn the_limit_is_in_characters_and_named() {
        assert!("ü".repeat(4_000).parse::<ChatText>().is_ok());
        let error = "ü".repeat(4_001).parse::<ChatText>().unwrap_err();
        assert_eq!(error.to_string(), "a message has at most 4000 characters");
        assert_eq!(" \n ".parse::<ChatText>(), Err(ChatTextError::Empty));
        assert_eq!("a\u{0}b\u{1b}c".parse::<ChatText>().unwrap().as_str(), "abc");
    }

    #[test]
    fn a_reaction_is_one_emoji() {
        for text in ["👍", "❤️", "👩‍👩‍👧‍👦", "👋🏽", "🎉"] {
            assert!(Reaction::try_from(text.to_owned()).is_ok(), "{text}");
        }
        for text in ["", "a", "1", "hello", "<", "👍a", " "] {
            assert!(Reaction::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
