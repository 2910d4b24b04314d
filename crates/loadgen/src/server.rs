//! The servers under load. Each is a child process; this module starts them and measures their
//! cost.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::Value;
use tokio::net::TcpStream;

use crate::media::janus;
use crate::rest::Rest;

/// Length of a clock tick in /proc: 1/100 s on every Linux architecture.
const TICK: Duration = Duration::from_millis(10);

/// A server program.
#[derive(Debug, Clone)]
pub(crate) enum Program {
    /// This program's floor server, the minimal relay.
    Floor,
    /// Node with socket.io; the path of its script.
    Node(PathBuf),
    /// The path of a `convene` binary.
    Convene(PathBuf),
    /// Janus with the plugins of its package; the path of its binary.
    Janus(PathBuf),
}

/// Limits of a Convene server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limits {
    /// Raised, so that benchmarks never reach them.
    Raised,
    /// The server's defaults.
    Default,
}

/// A running server, killed on drop.
pub(crate) struct Server {
    child: Child,
    program: Program,
    limits: Limits,
    address: SocketAddr,
    /// TURN address over UDP and TCP, if the program has a relay.
    pub(crate) turn: SocketAddr,
    directory: tempfile::TempDir,
}

/// Memory of a process in KiB.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    pub(crate) resident: u64,
    pub(crate) peak: u64,
}

impl Server {
    /// Starts a program on a free port and waits until it accepts connections.
    pub(crate) async fn start(program: &Program, limits: Limits) -> anyhow::Result<Self> {
        let directory = tempfile::tempdir().context("a data directory")?;
        let [address, turn] = [free_port()?, free_port()?];
        let child = spawn(program, limits, address, turn, directory.path())?;
        let program = program.clone();
        let server = Self { child, program, limits, address, turn, directory };
        server.ready().await?;
        Ok(server)
    }

    /// Kills the process and starts it again with the same address and data.
    pub(crate) async fn restart(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        let Self { program, limits, address, turn, directory, .. } = self;
        self.child = spawn(program, *limits, *address, *turn, directory.path())?;
        self.ready().await
    }

    async fn ready(&self) -> anyhow::Result<()> {
        for _ in 0..2_000 {
            if TcpStream::connect(self.address).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("{:?} does not listen", self.program)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn is_convene(&self) -> bool {
        matches!(self.program, Program::Convene(_))
    }

    /// CPU time of the process so far, user plus system.
    pub(crate) fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        cpu_of(&stat).context("/proc/PID/stat")
    }

    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name| field_of(&status, name).context("/proc/PID/status");
        Ok(Memory { resident: field("VmRSS:")?, peak: field("VmHWM:")? })
    }

    /// Number of open sockets.
    pub(crate) fn sockets(&self) -> usize {
        let directory = std::fs::read_dir(format!("/proc/{}/fd", self.child.id()));
        let links = directory.into_iter().flatten().flatten();
        links
            .filter(|entry| {
                let target = std::fs::read_link(entry.path());
                target.is_ok_and(|target| target.to_string_lossy().starts_with("socket:"))
            })
            .count()
    }

    /// Size of the server's log in bytes.
    pub(crate) fn log_bytes(&self) -> u64 {
        std::fs::metadata(log_path(self.directory.path())).map_or(0, |log| log.len())
    }

    /// Ids of meetings to join. Convene creates them over REST; other programs accept any name.
    pub(crate) async fn meetings(&self, count: usize) -> anyhow::Result<Vec<String>> {
        if !self.is_convene() {
            return Ok((0..count).map(|index| format!("meeting-{index}")).collect());
        }
        let mut rest = Rest::connect(self.address).await?;
        let mut meetings = Vec::with_capacity(count);
        for _ in 0..count {
            let made = rest.post("/api/v1/meetings", "{}").await?;
            let id = made.get("id").and_then(Value::as_str).context("a meeting without an id")?;
            meetings.push(id.to_owned());
        }
        Ok(meetings)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log_path(directory: &Path) -> PathBuf {
    directory.join("log")
}

fn spawn(
    program: &Program,
    limits: Limits,
    address: SocketAddr,
    turn: SocketAddr,
    directory: &Path,
) -> anyhow::Result<Child> {
    let mut command = match program {
        Program::Floor => {
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["floor", "--listen", &address.to_string()]);
            command
        }
        Program::Node(script) => {
            let mut command = Command::new("node");
            command.arg(script).arg(address.port().to_string());
            command
        }
        Program::Janus(binary) => {
            let folder = directory.join("janus");
            janus::write_configuration(&folder, address.port())?;
            let mut command = Command::new(binary);
            command.arg("--configs-folder").arg(folder);
            command
        }
        Program::Convene(binary) => {
            let mut command = Command::new(binary);
            command.args([
                "--listen",
                &address.to_string(),
                "--turn-listen",
                &turn.to_string(),
                "--media-port",
                "0",
            ]);
            command.arg("--data-dir").arg(directory.join("data"));
            if limits == Limits::Raised {
                command.args(["--max-participants", "1000", "--events-per-second", "10000"]);
                command.args(["--max-publishers", "100", "--connections-per-address", "100000"]);
                command.args(["--meetings-per-minute", "100000"]);
            }
            command
        }
    };
    let log = File::options().create(true).append(true).open(log_path(directory))?;
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    command.spawn().with_context(|| format!("{program:?} cannot be started"))
}

fn free_port() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// User plus system time from the text of /proc/PID/stat.
fn cpu_of(stat: &str) -> Option<Duration> {
    // The command's name, in parentheses, may contain spaces.
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(TICK * (user + system))
}

/// A number from the text of /proc/PID/status.
fn field_of(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_found_behind_a_name_with_blanks_and_brackets() {
        let stat = "17 (a (b) c) S 1 17 17 0 -1 4194304 9 8 7 6 250 50 0 0 20 0 5 0 99";
        assert_eq!(cpu_of(stat), Some(Duration::from_secs(3)));
        assert_eq!(cpu_of("17"), None);
    }

    #[test]
    fn memory_is_read_in_kib() {
        let status = "Name:\tconvene\nVmHWM:\t   20480 kB\nVmRSS:\t   10240 kB\n";
        assert_eq!(field_of(status, "VmHWM:"), Some(20_480));
        assert_eq!(field_of(status, "VmSwap:"), None);
    }
}
