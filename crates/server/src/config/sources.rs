//! Merges flags, variables and the file into one set of settings.
//!
//! Values from variables and the file are passed to the parser of the flags as if they were flags,
//! unless a source of higher precedence has set them. So there is one parser, and its errors have
//! one wording.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::error::Source;
use super::ice_servers;
use super::settings::{Place, Settings};
use super::values::ApiKey;
use super::{Config, ConfigError, Problem};

/// The variable with which hosting platforms set the port to listen on.
pub(super) const PORT: &str = "PORT";

/// The variable with the API key: a secret belongs neither on the command line nor in a file that
/// people share.
pub(super) const AI_KEY: &str = "CONVENE_AI_KEY";

const PREFIX: &str = "CONVENE_";
const FILE_NAME: &str = "convene.toml";

/// The environment variables, passed as an argument so that tests have their own.
pub(crate) type Environment = BTreeMap<String, OsString>;

/// A loaded configuration, and notes for the operator.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The configuration.
    pub config: Config,
    /// The file that was read, if any.
    pub file: Option<PathBuf>,
    /// Warnings about likely mistakes.
    pub warnings: Vec<String>,
}

/// Video meetings, self-hosted: everything in this one program.
///
/// A setting can be a flag, a variable (--public-url is CONVENE_PUBLIC_URL) or a key of the
/// configuration file (public-url = "..."); a flag is stronger than a variable, a variable than the
/// file. Lists are separated by commas; in the file they may be arrays.
#[derive(Debug, Parser)]
#[command(name = "convene", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server; also what happens without a command
    #[command(long_about = None)]
    Serve(Box<Settings>),

    /// Copies the database and the secrets to one file, also while the server runs
    #[command(long_about = None)]
    Backup {
        /// The file to make, or a directory to make one in, named for the time
        #[arg(value_name = "FILE|DIR")]
        to: PathBuf,
        #[command(flatten)]
        place: Place,
    },

    /// Puts the database and the secrets of a backup in place; the server must be stopped. What was there is kept beside
    #[command(long_about = None)]
    Restore {
        /// The file that a backup made
        #[arg(value_name = "FILE")]
        from: PathBuf,
        #[command(flatten)]
        place: Place,
    },
}

/// The command that the operator runs.
#[derive(Debug)]
pub(crate) enum Invocation {
    /// Run the server.
    Serve(Box<Loaded>),
    /// Make a backup.
    BackUp {
        /// The data directory.
        data_dir: PathBuf,
        /// The file to make, or a directory.
        to: PathBuf,
    },
    /// Restore a backup.
    Restore {
        /// The data directory to restore into.
        data_dir: PathBuf,
        /// The backup file.
        from: PathBuf,
    },
}

/// The name of a setting's environment variable.
pub(super) fn variable(setting: &str) -> String {
    format!("{PREFIX}{}", setting.replace('-', "_").to_ascii_uppercase())
}

/// The parser of the command line, with all settings.
pub(super) fn command() -> clap::Command {
    Cli::command()
}

/// The names of all settings.
fn settings() -> Vec<String> {
    let names = command();
    names.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned)).collect()
}

/// Loads the configuration for a command line that runs the server.
#[cfg(test)]
pub(crate) fn load(
    arguments: &[OsString],
    environment: &Environment,
) -> Result<Loaded, ConfigError> {
    match invocation(arguments, environment)? {
        Invocation::Serve(loaded) => Ok(*loaded),
        other => panic!("{other:?} is no server"),
    }
}

/// Reads the command and the configuration from a command line (the program's name first), the
/// environment variables, and the file they name.
pub(crate) fn invocation(
    arguments: &[OsString],
    environment: &Environment,
) -> Result<Invocation, ConfigError> {
    let settings = settings();
    let flags = parse(arguments, &HashMap::new())?;
    let given = given(&flags);

    // Sources in order of precedence, highest first; an existing value stays.
    let mut values: BTreeMap<String, (String, Source)> = BTreeMap::new();
    for setting in settings.iter().filter(|setting| !given.contains(setting)) {
        let name = variable(setting);
        if let Some(value) = text(environment, &name, setting)? {
            values.insert(setting.clone(), (value, Source::Variable(name)));
        }
    }
    let file = locate(&flags, &values);
    if let Some(path) = &file {
        for (setting, value) in read_file(path, &settings)? {
            if !given.contains(&setting) {
                values.entry(setting).or_insert((value, Source::File(path.clone())));
            }
        }
    }
    if !given.iter().any(|setting| setting == "listen")
        && !values.contains_key("listen")
        && let Some(port) = text(environment, PORT, PORT)?
    {
        let source = Source::Variable(PORT.to_owned());
        let Ok(port) = port.parse::<u16>() else {
            let got = format!("is {port:?}");
            let takes = "a port from 0 to 65535 (0 is any free one)".to_owned();
            return Err(Problem { setting: PORT.into(), got, source: Some(source), takes }.into());
        };
        values.insert("listen".into(), (format!("0.0.0.0:{port}"), source));
    }

    // Values of lower precedence come first in the argument list, right after the program's name or
    // the subcommand.
    let start = 1 + usize::from(flags.subcommand_name().is_some());
    let (head, tail) = arguments.split_at(start.min(arguments.len()));
    let mut all = head.to_vec();
    let taken = |setting: &str| match flags.subcommand_name() {
        Some("backup" | "restore") => matches!(setting, "config" | "data-dir"),
        _ => true,
    };
    values.retain(|setting, _| taken(setting));
    all.extend(values.iter().map(|(setting, (value, _))| format!("--{setting}={value}").into()));
    all.extend_from_slice(tail);
    let sources = values.into_iter().map(|(setting, (_, source))| (setting, source)).collect();
    let matches = parse(&all, &sources)?;
    let cli = Cli::from_arg_matches(&matches)?;
    let merged = match cli.command {
        Some(Command::Serve(settings)) => *settings,
        Some(Command::Backup { to, place }) => {
            return Ok(Invocation::BackUp { data_dir: place.data_dir, to });
        }
        Some(Command::Restore { from, place }) => {
            return Ok(Invocation::Restore { data_dir: place.data_dir, from });
        }
        None => cli.settings,
    };
    let ai_key = ai_key(environment, merged.ai_key_file.as_deref())?;
    Ok(Invocation::Serve(Box::new(Loaded {
        config: Config::from_settings(merged, ai_key)?,
        file,
        warnings: warnings(environment, &settings),
    })))
}

/// The value of a variable. An empty one counts as unset, because container platforms pass unset
/// variables as empty.
fn text(
    environment: &Environment,
    name: &str,
    setting: &str,
) -> Result<Option<String>, ConfigError> {
    let Some(value) = environment.get(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let Some(value) = value.to_str() else {
        return Err(Problem {
            setting: setting.to_owned(),
            got: format!("is {value:?}"),
            source: Some(Source::Variable(name.to_owned())),
            takes: "text in UTF-8".to_owned(),
        }
        .into());
    };
    Ok(Some(value.to_owned()))
}

/// Reads the API key from the variable or the file. No error shows any part of it.
fn ai_key(environment: &Environment, file: Option<&Path>) -> Result<Option<ApiKey>, ConfigError> {
    let variable = environment.get(AI_KEY).filter(|value| !value.is_empty());
    match (variable, file) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(Problem::new(
            "ai-key-file",
            format!("is given, and so is the variable {AI_KEY}"),
            "a value if the variable is unset",
        )
        .into()),
        (Some(value), None) => {
            let key = value.to_str().unwrap_or_default().parse::<ApiKey>();
            key.map(Some)
                .map_err(|takes| Problem::new(AI_KEY, "holds no key", takes.to_string()).into())
        }
        (None, Some(path)) => {
            let problem = |got: String, takes: String| Problem::new("ai-key-file", got, takes);
            let text = std::fs::read_to_string(path).map_err(|error| {
                problem(
                    format!("is {}, which cannot be read: {error}", path.display()),
                    "the path of a file with the key".to_owned(),
                )
            })?;
            let key = text.parse::<ApiKey>().map_err(|takes| {
                problem(
                    format!("is {}, which holds no key", path.display()),
                    format!("the path of a file with {takes}"),
                )
            })?;
            Ok(Some(key))
        }
    }
}

fn parse(
    arguments: &[OsString],
    sources: &HashMap<String, Source>,
) -> Result<ArgMatches, ConfigError> {
    command().try_get_matches_from(arguments).map_err(|error| explain(error, sources))
}

/// Converts the parser's error about a value into our own, which names the value's source.
fn explain(error: clap::Error, sources: &HashMap<String, Source>) -> ConfigError {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let takes = match error.kind() {
        ErrorKind::ValueValidation => std::error::Error::source(&error).map(ToString::to_string),
        ErrorKind::InvalidValue => match error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(values)) if !values.is_empty() => {
                Some(format!("one of {}", values.join(", ")))
            }
            _ => Some("a value".to_owned()),
        },
        _ => None,
    };
    // The parser names the argument as in its usage line: "--listen <IP:PORT>".
    let setting = context(ContextKind::InvalidArg)
        .and_then(|usage| Some(usage.strip_prefix("--")?.split([' ', '=']).next()?.to_owned()));
    match (setting, context(ContextKind::InvalidValue), takes) {
        // The value may hold a credential, so it is not shown.
        (Some(setting), _, Some(fault)) if setting == ice_servers::SETTING => {
            let source = sources.get(&setting).cloned().or(Some(Source::CommandLine));
            let takes = ice_servers::TAKES.to_owned();
            Problem { setting, got: fault, source, takes }.into()
        }
        (Some(setting), value, Some(takes)) => {
            let source = sources.get(&setting).cloned().unwrap_or(Source::CommandLine);
            let got = match value {
                Some(value) if !value.is_empty() => format!("is {value:?}"),
                _ => "is empty".to_owned(),
            };
            Problem { setting, got, source: Some(source), takes }.into()
        }
        _ => error.into(),
    }
}

fn of_command(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, matches)| matches)
}

/// The settings that are given as flags.
fn given(matches: &ArgMatches) -> Vec<String> {
    let matches = of_command(matches);
    let flags = matches.ids().filter(|id| {
        // Argument groups have ids too, but no source that matters.
        matches.try_contains_id(id.as_str()).is_ok()
            && matches.value_source(id.as_str()) == Some(ValueSource::CommandLine)
    });
    flags.map(|id| id.as_str().replace('_', "-")).collect()
}

/// The file to read: the one that is named, otherwise the one in the data directory if it exists.
fn locate(flags: &ArgMatches, values: &BTreeMap<String, (String, Source)>) -> Option<PathBuf> {
    let flags = of_command(flags);
    let setting = |id: &str, name: &str| {
        let variable = values.get(name).map(|(value, _)| PathBuf::from(value));
        match flags.value_source(id) {
            Some(ValueSource::CommandLine) => flags.get_one::<PathBuf>(id).cloned(),
            _ => variable.or_else(|| flags.get_one::<PathBuf>(id).cloned()),
        }
    };
    setting("config", "config").or_else(|| {
        let default = setting("data_dir", "data-dir")?.join(FILE_NAME);
        default.exists().then_some(default)
    })
}

/// Reads the file's values, written as on the command line.
fn read_file(path: &Path, settings: &[String]) -> Result<Vec<(String, String)>, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::ReadFile { path: path.to_owned(), source })?;
    let table: toml::Table = text.parse().map_err(|source| ConfigError::ParseFile {
        path: path.to_owned(),
        source: Box::new(source),
    })?;
    let mut values = Vec::new();
    for (key, value) in table {
        // A file must not name another configuration file.
        if !settings.contains(&key) || key == "config" {
            let nearest = nearest(&key, settings);
            return Err(ConfigError::UnknownKey { path: path.to_owned(), key, nearest });
        }
        let text = scalar(&value).or_else(|| {
            let items: Option<Vec<String>> = value.as_array()?.iter().map(scalar).collect();
            Some(items?.join(","))
        });
        // Tables are the natural form of servers in TOML.
        let text = text.or_else(|| {
            (key == ice_servers::SETTING).then(|| serde_json::to_string(&value).ok()).flatten()
        });
        let Some(text) = text else {
            return Err(Problem {
                setting: key,
                got: format!("is {value}"),
                source: Some(Source::File(path.to_owned())),
                takes: "a text, a number, true or false, or an array of texts".to_owned(),
            }
            .into());
        };
        // An empty array is an empty list, the default of all lists but one.
        match (value.is_array() && text.is_empty(), key.as_str()) {
            (false, _) => values.push((key, text)),
            (true, "dialects") => values.push((key, "none".to_owned())),
            (true, _) => {}
        }
    }
    Ok(values)
}

fn scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// The setting that a mistyped key most likely means.
fn nearest(key: &str, settings: &[String]) -> Option<String> {
    let plain = |text: &str| text.replace(['-', '_', '.'], "").to_ascii_lowercase();
    let wanted = plain(key);
    let close = |name: &&String| {
        let name = plain(name);
        name == wanted
            || (wanted.len() > 3 && (name.starts_with(&wanted) || wanted.starts_with(&name)))
    };
    settings.iter().filter(|name| *name != "config").find(close).cloned()
}

fn warnings(environment: &Environment, settings: &[String]) -> Vec<String> {
    let known: Vec<String> = settings.iter().map(|setting| variable(setting)).collect();
    environment
        .keys()
        .filter(|name| name.starts_with(PREFIX) && !known.contains(name) && *name != AI_KEY)
        .map(|name| format!("the variable {name} is no setting and is ignored"))
        .collect()
}
