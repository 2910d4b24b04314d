//! `Debug` without secrets.
//!
//! The secrets here are bearer tokens and the like: a reader of the log could use them to
//! impersonate a participant. `Debug` hides them, so no log statement can leak them at any level.

use std::fmt;

/// Implements `Debug` for a struct. Fields before `hides` print their value, fields after it print
/// `..`.
macro_rules! debug_without_secrets {
    ($name:ident { $($shown:ident),* } hides { $($hidden:ident),+ }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                // The pattern names every field, so a new field does not compile until it is on one
                // of the two lists.
                let Self { $($shown,)* $($hidden: _,)+ } = self;
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($shown), $shown))*
                    $(.field(stringify!($hidden), &$crate::secret::Hidden))+
                    .finish()
            }
        }
    };
}

pub(crate) use debug_without_secrets;

/// Placeholder for a secret in the output of `Debug`.
pub(crate) struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

#[cfg(test)]
mod tests {
    use convene_model::Timestamp;

    use crate::http::{CreatedBank, CreatedMeeting};
    use crate::{IceServer, JoinReply, Request, parse_request};

    const SECRET: &str = "s3cret";

    #[test]
    fn what_a_client_sends_prints_no_secret() {
        for packet in [
            r#"["join",{"meeting_id":"abc-defg-hij","name":"Ana","token":"s3cret","host_token":"s3cret","password":"s3cret","link":"s3cret"}]"#,
            r#"["sign_in",{"token":"s3cret"}]"#,
            r#"["set_password",{"password":"s3cret"}]"#,
            r#"["send_chat",{"client_id":"a","text":"s3cret"}]"#,
            r#"["send_direct",{"to":"kalu-mipo-tesa","client_id":"a","text":"s3cret"}]"#,
        ] {
            let request: Request = parse_request(packet).unwrap();
            let printed = format!("{request:?}");
            assert!(!printed.contains(SECRET), "{printed}");
        }
    }

    #[test]
    fn what_a_client_is_told_prints_no_secret() {
        let server = IceServer {
            urls: vec!["turn:127.0.0.1:3478".to_owned()],
            username: Some(SECRET.to_owned()),
            credential: Some(SECRET.to_owned()),
        };
        let ice = crate::IceServers { servers: vec![server], expires_at: Timestamp(1) };
        let reply = JoinReply::Resumed {
            participant_id: "abcdefghijklmnop".parse().unwrap(),
            token: SECRET.to_owned(),
            ice,
            server_time: Timestamp(1),
        };
        let bank = CreatedBank { id: "abcdefghijkl".parse().unwrap(), token: SECRET.to_owned() };
        let meeting = r#"{"id":"abc-defg-hij","created_at":"2026-01-01T00:00:00Z",
            "participant_count":0,"max_participants":16,"locked":false,"lobby":false,"webinar":false,"media_path":"auto",
            "has_password":false,"url":"http://x/m/abc-defg-hij","host_token":"s3cret"}"#;
        let meeting: CreatedMeeting = serde_json::from_str(meeting).unwrap();
        for printed in [format!("{reply:?}"), format!("{bank:?}"), format!("{meeting:?}")] {
            assert!(!printed.contains(SECRET), "{printed}");
        }
    }
}
