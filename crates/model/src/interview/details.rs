//! Details of an interview that are set when it is made: who is interviewed, and when.

use serde::{Deserialize, Serialize};

use super::ShortText;
use crate::Timestamp;

/// The details are outside their bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DetailsError {
    /// The date has no four-digit year.
    #[error("a date is before the year 10000")]
    Date,
    /// The duration is zero or longer than a day.
    #[error("a duration is 1 to 1440 minutes")]
    Minutes,
}

/// Candidate and date of an interview. Each part may be missing.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct InterviewDetails {
    /// Name of the candidate; only interviewers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub candidate: Option<ShortText>,
    /// Planned time of the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub scheduled_at: Option<Timestamp>,
    /// Planned duration in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minutes: Option<u16>,
}

impl InterviewDetails {
    /// The latest time: the end of the year 9999, beyond which dates have no common form.
    pub const MAX_TIME: Timestamp = Timestamp(253_402_300_799_999);
    /// The longest duration, in minutes.
    pub const MAX_MINUTES: u16 = 1440;

    /// Checks the limits that the field types do not enforce.
    ///
    /// # Errors
    /// The first limit that the details exceed.
    pub fn check(&self) -> Result<(), DetailsError> {
        if self.scheduled_at.is_some_and(|at| at > Self::MAX_TIME) {
            return Err(DetailsError::Date);
        }
        match self.minutes {
            Some(minutes) if !(1..=Self::MAX_MINUTES).contains(&minutes) => {
                Err(DetailsError::Minutes)
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_have_bounds() {
        let with = |at: u64, minutes: u16| InterviewDetails {
            candidate: None,
            scheduled_at: Some(Timestamp(at)),
            minutes: Some(minutes),
        };
        assert_eq!(InterviewDetails::default().check(), Ok(()));
        assert_eq!(with(0, 1).check(), Ok(()));
        assert_eq!(with(InterviewDetails::MAX_TIME.0, 1440).check(), Ok(()));
        assert_eq!(with(InterviewDetails::MAX_TIME.0 + 1, 1).check(), Err(DetailsError::Date));
        for minutes in [0, 1441] {
            assert_eq!(with(0, minutes).check(), Err(DetailsError::Minutes), "{minutes}");
        }
    }
}
