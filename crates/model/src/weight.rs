//! Weight of a value: the bytes of its text.

use serde::Serialize;

/// Length of a value as JSON: at least the bytes of all texts in the value.
#[must_use]
pub fn json_bytes(value: &impl Serialize) -> usize {
    struct Count(usize);

    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let mut count = Count(0);
    // A value that cannot be written as JSON is never sent, so its weight does not matter.
    let _ = serde_json::to_writer(&mut count, value);
    count.0
}

/// Bytes of all texts in a value, without keys.
#[cfg(test)]
pub(crate) fn text_bytes(value: &serde_json::Value) -> usize {
    use serde_json::Value;
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(text_bytes).sum(),
        Value::Object(fields) => fields.values().map(text_bytes).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}
