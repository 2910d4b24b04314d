//! Parts of an offer that the forwarder reads itself, beside str0m.

use crate::TrackKind;

/// A media description (m-line).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaLine {
    /// `None`: a data channel.
    pub kind: Option<TrackKind>,
    /// `a=mid`.
    pub mid: String,
    /// The client sends on it.
    pub sends: bool,
    /// The client receives on it.
    pub receives: bool,
    /// Encodings that the client sends, by the order of `a=simulcast:send`.
    pub rids: Vec<String>,
}

/// An offer, as far as the forwarder looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Session id of the `o=` line: it tells the client's peer connections apart.
    pub session: String,
    /// The m-lines.
    pub lines: Vec<MediaLine>,
    /// The offer without candidates. An ICE-lite agent learns the addresses from the checks, and a
    /// candidate may be a name that only the client's network resolves.
    pub sdp: String,
}

/// Most encodings of a source that are forwarded.
const MAX_RIDS: usize = 4;
/// Longest `mid` that str0m keeps whole.
const MAX_MID: usize = 16;
/// Longest `rid` that str0m keeps whole.
const MAX_RID: usize = 8;

/// Reads an offer. `None` if it is none: str0m then need not look at it.
#[must_use]
pub fn read_offer(sdp: &str) -> Option<Offered> {
    let mut session = None;
    let mut lines: Vec<MediaLine> = Vec::new();
    let mut kept = String::with_capacity(sdp.len());
    for line in sdp.lines() {
        let line = line.trim_end();
        if line.starts_with("a=candidate:") || line == "a=end-of-candidates" {
            continue;
        }
        kept.push_str(line);
        kept.push_str("\r\n");
        if let Some(origin) = line.strip_prefix("o=") {
            session = origin.split(' ').nth(1).map(str::to_owned);
        } else if let Some(media) = line.strip_prefix("m=") {
            let kind = match media.split(' ').next() {
                Some("audio") => Some(TrackKind::Audio),
                Some("video") => Some(TrackKind::Video),
                _ => None,
            };
            let (sends, receives, rids) = (true, true, Vec::new());
            lines.push(MediaLine { kind, mid: String::new(), sends, receives, rids });
        } else if let (Some(attribute), Some(media)) = (line.strip_prefix("a="), lines.last_mut()) {
            read_attribute(attribute, media);
        }
    }
    let fits = |line: &MediaLine| {
        !line.mid.is_empty()
            && line.mid.len() <= MAX_MID
            && line.mid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && line.rids.len() <= MAX_RIDS
            && line.rids.iter().all(|rid| !rid.is_empty() && rid.len() <= MAX_RID)
    };
    if lines.is_empty() || !lines.iter().all(fits) {
        return None;
    }
    Some(Offered { session: session?, lines, sdp: kept })
}

fn read_attribute(attribute: &str, media: &mut MediaLine) {
    match attribute {
        "sendonly" => media.receives = false,
        "recvonly" => media.sends = false,
        "inactive" => (media.sends, media.receives) = (false, false),
        _ => {
            if let Some(mid) = attribute.strip_prefix("mid:") {
                mid.clone_into(&mut media.mid);
            } else if let Some(simulcast) = attribute.strip_prefix("simulcast:") {
                let mut words = simulcast.split(' ');
                while let (Some(direction), Some(list)) = (words.next(), words.next()) {
                    if direction == "send" {
                        let first = |choice: &str| {
                            let rid = choice.split(',').next().unwrap_or_default();
                            rid.trim_start_matches('~').to_owned()
                        };
                        media.rids = list.split(';').map(first).collect();
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OFFER: &str = "v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n\
        m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=sendonly\r\n\
        a=candidate:1 1 udp 1 6f2.local 9 typ host\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=sendrecv\r\na=simulcast:send q;~h,g;f recv x\r\n\
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n";

    #[test]
    fn an_offer_is_read() {
        let offered = read_offer(OFFER).unwrap();
        assert_eq!(offered.session, "4611");
        assert!(!offered.sdp.contains("candidate") && offered.sdp.contains("a=mid:2\r\n"));
        let [audio, video, data] = offered.lines.as_slice() else { panic!("three lines") };
        assert_eq!(
            (audio.kind, audio.sends, audio.receives),
            (Some(TrackKind::Audio), true, false)
        );
        assert_eq!((video.mid.as_str(), video.sends, video.receives), ("1", true, true));
        assert_eq!(video.rids, ["q", "h", "f"]);
        assert_eq!(data.kind, None);
    }

    #[test]
    fn other_texts_are_no_offer() {
        for text in ["", "v=0\r\n", "m=audio 9 X 1\r\na=mid:0\r\n", "o=- 1 2\r\nm=audio 9 X 1\r\n"]
        {
            assert_eq!(read_offer(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(lines in prop::collection::vec("(m=audio|a=|o=|a=mid:|a=simulcast:send |)[ -~é;,~]{0,12}", 0..20)) {
            let _any = read_offer(&lines.join("\n"));
        }
    }
}
