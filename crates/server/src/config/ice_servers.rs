//! The operator's own ICE servers: STUN (RFC 7064) and TURN (RFC 7065).
//!
//! A value is a list of URLs, or JSON as providers of TURN hand it out. Errors name the fault and
//! never show a credential, and so not the value.

use convene_protocol::IceServer;
use serde_json::{Map, Value};

/// The setting's name.
pub(super) const SETTING: &str = "ice-servers";

/// What the setting accepts.
pub(super) const TAKES: &str = r#"URLs such as stun:stun.example.org:3478, or JSON such as [{"urls": "turns:turn.example.org?transport=tcp", "username": "...", "credential": "..."}]"#;

/// Limits: browsers slow down with many servers.
const MAX_SERVERS: usize = 16;
const MAX_URLS: usize = 8;
const MAX_SECRET_BYTES: usize = 512;

/// The servers of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IceServerList(pub(super) Vec<IceServer>);

/// Parses a list of URLs separated by commas, or JSON: a server or an array of servers, each as in
/// `RTCConfiguration.iceServers`.
///
/// # Errors
/// The fault, worded as the end of a sentence that starts with the setting's name.
pub(super) fn ice_servers(text: &str) -> Result<IceServerList, String> {
    let text = text.trim();
    let servers = if text.starts_with(['[', '{']) {
        match serde_json::from_str(text) {
            Ok(Value::Array(servers)) => servers,
            Ok(server) => vec![server],
            // The parser's message shows no part of the text.
            Err(error) => return Err(format!("is no JSON: {error}")),
        }
    } else {
        text.split(',').map(|url| Value::from(url.trim())).collect()
    };
    if servers.is_empty() || servers.len() > MAX_SERVERS {
        return Err(format!("has {} servers; it takes 1 to {MAX_SERVERS}", servers.len()));
    }
    let numbered = servers.iter().zip(1..).map(|(value, number)| {
        server(value).map_err(|fault| format!("cannot be used: server {number} {fault}"))
    });
    numbered.collect::<Result<_, _>>().map(IceServerList)
}

fn server(value: &Value) -> Result<IceServer, String> {
    let none = Map::new();
    let (urls, fields) = match value {
        Value::String(url) => (vec![url.as_str()], &none),
        Value::Object(fields) => {
            let urls = match fields.get("urls").or_else(|| fields.get("url")) {
                Some(Value::String(url)) => vec![url.as_str()],
                Some(Value::Array(urls)) => {
                    let urls: Option<Vec<&str>> = urls.iter().map(Value::as_str).collect();
                    urls.ok_or("has a URL that is no text")?
                }
                _ => return Err("has no \"urls\"".to_owned()),
            };
            (urls, fields)
        }
        _ => return Err("is neither a URL nor an object".to_owned()),
    };
    if urls.is_empty() || urls.len() > MAX_URLS {
        return Err(format!("has {} URLs; it takes 1 to {MAX_URLS}", urls.len()));
    }
    let urls = urls.into_iter().map(url).collect::<Result<Vec<_>, _>>()?;
    let (username, credential) = (secret(fields, "username")?, secret(fields, "credential")?);
    if username.is_some() != credential.is_some() {
        return Err("has only one of \"username\" and \"credential\"".to_owned());
    }
    if username.is_none() && urls.iter().any(|url| url.starts_with("turn")) {
        return Err(
            "is a TURN server without \"username\" and \"credential\", which browsers refuse"
                .to_owned(),
        );
    }
    Ok(IceServer { urls, username, credential })
}

fn secret(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text))
            if (1..=MAX_SECRET_BYTES).contains(&text.len()) && !text.contains(char::is_control) =>
        {
            Ok(Some(text.clone()))
        }
        Some(_) => Err(format!("has a {name:?} that is no text of 1 to {MAX_SECRET_BYTES} bytes")),
    }
}

/// Checks a URL and returns it with its scheme in lower case.
fn url(text: &str) -> Result<String, String> {
    let (scheme, rest) = text.split_once(':').ok_or("has a URL without a scheme")?;
    let scheme = scheme.to_ascii_lowercase();
    let turn = match scheme.as_str() {
        "stun" | "stuns" => false,
        "turn" | "turns" => true,
        _ => return Err("has a URL whose scheme is not stun, stuns, turn or turns".to_owned()),
    };
    if rest.starts_with('/') {
        return Err(format!("has a URL with slashes; the host follows {scheme}: at once"));
    }
    if rest.contains('@') {
        return Err(
            "has a URL with a user in it; give \"username\" and \"credential\" in JSON".to_owned()
        );
    }
    let (authority, query) = match rest.split_once('?') {
        Some((authority, query)) => (authority, Some(query)),
        None => (rest, None),
    };
    match query {
        None => {}
        Some("transport=udp" | "transport=tcp") if turn => {}
        Some(_) if turn => {
            return Err("has a URL with a query other than ?transport=udp or ?transport=tcp".into());
        }
        Some(_) => return Err("has a STUN URL with a query".to_owned()),
    }
    if is_authority(authority) {
        Ok(format!("{scheme}:{rest}"))
    } else {
        Err("has a URL without a valid host and port".to_owned())
    }
}

/// True for a host with an optional port: a name, an IPv4 address, or an IPv6 address in brackets.
fn is_authority(text: &str) -> bool {
    let (is_host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host.parse::<std::net::Ipv6Addr>().is_ok(), rest),
        None => {
            let end = text.find(':').unwrap_or(text.len());
            let (host, rest) = text.split_at(end);
            (is_name(host), rest)
        }
    };
    let is_port = port.is_empty()
        || port
            .strip_prefix(':')
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse::<u16>().ok())
            .is_some_and(|port| port > 0);
    is_host && is_port
}

/// True for a DNS name or an IPv4 address.
fn is_name(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    text.len() <= 253 && text.strip_suffix('.').unwrap_or(text).split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<IceServer> {
        ice_servers(text).unwrap().0
    }

    fn plain(url: &str) -> IceServer {
        IceServer { urls: vec![url.to_owned()], username: None, credential: None }
    }

    #[test]
    fn urls_may_stand_alone() {
        assert_eq!(
            parsed("stun:stun.example.org:3478, STUNS:[2001:db8::7]:5349,stun:203.0.113.7"),
            [
                plain("stun:stun.example.org:3478"),
                plain("stuns:[2001:db8::7]:5349"),
                plain("stun:203.0.113.7"),
            ]
        );
    }

    #[test]
    fn json_is_what_a_browser_takes() {
        let turn = IceServer {
            urls: vec!["turn:a.b?transport=udp".into(), "turns:a.b:443?transport=tcp".into()],
            username: Some("ana".into()),
            credential: Some("a,b:[c]".into()),
        };
        let object = r#"{"urls": ["turn:a.b?transport=udp", "turns:a.b:443?transport=tcp"],
            "username": "ana", "credential": "a,b:[c]"}"#;
        assert_eq!(parsed(object), std::slice::from_ref(&turn));
        let both = format!(r#"[{object}, "stun:a.b", {{"urls": "stun:c.d", "username": null}}]"#);
        assert_eq!(parsed(&both), [turn, plain("stun:a.b"), plain("stun:c.d")]);
    }

    #[test]
    fn what_a_browser_would_refuse_is_refused_at_the_start() {
        let many = vec!["stun:a.b"; 17].join(",");
        let long = format!("stun:{}.b", "x".repeat(64));
        for (text, fault) in [
            ("", "server 1 has a URL without a scheme"),
            ("stun:a.b,", "server 2 has a URL without a scheme"),
            ("a.b:3478", "scheme is not"),
            ("https://a.b", "scheme is not"),
            ("stun://a.b", "slashes"),
            ("stun:", "host and port"),
            ("stun:a b", "host and port"),
            ("stun:a..b", "host and port"),
            ("stun:a.b:", "host and port"),
            ("stun:a.b:0", "host and port"),
            ("stun:a.b:65536", "host and port"),
            ("stun:a.b:+1", "host and port"),
            ("stun:a.b/c", "host and port"),
            ("stun:a.b#c", "host and port"),
            ("stun:2001:db8::7", "host and port"),
            ("stun:[2001:db8::7", "host and port"),
            (&long, "host and port"),
            ("stun:a.b?transport=udp", "STUN URL with a query"),
            (r#"[{"urls":"turn:a.b?transport=sctp","username":"u","credential":"c"}]"#, "query"),
            ("turn:a.b", "without \"username\" and \"credential\""),
            (r#"{"urls":["stun:a.b","turns:a.b"]}"#, "without \"username\""),
            (r#"{"urls":"turn:a.b","username":"u"}"#, "only one of"),
            (r#"{"urls":"stun:a.b","credential":"c"}"#, "only one of"),
            (r#"{"urls":"turn:a.b","username":"","credential":"c"}"#, "\"username\" that is no"),
            (r#"{"urls":"turn:a.b","username":"u","credential":7}"#, "\"credential\" that is no"),
            (r#"{"url":[]}"#, "has 0 URLs"),
            (r#"{"username":"u"}"#, "no \"urls\""),
            (r#"[7]"#, "neither"),
            ("[]", "has 0 servers"),
            (&many, "has 17 servers"),
            ("[{", "is no JSON"),
        ] {
            let error = ice_servers(text).unwrap_err();
            assert!(error.contains(fault), "{text}: {error}");
        }
    }

    #[test]
    fn no_error_and_no_debug_output_shows_a_secret() {
        for text in [
            "turn:ana:hunter2@a.b",
            r#"{"urls":"turn:a.b","username":"hunter2"}"#,
            r#"{"urls":"http:a.b","username":"ana","credential":"hunter2"}"#,
            r#"[{"urls":"turn:a.b","username":"ana","credential":"hunter2"}"#,
            r#"{"urls":"turn:a.b","username":"ana","credential":["hunter2"]}"#,
        ] {
            let error = ice_servers(text).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
        let json = r#"{"urls":"turn:a.b","username":"ana","credential":"hunter2"}"#;
        assert!(!format!("{:?}", ice_servers(json)).contains("hunter2"));
    }
}
