//! The binary.
pub mod config;
pub mod data_dir;
pub mod http;
pub mod origin;
pub mod secrets;
fn main() {
    let arguments: Vec<_> = std::env::args_os().collect();
    let environment =
        std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v))).collect();
    match config::load(&arguments, &environment) {
        Ok(l) => println!("{l:#?}"),
        Err(config::ConfigError::CommandLine(e)) => e.exit(),
        Err(e) => {
            eprintln!("{e}");
            std::process::exit(2)
        }
    }
}
