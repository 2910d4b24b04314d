//! The `convene` binary: the server and its commands.

mod address_limit;
mod app;
mod assessment;
mod backup;
mod bank_token;
mod blocking;
mod calls;
mod clock;
mod config;
mod data_dir;
mod host_token;
mod http;
mod link_token;
mod live;
mod media;
mod origin;
mod request_origin;
mod restore;
mod retention;
mod rooms;
mod secrets;
mod serving;
mod shutdown;
mod signaling;
mod signer;
mod telemetry;
mod tls;
mod transport;

use std::io::Write;
use std::process::ExitCode;

use config::{ConfigError, Invocation};

/// Exit code for an invalid configuration or command line, as usual on Unix.
const EXIT_USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .collect();
    let invocation = match config::invocation(&arguments, &environment) {
        Ok(invocation) => invocation,
        // Includes --help and --version, which are no failures.
        Err(ConfigError::CommandLine(error)) => error.exit(),
        Err(error) => return fail(&error, EXIT_USAGE),
    };
    if let Invocation::Serve(loaded) = &invocation {
        telemetry::start_log(&loaded.config.log);
    }
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| {
            let outcome = runtime.block_on(async {
                match invocation {
                    Invocation::Serve(loaded) => app::run(*loaded).await,
                    Invocation::BackUp { data_dir, to } => backup::run(&data_dir, &to).await,
                    Invocation::Restore { data_dir, from } => restore::run(&data_dir, &from).await,
                }
            });
            // Remaining tasks have had their time to end.
            runtime.shutdown_background();
            outcome
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format_args!("{error:#}"), 1),
    }
}

/// Prints the error to standard error in plain words, even if the log is JSON or off.
fn fail(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "convene: {error}");
    ExitCode::from(code)
}
