//! Parser of server-sent events (HTML, section 9.2). It returns only the data of events.

/// Maximum length of an event, in bytes.
const MAX_EVENT: usize = 256 * 1024;

/// The input is no event stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotEvents;

/// Assembles events from bytes that arrive in any pieces.
#[derive(Debug, Default)]
pub(super) struct EventDecoder {
    line: Vec<u8>,
    /// Data of the incomplete event, with a line break after each line.
    data: Vec<u8>,
    /// True if the last byte was a carriage return, which a line feed may follow.
    returned: bool,
}

impl EventDecoder {
    /// Returns the data of the events that these bytes complete.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<Vec<String>, NotEvents> {
        let mut events = Vec::new();
        for &byte in bytes {
            let after_return = std::mem::replace(&mut self.returned, byte == b'\r');
            match byte {
                b'\n' if after_return => {}
                b'\r' | b'\n' => events.extend(self.end_line()?),
                _ if self.line.len() + self.data.len() >= MAX_EVENT => return Err(NotEvents),
                _ => self.line.push(byte),
            }
        }
        Ok(events)
    }

    /// Returns the data of an event that the stream ended without completing.
    pub(super) fn finish(mut self) -> Result<Option<String>, NotEvents> {
        if !self.line.is_empty() {
            self.end_line()?;
        }
        self.end_event()
    }

    fn end_line(&mut self) -> Result<Option<String>, NotEvents> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.end_event();
        }
        // A byte order mark may start the stream. Fields other than `data` are ignored.
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        if let Some(data) = line.strip_prefix(b"data:") {
            self.data.extend_from_slice(data.strip_prefix(b" ").unwrap_or(data));
            self.data.push(b'\n');
        }
        Ok(None)
    }

    fn end_event(&mut self) -> Result<Option<String>, NotEvents> {
        let mut data = std::mem::take(&mut self.data);
        if data.pop().is_none() {
            return Ok(None);
        }
        String::from_utf8(data).map(Some).map_err(|_| NotEvents)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<String>, NotEvents> {
        let mut decoder = EventDecoder::default();
        let mut events = Vec::new();
        for piece in pieces {
            events.extend(decoder.feed(piece)?);
        }
        events.extend(decoder.finish()?);
        Ok(events)
    }

    const STREAM: &str = "\u{FEFF}data: ä\n\n: comment\r\n\r\nevent: x\r\ndata:{\"b\":1}\r\nid: 7\r\n\r\n\
        data: two\rdata: lines\r\rretry: 5\n\ndata:\n\ndata: [DONE]";

    #[test]
    fn events_are_found_among_comments_fields_and_all_kinds_of_line_ends() {
        let events = decode([STREAM.as_bytes()]).unwrap();
        assert_eq!(events, ["ä", "{\"b\":1}", "two\nlines", "", "[DONE]"]);
    }

    #[test]
    fn what_is_no_text_or_has_no_end_is_refused() {
        assert_eq!(decode([&b"data: \xFF\n\n"[..]]), Err(NotEvents));
        assert_eq!(decode([&vec![b'x'; MAX_EVENT + 1][..]]), Err(NotEvents));
        let lines = b"data: x\n".repeat(MAX_EVENT);
        assert_eq!(decode([&lines[..]]), Err(NotEvents));
    }

    proptest! {
        #[test]
        fn it_does_not_matter_how_the_stream_is_cut(size in 1_usize..20) {
            let whole = decode([STREAM.as_bytes()]);
            prop_assert_eq!(decode(STREAM.as_bytes().chunks(size)), whole);
        }

        #[test]
        fn any_bytes_are_events_or_refused(bytes: Vec<u8>, size in 1_usize..9) {
            prop_assert_eq!(decode(bytes.chunks(size)), decode([&bytes[..]]));
        }
    }
}
