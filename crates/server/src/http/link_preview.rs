//! Previews of links: `og:` and `twitter:` tags in the served pages, for applications in which
//! people share a link.
//!
//! A preview tells the title of a meeting at most, and who is in it and since when only if a host
//! allows it. About a meeting with a lobby it tells nothing unless a host allows it, and about
//! interviews and meetings that are locked, ended, or have a password it never tells anything. That of a link to call somebody repeats the id in the link, whether or not anybody has
//! it. The preview of a meeting is a look-up like any other: above the limit of the address, the page
//! has the tags of the product alone.

use std::fmt::Write as _;

use convene_model::{
    DisplayName, MeetingId, MeetingTitle, Participant, PersonId, RoomSettings, Timestamp,
};
use convene_storage::{InterviewRepository, MeetingRepository};
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
use time::OffsetDateTime;

use super::get_meeting::{base_url, described, moment};
use super::{AppState, find_meeting};
use crate::request_origin::{ClientAddr, OwnOrigin};

/// The picture of all previews, 1200 by 630 pixels.
pub(super) const IMAGE: &str = "link-preview.png";

const PRODUCT: &str = "Convene";

/// Maximum number of participants that a preview names.
const NAMED: usize = 3;

/// Content of a link's preview; the default names the product alone.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Preview {
    title: Option<MeetingTitle>,
    /// Present if a host allows it.
    presence: Option<Presence>,
    /// The id to call, which is that in the link.
    call: Option<PersonId>,
}

/// Participants and start of a running meeting.
#[derive(Debug, Default, PartialEq, Eq)]
struct Presence {
    /// Start of the meeting; `None` if nobody is there.
    since: Option<Timestamp>,
    names: Vec<DisplayName>,
}

/// The preview of a link to call somebody. It reads the link alone: whether somebody has the id, and
/// who, is not told.
pub(super) fn of_call(id: &str) -> Preview {
    Preview { call: id.parse().ok(), ..Preview::default() }
}

/// The preview of a link to a meeting, by its id or by a name.
pub(super) async fn of_meeting(
    state: &AppState,
    ClientAddr(client): ClientAddr,
    id_or_name: &str,
    is_room: bool,
) -> Preview {
    if state.lookups_by_address.check(client).is_err() {
        return Preview::default();
    }
    let found = if is_room {
        find_meeting::by_name(state, id_or_name).await
    } else {
        find_meeting::by_id_or_name(state, id_or_name).await
    };
    let Ok(id) = found else { return Preview::default() };
    told(state, &id).await.unwrap_or_default()
}

async fn told(state: &AppState, id: &MeetingId) -> Option<Preview> {
    let stored = state.storage.meeting(id).await.ok()?;
    if stored.by_ticket || state.storage.is_interview(id).await.ok()? {
        return None;
    }
    let (record, _) = described(state, id).await.ok()?;
    if record.ended_at.is_some() {
        return None;
    }
    // A live room may know of decisions that are not on the disk.
    let live = state.live.room(id).and_then(|room| room.snapshot());
    Some(match live {
        Some(room) => {
            let people = (room.started_at, &room.participants[..]);
            preview(room.title, &room.settings, room.has_password, Some(people))
        }
        None => preview(record.title, &record.settings, record.password.is_some(), None),
    })
}

fn preview(
    title: Option<MeetingTitle>,
    settings: &RoomSettings,
    has_password: bool,
    live: Option<(Timestamp, &[Participant])>,
) -> Preview {
    let is_closed = settings.locked || has_password;
    // In front of a lobby, people who are not admitted would read the title.
    if is_closed || (settings.lobby && !settings.link_preview) {
        return Preview::default();
    }
    let presence = settings.link_preview.then(|| match live {
        Some((since, participants)) if !participants.is_empty() => Presence {
            since: Some(since),
            names: participants.iter().map(|participant| participant.name.clone()).collect(),
        },
        _ => Presence::default(),
    });
    Preview { title, presence, call: None }
}

impl Preview {
    /// The tags, for the end of the page's head.
    pub(super) fn tags(&self, page: &Page, language: Language) -> String {
        let title = match (&self.title, &self.call) {
            (Some(title), _) => title.as_str().to_owned(),
            (None, Some(id)) => language.call(id),
            (None, None) => PRODUCT.to_owned(),
        };
        let description = self.description(language);
        let Page { base, path } = page;
        let image = format!("{base}/{IMAGE}");
        let mut tags = String::new();
        for (name, content) in [
            ("og:site_name", PRODUCT),
            ("og:type", "website"),
            ("og:locale", language.locale()),
            ("og:title", &title),
            ("og:description", &description),
            ("og:url", &format!("{base}{path}")),
            ("og:image", &image),
            ("og:image:type", "image/png"),
            ("og:image:width", "1200"),
            ("og:image:height", "630"),
            ("og:image:alt", PRODUCT),
        ] {
            let _ = write!(tags, "<meta property=\"{name}\" content=\"{}\">", escaped(content));
        }
        for (name, content) in [
            ("twitter:card", "summary_large_image"),
            ("twitter:title", &title),
            ("twitter:description", &description),
            ("twitter:image", &image),
            ("twitter:image:alt", PRODUCT),
        ] {
            let _ = write!(tags, "<meta name=\"{name}\" content=\"{}\">", escaped(content));
        }
        tags
    }

    fn description(&self, language: Language) -> String {
        if self.call.is_some() {
            return language.how_to_call().to_owned();
        }
        let Some(Presence { since, names }) = &self.presence else {
            return language.about().to_owned();
        };
        let Some(since) = since.and_then(moment) else {
            return language.empty().to_owned();
        };
        let named: Vec<&str> = names.iter().take(NAMED).map(DisplayName::as_str).collect();
        language.present(since, &named, names.len() - named.len())
    }
}

/// The page that the tags are for.
pub(super) struct Page {
    base: String,
    /// Path without the query and anything else that could carry a secret.
    path: String,
}

impl Page {
    pub(super) fn new(state: &AppState, own_origin: &OwnOrigin, path: &str) -> Self {
        Self { base: base_url(state, own_origin), path: path.to_owned() }
    }
}

/// Language of a preview. Applications that fetch one rarely name any: then it is English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
}

impl Language {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let first = wanted.unwrap_or_default().trim_start().get(..2).unwrap_or_default();
        if first.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }

    fn locale(self) -> &'static str {
        match self {
            Self::English => "en_US",
            Self::German => "de_DE",
        }
    }

    fn call(self, id: &PersonId) -> String {
        match self {
            Self::English => format!("Call {id} on {PRODUCT}"),
            Self::German => format!("{id} anrufen, mit {PRODUCT}"),
        }
    }

    fn how_to_call(self) -> &'static str {
        match self {
            Self::English => {
                "Open the link and choose a voice or video call. No account, nothing to install."
            }
            Self::German => {
                "Link öffnen und Sprach- oder Videoanruf wählen. Kein Konto, keine Installation."
            }
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::English => {
                "Open the link in any browser, check your camera and start talking. No account, nothing to install."
            }
            Self::German => {
                "Link in einem beliebigen Browser öffnen, Kamera prüfen, loslegen. Kein Konto, keine Installation."
            }
        }
    }

    fn empty(self) -> &'static str {
        match self {
            Self::English => "No one is here yet.",
            Self::German => "Noch ist niemand da.",
        }
    }

    fn present(self, since: OffsetDateTime, names: &[&str], others: usize) -> String {
        let (year, month, day) = (since.year(), u8::from(since.month()), since.day());
        let (hour, minute) = (since.hour(), since.minute());
        let (and, more) = match self {
            Self::English if others == 1 => ("and", "1 other".to_owned()),
            Self::English => ("and", format!("{others} others")),
            Self::German if others == 1 => ("und", "1 weitere Person".to_owned()),
            Self::German => ("und", format!("{others} weitere")),
        };
        let mut all: Vec<&str> = names.to_vec();
        if others > 0 {
            all.push(&more);
        }
        let people = match all.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, before)) => format!("{} {and} {last}", before.join(", ")),
            None => String::new(),
        };
        match self {
            Self::English => format!(
                "Here now: {people}. Started on {year}-{month:02}-{day:02} at {hour:02}:{minute:02} UTC."
            ),
            Self::German => format!(
                "Jetzt da: {people}. Begonnen am {day}.{month}.{year} um {hour:02}:{minute:02} UTC."
            ),
        }
    }
}

/// The text as the value of an attribute in double quotes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use convene_model::{MediaState, ParticipantId, Role};

    use super::*;

    const OPEN: RoomSettings = RoomSettings {
        locked: false,
        lobby: false,
        chat: convene_model::Audience::Everyone,
        share: convene_model::Audience::Everyone,
        record: convene_model::Audience::Everyone,
        link_preview: true,
        webinar: false,
        media_path: convene_model::MediaPathSetting::Auto,
    };
    /// 2026-11-29 14:05 UTC.
    const START: Timestamp = Timestamp(1_795_961_100_000);

    fn title(text: &str) -> Option<MeetingTitle> {
        Some(text.parse().unwrap())
    }

    fn people(names: &[&str]) -> Vec<Participant> {
        let person = |name: &&str| Participant {
            id: ParticipantId::random(&mut rand::rng()),
            name: name.parse().unwrap(),
            role: Role::Guest,
            interview_role: None,
            media: MediaState::default(),
            presence: convene_model::Presence::Connected,
            joined_at: START,
            hand_raised_at: None,
            recording: None,
            foreign: false,
            user_id: None,
            attributes: convene_model::Attributes::default(),
        };
        names.iter().map(person).collect()
    }

    fn tags_of(preview: &Preview) -> String {
        let page = Page { base: "https://meet.example".to_owned(), path: "/m/x".to_owned() };
        preview.tags(&page, Language::English)
    }

    fn content_of(tags: &str, name: &str) -> String {
        let start =
            tags.find(&format!("\"{name}\" content=\"")).unwrap_or_else(|| panic!("{tags}"));
        let rest = &tags[start + name.len() + "\"\" content=\"".len()..];
        rest[..rest.find('"').unwrap()].to_owned()
    }

    #[test]
    fn a_title_cannot_leave_its_attribute() {
        let tags = tags_of(&Preview {
            title: title("\"><script>alert('&')</script>"),
            presence: None,
            call: None,
        });
        let safe = "&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;";
        for name in ["og:title", "twitter:title"] {
            assert_eq!(content_of(&tags, name), safe);
        }
        assert!(!tags.contains("<script"));
    }

    #[test]
    fn a_link_to_call_repeats_its_id_alone() {
        let tags = tags_of(&of_call("KALU mipo-tesa"));
        assert_eq!(content_of(&tags, "og:title"), "Call kalu-mipo-tesa on Convene");
        assert_eq!(content_of(&tags, "twitter:title"), "Call kalu-mipo-tesa on Convene");
        assert_eq!(content_of(&tags, "og:description"), Language::English.how_to_call());
        for wrong in ["", "nobody", "\"><script>", "kalu-mipo-tesaa"] {
            assert_eq!(of_call(wrong), Preview::default(), "{wrong}");
        }
    }

    #[test]
    fn addresses_are_absolute() {
        let tags = tags_of(&Preview::default());
        assert_eq!(content_of(&tags, "og:image"), "https://meet.example/link-preview.png");
        assert_eq!(content_of(&tags, "twitter:image"), "https://meet.example/link-preview.png");
        assert_eq!(content_of(&tags, "og:url"), "https://meet.example/m/x");
        assert_eq!(content_of(&tags, "twitter:card"), "summary_large_image");
    }

    #[test]
    fn who_is_there_and_since_when_is_told_only_if_a_host_allows_it() {
        let names = ["Ana", "Ben <b>", "Chris", "Dora"];
        let here = people(&names);
        let live = Some((START, &here[..]));
        let silent = RoomSettings { link_preview: false, ..OPEN };
        let tags = tags_of(&preview(title("Sync"), &silent, false, live));
        assert_eq!(content_of(&tags, "og:title"), "Sync");
        assert_eq!(content_of(&tags, "og:description"), Language::English.about());
        assert!(names.iter().all(|name| !tags.contains(name)), "{tags}");

        let tags = tags_of(&preview(title("Sync"), &OPEN, false, live));
        let expected =
            "Here now: Ana, Ben &lt;b&gt;, Chris and 1 other. Started on 2026-11-29 at 14:05 UTC.";
        assert_eq!(content_of(&tags, "og:description"), expected);
        assert_eq!(content_of(&tags, "twitter:description"), expected);
        let tags = tags_of(&preview(None, &OPEN, false, None));
        assert_eq!(content_of(&tags, "og:description"), "No one is here yet.");
    }

    #[test]
    fn a_closed_meeting_tells_nothing() {
        let here = people(&["Ana"]);
        let live = Some((START, &here[..]));
        let locked = RoomSettings { locked: true, ..OPEN };
        for told in [
            preview(title("Sync"), &locked, false, live),
            preview(title("Sync"), &OPEN, true, live),
        ] {
            assert_eq!(told, Preview::default());
            assert_eq!(content_of(&tags_of(&told), "og:title"), PRODUCT);
        }
    }

    #[test]
    fn a_meeting_with_a_lobby_tells_its_title_only_if_a_host_allows_it() {
        let silent = RoomSettings { lobby: true, link_preview: false, ..OPEN };
        assert_eq!(preview(title("Sync"), &silent, false, None), Preview::default());
        let allowed = RoomSettings { lobby: true, ..OPEN };
        let tags = tags_of(&preview(title("Sync"), &allowed, false, None));
        assert_eq!(content_of(&tags, "og:title"), "Sync");
    }

    #[test]
    fn people_are_counted_in_the_readers_language() {
        let at = moment(START).unwrap();
        let german = |names: &[&str], others| Language::German.present(at, names, others);
        let since = "Begonnen am 29.11.2026 um 14:05 UTC.";
        assert_eq!(german(&["Ana"], 0), format!("Jetzt da: Ana. {since}"));
        assert_eq!(german(&["Ana", "Ben"], 0), format!("Jetzt da: Ana und Ben. {since}"));
        let many = german(&["Ana", "Ben", "Chris"], 1);
        assert_eq!(many, format!("Jetzt da: Ana, Ben, Chris und 1 weitere Person. {since}"));
        let of = |text: &'static str| {
            Language::of(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, text.parse().unwrap())]))
        };
        assert_eq!(of("de-AT,de;q=0.9"), Language::German);
        for other in ["en", "", "d", "*", "fr,de"] {
            assert_eq!(of(other), Language::English, "{other}");
        }
    }
}
