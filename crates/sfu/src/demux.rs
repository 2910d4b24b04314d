//! Demultiplexing: what kind of datagram the network brought, and whose transport a STUN request names.

/// Kind of a datagram by its first byte (RFC 7983).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Datagram<'a> {
    /// A STUN message. It names a transport by the server's half of `USERNAME`.
    Stun {
        /// `ice-ufrag` of the server's transport; `None` in responses and indications.
        ufrag: Option<&'a str>,
    },
    /// DTLS. It belongs to the transport of its 5-tuple, and so do the next two.
    Dtls,
    /// SRTP.
    Rtp,
    /// SRTCP.
    Rtcp,
    /// Nothing that a client sends.
    Unknown,
}

const STUN_HEADER: usize = 20;
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
const USERNAME: u16 = 0x0006;
/// RFC 8445 §5.3 allows 256 characters; two of them and a colon make a user name.
const MAX_USERNAME: usize = 513;

/// Finds out what a datagram is. It reads the attributes of a STUN message only up to `USERNAME`.
#[must_use]
pub fn classify(datagram: &[u8]) -> Datagram<'_> {
    match datagram.first() {
        Some(0..=1) => stun(datagram).unwrap_or(Datagram::Unknown),
        Some(20..=63) if datagram.len() >= 12 => Datagram::Dtls,
        // RFC 5761: payload types of RTP leave out those that are kinds of RTCP with the marker bit.
        Some(128..=191) if datagram.len() >= 12 => match datagram.get(1) {
            Some(192..=223) => Datagram::Rtcp,
            _ => Datagram::Rtp,
        },
        _ => Datagram::Unknown,
    }
}

fn stun(datagram: &[u8]) -> Option<Datagram<'_>> {
    if datagram.get(4..8)? != MAGIC_COOKIE {
        return None;
    }
    let length = usize::from(u16_at(datagram, 2)?);
    let mut attributes = datagram.get(STUN_HEADER..)?;
    if attributes.len() != length {
        return None;
    }
    while let (Some(kind), Some(length)) = (u16_at(attributes, 0), u16_at(attributes, 2)) {
        let length = usize::from(length);
        let value = attributes.get(4..4 + length)?;
        if kind == USERNAME && length <= MAX_USERNAME {
            let name = std::str::from_utf8(value).ok()?;
            let (ours, _theirs) = name.split_once(':')?;
            return Some(Datagram::Stun { ufrag: Some(ours) });
        }
        attributes = attributes.get(4 + length.next_multiple_of(4)..).unwrap_or_default();
    }
    Some(Datagram::Stun { ufrag: None })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn request(attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (kind, value) in attributes {
            body.extend(kind.to_be_bytes());
            body.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
            body.extend(*value);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let mut message = vec![0, 1];
        message.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
        message.extend(MAGIC_COOKIE);
        message.extend([7; 12]);
        message.extend(body);
        message
    }

    #[test]
    fn a_stun_request_names_the_servers_transport() {
        let message = request(&[(0x8022, b"agent"), (USERNAME, b"ours:theirs")]);
        assert_eq!(classify(&message), Datagram::Stun { ufrag: Some("ours") });
    }

    #[test]
    fn a_stun_message_without_a_user_name_names_nobody() {
        assert_eq!(classify(&request(&[(0x8022, b"agent")])), Datagram::Stun { ufrag: None });
    }

    #[test]
    fn a_stun_message_that_lies_about_its_length_is_unknown() {
        let mut message = request(&[(USERNAME, b"ours:theirs")]);
        message.push(0);
        assert_eq!(classify(&message), Datagram::Unknown);
        let mut message = request(&[(USERNAME, b"ours:theirs")]);
        message[STUN_HEADER + 3] = 200;
        assert_eq!(classify(&message), Datagram::Unknown);
    }

    #[test]
    fn first_bytes_are_those_of_rfc_7983() {
        let those = |kind| {
            let of = |first: &u8| classify(&[*first, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == kind;
            (0..=255).filter(of).collect::<Vec<u8>>()
        };
        assert_eq!(those(Datagram::Dtls), (20..=63).collect::<Vec<u8>>());
        assert_eq!(those(Datagram::Rtp), (128..=191).collect::<Vec<u8>>());
    }

    #[test]
    fn second_bytes_tell_rtcp_from_rtp_as_in_rfc_5761() {
        let of = |second: &u8| classify(&{ [[128, *second]; 6] }.concat()) == Datagram::Rtcp;
        assert_eq!((0..=255).filter(of).collect::<Vec<u8>>(), (192..=223).collect::<Vec<u8>>());
    }

    proptest! {
        #[test]
        fn any_bytes_are_classified(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _any = classify(&bytes);
        }

        #[test]
        fn any_attributes_are_walked(
            kinds in prop::collection::vec((any::<u16>(), prop::collection::vec(any::<u8>(), 0..40)), 0..8)
        ) {
            let attributes: Vec<_> = kinds.iter().map(|(kind, value)| (*kind, value.as_slice())).collect();
            let message = request(&attributes);
            let classified = classify(&message);
            if kinds.iter().all(|(kind, _)| *kind != USERNAME) {
                prop_assert_eq!(classified, Datagram::Stun { ufrag: None });
            }
        }
    }
}
