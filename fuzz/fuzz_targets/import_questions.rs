//! Any text as CSV or JSON to be imported: questions or errors with lines, never a panic; and what was read from
//! CSV is read again from what is written of it.

#![no_main]

use convene_protocol::import::{bank_from_json, questions_from_csv, questions_to_csv};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = bank_from_json(text);
    if let Ok(questions) = questions_from_csv(text) {
        assert_eq!(questions_from_csv(&questions_to_csv(&questions)), Ok(questions));
    }
});
