//! A parser of event streams (`text/event-stream`) that reads the bytes as they arrive.

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The name of the event; empty if it has none.
    pub event: String,
    /// The id to send as `Last-Event-ID` when the connection is opened again after it broke.
    pub id: Option<String>,
}

/// The received part of an incomplete event.
#[derive(Debug, Default)]
pub struct Messages {
    line: Vec<u8>,
    message: Message,
    has_fields: bool,
}

impl Messages {
    /// Returns the events that these bytes complete. Lines end with a line feed, with or without a carriage return.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut whole = Vec::new();
        for byte in bytes {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                whole.extend(self.take_line(&String::from_utf8_lossy(&line)));
            } else {
                self.line.push(*byte);
            }
        }
        whole
    }

    fn take_line(&mut self, line: &str) -> Option<Message> {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            let message = std::mem::take(&mut self.message);
            return std::mem::take(&mut self.has_fields).then_some(message);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.message.event),
            "id" => self.message.id = Some(value.to_owned()),
            // Only the name of an event matters here: the phone requests the rest.
            "data" => {}
            _ => return None,
        }
        self.has_fields = true;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "id: 7f\nevent: changed\ndata: {\"etag\":\"W/\\\"7f\\\"\"}\n\n:\n\nevent: calendar\r\ndata: {\"version\":\"жаңа\"}\r\n\r\n\
                          retry: 5\n\nevent: revoked\ndata: {}\n\nevent: cut";

    fn message(event: &str, id: Option<&str>) -> Message {
        Message { event: event.to_owned(), id: id.map(str::to_owned) }
    }

    #[test]
    fn events_are_the_same_wherever_the_bytes_are_split() {
        let expected = [message("changed", Some("7f")), message("calendar", None), message("revoked", None)];
        for size in 1..=STREAM.len() {
            let mut messages = Messages::default();
            let read: Vec<Message> =
                STREAM.as_bytes().chunks(size).flat_map(|piece| messages.read(piece)).collect();
            assert_eq!(read, expected, "cut into pieces of {size}");
        }
    }

    #[test]
    fn an_event_is_not_returned_before_it_is_complete() {
        let mut messages = Messages::default();
        assert_eq!(messages.read(b"event: changed\ndata: {}\n"), []);
        assert_eq!(messages.read(b"\n"), [message("changed", None)]);
    }
}
