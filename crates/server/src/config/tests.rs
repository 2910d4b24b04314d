//! Tests of the configuration as an operator uses it, and of its page in the documentation.

use std::ffi::OsString;
use std::path::Path;

use super::*;

fn load_with(flags: &[&str], variables: &[(&str, &str)]) -> Result<Loaded, ConfigError> {
    let arguments: Vec<OsString> =
        std::iter::once("convene").chain(flags.iter().copied()).map(OsString::from).collect();
    let environment = variables.iter().map(|(k, v)| ((*k).to_owned(), v.into())).collect();
    load(&arguments, &environment)
}

fn config(flags: &[&str], variables: &[(&str, &str)]) -> Config {
    load_with(flags, variables).unwrap().config
}

fn refusal(flags: &[&str], variables: &[(&str, &str)]) -> String {
    load_with(flags, variables).unwrap_err().to_string()
}

fn file(dir: &Path, text: &str) -> String {
    let path = dir.join("convene.toml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn without_any_settings_it_is_for_this_machine() {
    let config = config(&[], &[]);
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.tls, Tls::Off);
    assert_eq!(config.limits.max_participants, 50);
    let addr = "127.0.0.1:3478".parse().unwrap();
    assert_eq!(config.relay.listen, TurnListen::At { addr, fallback_to_any_port: true });
}

#[test]
fn a_room_without_the_forwarding_server_holds_fewer_people() {
    let people = |flags: &[&str]| config(flags, &[]).limits.max_participants;
    assert_eq!(people(&["--media-port", "off"]), 16);
    assert_eq!(people(&["--media-port", "off", "--max-participants", "20"]), 20);
}

#[test]
fn a_flag_is_stronger_than_a_variable_and_that_than_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path =
        file(dir.path(), "max-participants = 3\nmeetings-per-minute = 3\nevents-per-second = 3\n");
    for command in [&["serve"][..], &[]] {
        let flags = [command, &["--config", &path, "--max-participants", "5"]].concat();
        let limits = config(
            &flags,
            &[("CONVENE_MAX_PARTICIPANTS", "4"), ("CONVENE_MEETINGS_PER_MINUTE", "4")],
        )
        .limits;
        assert_eq!(
            (limits.max_participants, limits.meetings_per_minute, limits.events_per_second),
            (5, 4, 3)
        );
        assert_eq!(limits.connections_per_address, 512);
    }
}

#[test]
fn the_file_in_the_data_directory_is_read_if_there_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let data_dir = dir.path().to_str().unwrap();
    assert_eq!(load_with(&["--data-dir", data_dir], &[]).unwrap().file, None);
    let path = file(dir.path(), "listen = \"127.0.0.1:4000\"");
    let loaded = load_with(&[], &[("CONVENE_DATA_DIR", data_dir)]).unwrap();
    assert_eq!(loaded.file.unwrap().to_str().unwrap(), path);
    assert_eq!(loaded.config.listen.port(), 4000);
}

#[test]
fn lists_are_separated_by_commas_and_may_be_arrays_in_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(
        dir.path(),
        "allowed-origins = ['https://a.example', 'https://b.example']\ntrusted-proxies = []\n",
    );
    let from_file = config(&["--config", &path], &[]);
    let from_flag = config(&["--allowed-origins", "https://a.example,https://b.example"], &[]);
    assert_eq!(from_file.allowed_origins.len(), 2);
    assert_eq!(from_file.allowed_origins, from_flag.allowed_origins);
    assert!(from_file.trusted_proxies.is_empty());
}

#[test]
fn ice_servers_are_urls_json_or_tables_of_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let json = r#"[{"urls":"turn:t.example","username":"ana","credential":"hunter2"}]"#;
    let turn = || config(&["--ice-servers", json], &[]).ice_servers;
    assert_eq!(turn().len(), 1);
    assert_eq!(turn()[0].credential.as_deref(), Some("hunter2"));
    assert_eq!(config(&[], &[("CONVENE_ICE_SERVERS", json)]).ice_servers, turn());
    for text in [
        "[[ice-servers]]\nurls = 'turn:t.example'\nusername = 'ana'\ncredential = 'hunter2'\n",
        "ice-servers = [{ urls = ['turn:t.example'], username = 'ana', credential = 'hunter2' }]",
        &format!("ice-servers = '{json}'"),
    ] {
        let servers = config(&["--config", &file(dir.path(), text)], &[]).ice_servers;
        assert_eq!(servers, turn(), "{text}");
    }
    let path = file(dir.path(), "ice-servers = ['stun:a.example', 'stun:b.example:19302']");
    let in_file = config(&["--config", &path], &[]).ice_servers;
    assert_eq!(in_file.len(), 2);
    let twice = ["--ice-servers", "stun:a.example", "--ice-servers", "stun:b.example:19302"];
    assert_eq!(config(&twice, &[]).ice_servers, in_file);
    // A flag takes the place of the file's servers.
    assert_eq!(config(&["--config", &path, "--ice-servers", json], &[]).ice_servers, turn());
    assert_eq!(config(&[], &[]).ice_servers, []);
}

#[test]
fn an_ice_server_that_cannot_be_used_is_named_without_its_credential() {
    let dir = tempfile::tempdir().unwrap();
    let half = r#"["stun:a.example",{"urls":"turn:t.example","credential":"hunter2"}]"#;
    let table = "[[ice-servers]]\nurls = 'turn:t.example'\ncredential = 'hunter2'\n";
    let path = file(dir.path(), table);
    for (flags, variables, parts) in [
        (&["--ice-servers", half][..], &[][..], ["server 2", "username", "command line"]),
        (&[], &[("CONVENE_ICE_SERVERS", half)], ["server 2", "CONVENE_ICE_SERVERS", "turns:"]),
        (&["--config", &path], &[], ["server 1", "convene.toml", "credential"]),
        (&["--ice-servers", "turn:u:hunter2@a.b"], &[], ["ice-servers", "username", "JSON"]),
    ] {
        let error = refusal(flags, variables);
        for part in parts {
            assert!(error.contains(part), "{part} is not in: {error}");
        }
        assert!(!error.contains("hunter2"), "{error}");
    }
    let loaded =
        load_with(&["--ice-servers", &half.replace("\"cred", "\"username\":\"u\",\"cred")], &[]);
    assert!(!format!("{:?}", loaded.unwrap()).contains("hunter2"));
}

#[test]
fn dialects_are_on_unless_the_operator_says_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let spoken = |flags: &[&str], variables: &[(&str, &str)]| {
        let dialects = config(flags, variables).dialects;
        dialects.into_iter().map(Dialect::name).collect::<Vec<_>>()
    };
    let all = Dialect::ALL.map(Dialect::name);
    assert_eq!(spoken(&[], &[]), all);
    assert_eq!(spoken(&["--dialects", "all"], &[]), all);
    assert_eq!(spoken(&["--dialects", "rooms,elexico"], &[]), ["rooms", "elexico"]);
    assert_eq!(spoken(&["--dialects", "none"], &[]), [""; 0]);
    assert_eq!(spoken(&[], &[("CONVENE_DIALECTS", "none")]), [""; 0]);
    assert_eq!(spoken(&[], &[("CONVENE_DIALECTS", "")]), all);
    for none in ["dialects = []", "dialects = 'none'", "dialects = ['none']"] {
        assert_eq!(spoken(&["--config", &file(dir.path(), none)], &[]), [""; 0], "{none}");
    }
    let error = refusal(&["--dialects", "zoom"], &[]);
    assert!(error.contains("elexico") && error.contains("none"), "{error}");
}

#[test]
fn a_wrong_value_is_refused_with_its_name_source_and_what_it_takes() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "relay-ports = \"80-90\"");
    for (flags, variables, parts) in [
        (
            &["--listen", "here"][..],
            &[][..],
            [
                "listen",
                "--listen",
                "CONVENE_LISTEN",
                "\"here\"",
                "the command line",
                "127.0.0.1:3000",
            ],
        ),
        (
            &[],
            &[("CONVENE_TLS", "on")],
            ["tls", "--tls", "the variable CONVENE_TLS", "\"on\"", "self-signed", "acme"],
        ),
        (
            &["--config", &path],
            &[],
            ["relay-ports", "--relay-ports", "convene.toml", "\"80-90\"", "from: ", "49160-57351"],
        ),
        (
            &["serve"],
            &[("CONVENE_MAX_PARTICIPANTS", "1001")],
            ["max-participants", "--max-participants", "variable", "\"1001\"", "from 2 to", "1000"],
        ),
    ] {
        let error = refusal(flags, variables);
        for part in parts {
            assert!(error.contains(part), "{part} is not in: {error}");
        }
    }
}

#[test]
fn an_unknown_key_in_the_file_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    for (text, name, hint) in [
        ("max_participants = 3", "max_participants", "did you mean max-participants?"),
        ("[server]\nlisten = 3", "server", "unknown key"),
        ("config = 'other.toml'", "config", "unknown key"),
    ] {
        let error = refusal(&["--config", &file(dir.path(), text)], &[]);
        assert!(error.contains(name) && error.contains(hint), "{error}");
    }
}

#[test]
fn a_file_that_is_missing_or_no_toml_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "listen = ");
    assert!(refusal(&["--config", &path], &[]).contains("convene.toml is not TOML"));
    assert!(refusal(&["--config", "/nowhere/c.toml"], &[]).contains("/nowhere/c.toml"));
}

#[test]
fn port_says_where_to_listen_unless_something_stronger_does() {
    assert_eq!(config(&[], &[("PORT", "8080")]).listen.to_string(), "0.0.0.0:8080");
    let listen = config(&["--listen", "127.0.0.1:1"], &[("PORT", "8080")]).listen;
    assert_eq!(listen.to_string(), "127.0.0.1:1");
    let listen = config(&[], &[("CONVENE_LISTEN", "127.0.0.1:1"), ("PORT", "x")]).listen;
    assert_eq!(listen.to_string(), "127.0.0.1:1");
    for bad in ["x", "-1", "65536", "80 "] {
        assert!(refusal(&[], &[("PORT", bad)]).starts_with("PORT is"), "{bad}");
    }
}

#[test]
fn an_empty_variable_counts_as_unset() {
    assert_eq!(config(&[], &[("CONVENE_PUBLIC_URL", ""), ("PORT", "")]).public_url, None);
}

#[test]
fn an_unknown_variable_is_warned_of() {
    let loaded = load_with(&[], &[("CONVENE_LISTN", "x"), ("CONVENE_LISTEN", "[::1]:1")]).unwrap();
    assert_eq!(loaded.warnings.len(), 1);
    assert!(loaded.warnings[0].contains("CONVENE_LISTN"));
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    for (flags, name) in [
        (&["--tls", "files"][..], "tls-cert"),
        (&["--tls", "files", "--tls-cert", "c.pem"], "tls-key"),
        (&["--tls-key", "k.pem"], "tls-key"),
        (&["--tls", "acme"], "acme-domain"),
        (&["--acme-domain", "meet.example.org"], "acme-domain"),
        (&["--tls", "self-signed", "--public-url", "http://meet.example.org"], "public-url"),
        (&["--turn-listen", "0.0.0.0:50000", "--relay-ports", "49160-50959"], "relay-ports"),
        (&["--dialects", "none,rooms"], "dialects has none beside"),
    ] {
        let error = refusal(flags, &[]);
        assert!(error.starts_with(name), "{error}");
    }
    // Behind a proxy that terminates TLS.
    config(&["--public-url", "https://meet.example.org"], &[]);
}

#[test]
fn an_api_that_assesses_is_configured_whole_or_not_at_all() {
    assert!(config(&[], &[]).assessment.is_none());
    let url = ["--ai-url", "http://127.0.0.1:11434/v1", "--ai-model", "llama3"];
    let assessment = config(&url, &[]).assessment.unwrap();
    assert_eq!(assessment.key, None);
    assert_eq!(assessment.timeout, Duration::from_secs(60));
    let flags = [&url[..], &["--ai-timeout-seconds", "5"]].concat();
    assert_eq!(config(&flags, &[]).assessment.unwrap().timeout, Duration::from_secs(5));
    for (flags, variables, name) in [
        (&url[..2], &[][..], "ai-model is missing"),
        (&url[2..], &[], "ai-model is given"),
        (&["--ai-key-file", "key"], &[], "ai-key-file is key, which cannot be read"),
        (&[], &[("CONVENE_AI_KEY", "sk-1")], "CONVENE_AI_KEY is given"),
        (&["--ai-url", "ftp://a.b", "--ai-model", "m"], &[], "ai-url is"),
    ] {
        let error = refusal(flags, variables);
        assert!(error.starts_with(name), "{error}");
    }
}

#[test]
fn the_key_of_an_api_is_in_a_variable_or_a_file_and_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    let (path, empty) = (dir.path().join("key"), dir.path().join("empty"));
    std::fs::write(&path, "sk-secret\n").unwrap();
    std::fs::write(&empty, "\n").unwrap();
    let (path, empty) = (path.to_str().unwrap(), empty.to_str().unwrap());
    let url = ["--ai-url", "https://a.b/v1", "--ai-model", "m"];
    let with_file = [&url[..], &["--ai-key-file", path]].concat();
    let variable = [("CONVENE_AI_KEY", "sk-secret")];
    for loaded in [load_with(&with_file, &[]).unwrap(), load_with(&url, &variable).unwrap()] {
        assert!(!format!("{loaded:?}").contains("sk-secret"), "{loaded:?}");
        assert_eq!(loaded.warnings, [""; 0]);
        assert_eq!(loaded.config.assessment.unwrap().key.unwrap().reveal(), "sk-secret");
    }
    let with_empty = [&url[..], &["--ai-key-file", empty]].concat();
    for (flags, variables, name) in [
        (&with_file, &variable, "ai-key-file is given, and so is"),
        (&with_empty, &[("CONVENE_AI_KEY", "")], "ai-key-file is"),
        (&url.to_vec(), &[("CONVENE_AI_KEY", "sk secret")], "CONVENE_AI_KEY holds no key"),
    ] {
        let error = refusal(flags, variables);
        assert!(error.starts_with(name) && !error.contains("secret"), "{error}");
    }
    let in_file = file(dir.path(), "ai-key = 'sk-secret'");
    let error = refusal(&["--config", &in_file], &[]);
    assert!(error.contains("ai-key-file") && !error.contains("secret"), "{error}");
}

#[test]
fn the_relay_is_reachable_as_far_as_the_server_is() {
    let ip = |flags: &[&str]| match config(flags, &[]).relay.listen {
        TurnListen::At { addr, fallback_to_any_port: true } => addr.ip().to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(ip(&[]), "127.0.0.1");
    assert_eq!(ip(&["--public-url", "http://localhost:3000"]), "127.0.0.1");
    assert_eq!(ip(&["--listen", "0.0.0.0:3000"]), "0.0.0.0");
    assert_eq!(ip(&["--listen", "[::]:3000"]), "::");
    assert_eq!(ip(&["--listen", "[2001:db8::7]:3000"]), "::");
    assert_eq!(ip(&["--listen", "[::1]:3000"]), "127.0.0.1");
    assert_eq!(ip(&["--tls", "self-signed"]), "0.0.0.0");
    assert_eq!(ip(&["--public-url", "https://meet.example.org"]), "0.0.0.0");
    assert_eq!(config(&["--turn-listen", "off"], &[]).relay.listen, TurnListen::Off);
    let addr = "10.0.0.1:5000".parse().unwrap();
    assert_eq!(
        config(&["--turn-listen", "10.0.0.1:5000"], &[]).relay.listen,
        TurnListen::At { addr, fallback_to_any_port: false }
    );
}

#[test]
fn the_parser_is_consistent() {
    sources::command().debug_assert();
}

/// Builds the table of docs/configuration.md from the definition.
fn table() -> String {
    let mut out = String::from(
        "| setting (flag `--…`, key in the file) | variable | takes | default | |\n|---|---|---|---|---|\n",
    );
    for arg in sources::command().get_arguments() {
        let Some(name) = arg.get_long().filter(|name| !matches!(*name, "help" | "version")) else {
            continue;
        };
        let values: Vec<String> = arg
            .get_possible_values()
            .iter()
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        let takes = if values.is_empty() {
            let names = arg.get_value_names().unwrap_or_default();
            format!("`{}`", names.join(" ").replace('|', "\\|"))
        } else {
            values.join(", ")
        };
        let default = arg.get_default_values().iter().map(|v| format!("`{}`", v.display()));
        let default = default.collect::<String>();
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let variable = sources::variable(name);
        out.push_str(&format!("| `{name}` | `{variable}` | {takes} | {default} | {help} |\n"));
    }
    out
}

#[test]
fn the_documentation_has_every_setting() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
    let (begin, end) = ("<!-- settings: begin (generated) -->\n", "<!-- settings: end -->");
    let page = std::fs::read_to_string(path).unwrap();
    let (head, rest) = page.split_once(begin).unwrap();
    let (found, tail) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, format!("{head}{begin}{}{end}{tail}", table())).unwrap();
    } else {
        assert_eq!(found, table(), "run the tests with UPDATE_DOCS=1 and commit the page");
    }
}
