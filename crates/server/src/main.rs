//! The `convene` binary: everything an operator starts.

mod address_limit;
mod app;
mod assessment;
mod bank_token;
mod clock;
mod config;
mod data_dir;
mod host_token;
mod http;
mod link_token;
mod media;
mod origin;
mod rooms;
mod secrets;
mod serving;
mod shutdown;
mod signaling;
mod signer;
mod telemetry;
mod tls;

use std::io::Write;
use std::process::ExitCode;

use config::ConfigError;

/// What a wrong configuration or command line ends with, as is usual on Unix.
const EXIT_USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .collect();
    let loaded = match config::load(&arguments, &environment) {
        Ok(loaded) => loaded,
        // Also --help and --version, which are no failures.
        Err(ConfigError::CommandLine(error)) => error.exit(),
        Err(error) => return fail(&error, EXIT_USAGE),
    };
    telemetry::start_log(&loaded.config.log);
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| {
            let outcome = runtime.block_on(app::run(loaded));
            // Whatever still runs was given its time.
            runtime.shutdown_background();
            outcome
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format_args!("{error:#}"), 1),
    }
}

/// Says why, on standard error and in plain words even if the log is JSON or off.
fn fail(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "convene: {error}");
    ExitCode::from(code)
}
