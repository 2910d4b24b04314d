//! Confidential data is in no log, whatever level the operator sets.

mod support;

use support::{Answer, Server, command, dir};

const MEETING_PASSWORD: &str = "hushed-password";
const MESSAGE: &str = "hushed-message";

/// A signaling client over polling.
struct Client<'a> {
    server: &'a Server,
    path: String,
}

impl<'a> Client<'a> {
    fn open(server: &'a Server) -> Self {
        let path = "/socket.io/?EIO=4&transport=polling";
        let opened = server.get(path).body;
        let sid = opened.split("\"sid\":\"").nth(1).and_then(|rest| rest.split('"').next());
        let sid = sid.unwrap_or_else(|| panic!("no session: {opened}"));
        let client = Self { server, path: format!("{path}&sid={sid}") };
        client.post("40");
        assert!(client.poll().starts_with("40"));
        client
    }

    fn post(&self, packet: &str) -> Answer {
        let answer = self.server.send("POST", &self.path, &["content-type: text/plain"], packet);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer
    }

    fn poll(&self) -> String {
        self.server.get(&self.path).body
    }

    /// Sends a request and returns its acknowledgement; events before it are dropped.
    fn ask(&self, event: &str, payload: &serde_json::Value) -> serde_json::Value {
        self.post(&format!("420{}", serde_json::json!([event, payload])));
        loop {
            for packet in self.poll().split('\u{1e}') {
                match packet.strip_prefix("430") {
                    Some(reply) => return serde_json::from_str(reply).unwrap(),
                    None if packet == "2" => drop(self.post("3")),
                    None => {}
                }
            }
        }
    }
}

#[test]
fn no_level_of_the_log_shows_what_is_confidential() {
    let data = dir();
    let flags = ["--listen", "127.0.0.1:0", "--turn-listen", "127.0.0.1:0", "--log-level", "trace"];
    let server = Server::spawn(command(data.path(), &flags, &[("RUST_LOG", "trace")]));
    let made = server.send("POST", "/api/v1/meetings", &[], "").json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let (meeting, host_token) = (text(&made["id"]), text(&made["host_token"]));
    let mut secrets = vec![host_token.clone(), MEETING_PASSWORD.to_owned(), MESSAGE.to_owned()];

    let ana = Client::open(&server);
    let join = serde_json::json!({"meeting_id": meeting, "name": "Ana", "host_token": host_token});
    let joined = ana.ask("join", &join);
    let joined = &joined[0]["ok"];
    secrets.push(text(&joined["token"]));
    secrets.push(text(&joined["ice"]["servers"][1]["credential"]));
    let set = ana.ask("set_password", &serde_json::json!({"password": MEETING_PASSWORD}));
    assert!(set[0]["ok"].is_object(), "{set}");

    let ben = Client::open(&server);
    let join =
        serde_json::json!({"meeting_id": meeting, "name": "Ben", "password": MEETING_PASSWORD});
    let joined = ben.ask("join", &join);
    secrets.push(text(&joined[0]["ok"]["token"]));
    let sent = serde_json::json!({
        "client_id": "one", "text": MESSAGE, "to": joined[0]["ok"]["room"]["participants"][0]["id"],
    });
    let sent = ben.ask("send_chat", &sent);
    assert!(sent[0]["ok"].is_object(), "{sent}");
    let signed_in = ben.ask("sign_in", &serde_json::json!({"name": "Ben"}));
    secrets.push(text(&signed_in[0]["ok"]["token"]));

    let interview = server.send("POST", "/api/v1/interviews", &[], "").json();
    let link = text(&interview["links"][0]["token"]);
    let path = format!("/api/v1/interviews/{}", text(&interview["interview"]["id"]));
    let bearer = format!("authorization: Bearer {link}");
    assert_eq!(server.send("GET", &path, &[&bearer], "").status, 200);
    secrets.push(link.clone());

    let report = serde_json::json!({
        "message": format!("no {link} for \"{MESSAGE}\" at https://h/i/{meeting}#{host_token}"),
        "stack": format!("f (https://h/assets/a.js:1:2)\ng@https://h/m/{meeting}?{host_token}:3:4"),
        "route": format!("/m/{meeting}"),
        "more": MESSAGE,
    });
    let json = "content-type: application/json";
    let answer = server.send("POST", "/api/page-errors", &[json], &report.to_string());
    assert_eq!(answer.status, 204, "{}", answer.body);

    let log = server.stop();
    let line = log.lines().find(|line| line.contains("an error in a page")).unwrap();
    for part in ["WARN", "route=\"/m/:id\"", "at /i/:id\"", "f (/assets/a.js:1:2) < /m/:id"] {
        assert!(line.contains(part), "{part} is not in: {line}");
    }
    assert!(!line.contains(&meeting), "{line}");
    assert!(log.contains("DEBUG"), "it did log at that level");
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log");
    }
}

#[test]
fn to_have_signed_in_gives_no_relay_credentials() {
    let data = dir();
    let flags = ["--listen", "127.0.0.1:0", "--turn-listen", "127.0.0.1:0"];
    let server = Server::spawn(command(data.path(), &flags, &[]));
    let client = Client::open(&server);
    let signed_in = client.ask("sign_in", &serde_json::json!({}));
    let asked = client.ask("ice_servers", &serde_json::json!({}));
    for ice in [&signed_in[0]["ok"]["ice"], &asked[0]["ok"]] {
        let servers = ice["servers"].as_array().unwrap();
        assert!(!servers.is_empty(), "{ice}");
        assert!(servers.iter().all(|server| server.get("credential").is_none()), "{ice}");
    }
}
