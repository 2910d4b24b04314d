//! Errors in the configuration, worded so that the operator can correct them.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A flag on the command line.
    CommandLine,
    /// The environment variable with this name.
    Variable(String),
    /// The configuration file at this path.
    File(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("the command line"),
            Self::Variable(name) => write!(f, "the variable {name}"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A setting with an invalid value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The setting's name, which is also its key in the file.
    pub setting: String,
    /// The fault, worded as the end of a sentence that starts with the setting's name.
    pub got: String,
    /// The source of the value, if there is one.
    pub source: Option<Source>,
    /// What the setting accepts.
    pub takes: String,
}

impl Problem {
    /// Makes a problem that involves several settings.
    pub(crate) fn new(
        setting: impl Into<String>,
        got: impl Into<String>,
        takes: impl Into<String>,
    ) -> Self {
        Self { setting: setting.into(), got: got.into(), source: None, takes: takes.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.setting, self.got)?;
        if let Some(source) = &self.source {
            write!(f, "\n  from:  {source}")?;
        }
        write!(f, "\n  takes: {}", self.takes)?;
        if [super::sources::PORT, super::sources::AI_KEY].contains(&self.setting.as_str()) {
            return Ok(());
        }
        write!(
            f,
            "\n  set by: the flag --{0}, the variable {1}, or {0} in the file",
            self.setting,
            super::sources::variable(&self.setting)
        )
    }
}

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// An invalid value.
    #[error("{0}")]
    Value(Problem),
    /// The command line is invalid, or asks for help or the version.
    #[error(transparent)]
    CommandLine(#[from] clap::Error),
    /// The file cannot be read.
    #[error("cannot read the configuration file {}: {source}", path.display())]
    ReadFile {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{} is not TOML: {source}", path.display())]
    ParseFile {
        /// The file.
        path: PathBuf,
        /// The position and the reason.
        source: Box<toml::de::Error>,
    },
    /// The file contains an unknown key.
    #[error("{} has the unknown key {key}{}", path.display(), did_you_mean(nearest.as_ref()))]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
        /// A setting with a similar name.
        nearest: Option<String>,
    },
}

fn did_you_mean(nearest: Option<&String>) -> String {
    nearest.map(|name| format!(" (did you mean {name}?)")).unwrap_or_default()
}

impl From<Problem> for ConfigError {
    fn from(problem: Problem) -> Self {
        Self::Value(problem)
    }
}
