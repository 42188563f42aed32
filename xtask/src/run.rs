//! Runs other programs: with their output shown, read, or kept in a log under a heartbeat.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Doing, Failure, Result};

/// How often a long silent step says that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How much of a log is told when its command failed.
const TOLD_LINES: usize = 30;

/// A command on its way to be run.
pub(crate) struct Run {
    command: Command,
    shown: String,
}

impl Run {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            shown: program.as_ref().to_string_lossy().into_owned(),
            command: Command::new(program),
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    /// Sets a variable and shows it in front, so that what is shown can be typed as it stands.
    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        let text = value.as_ref().to_string_lossy();
        let quote = if text.contains(' ') { "'" } else { "" };
        self.shown = format!("{key}={quote}{text}{quote} {}", self.shown);
        self.quiet_env(key, value)
    }

    /// Sets a variable that is not worth showing.
    pub(crate) fn quiet_env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Runs it with its output on ours, and fails when it does.
    pub(crate) fn stream(self) -> Result {
        let shown = self.shown.clone();
        judge(self.status()?, &shown)
    }

    /// Runs it with its output on ours, for commands whose exit status says more than yes or no.
    pub(crate) fn status(mut self) -> Result<ExitStatus> {
        println!("$ {}", self.shown);
        self.command
            .stdin(Stdio::null())
            .status()
            .doing(|| format!("`{}` did not start", self.shown))
    }

    /// Runs it and gives what it printed on standard output.
    pub(crate) fn read(mut self) -> Result<String> {
        let output = self
            .command
            .stdin(Stdio::null())
            .output()
            .doing(|| format!("`{}` did not start", self.shown))?;
        if !output.status.success() {
            let told = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::new(format!(
                "`{}` failed: {}",
                self.shown,
                told.trim()
            )));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// What a question to a program answers, where no answer is an answer too.
    pub(crate) fn ask(self) -> Option<String> {
        self.read().ok().map(|text| text.trim().to_owned())
    }

    /// Runs a long command with its output in `log`, saying every now and then how far it is.
    ///
    /// A command that takes longer than `limit` is ended and counts as failed.
    pub(crate) fn watch(mut self, label: &str, log: &Path, limit: Duration) -> Result {
        println!("  [{label}] $ {}", self.shown);
        let out = create(log)?;
        let err = out
            .try_clone()
            .doing(|| format!("cannot share {}", log.display()))?;
        let child = self
            .command
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .doing(|| format!("`{}` did not start", self.shown))?;
        let status =
            wait(child, label, log, limit).map_err(|failure| failure.mend(self.shown.clone()))?;
        judge(status, &self.shown)
            .map_err(|failure| Failure::new(format!("{failure}\n{}", tail(log, TOLD_LINES))))
    }
}

fn judge(status: ExitStatus, shown: &str) -> Result {
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{shown}` ended with {status}")))
}

fn wait(mut child: Child, label: &str, log: &Path, limit: Duration) -> Result<ExitStatus> {
    let start = Instant::now();
    let mut next = HEARTBEAT;
    loop {
        if let Some(status) = child.try_wait().doing(|| "cannot wait".to_owned())? {
            return Ok(status);
        }
        let passed = start.elapsed();
        if passed > limit {
            // It may have ended by itself in this very moment; then there is nothing to end.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::new(format!("gave up after {} s", limit.as_secs())));
        }
        if passed > next {
            println!("  [{label}] {} s: {}", passed.as_secs(), tail(log, 1));
            next = passed + HEARTBEAT;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn create(path: &Path) -> Result<File> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir).doing(|| format!("cannot make {}", dir.display()))?;
    }
    File::create(path).doing(|| format!("cannot write {}", path.display()))
}

/// The last lines of a file that may be long, and may still grow.
fn tail(path: &Path, lines: usize) -> String {
    const NEAR_END: u64 = 8 * 1024;
    let mut bytes = Vec::new();
    if let Ok(mut file) = File::open(path) {
        let length = file.metadata().map_or(0, |meta| meta.len());
        // A log that cannot be read is told as an empty one: it is only the wrapping of a failure.
        let _ = file.seek(SeekFrom::Start(length.saturating_sub(NEAR_END)));
        let _ = file.read_to_end(&mut bytes);
    }
    last_lines(&String::from_utf8_lossy(&bytes), lines)
}

/// A progress bar overwrites its line with `\r`: only what stood there last counts.
fn last_lines(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .map(|line| line.rsplit('\r').next().unwrap_or(line).trim_end())
        .filter(|line| !line.is_empty())
        .collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// Where a program of this name is found, looking in `first` and then along `PATH`.
pub(crate) fn find(program: &str, first: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    first
        .iter()
        .cloned()
        .chain(std::env::split_paths(&path))
        .map(|dir| dir.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_those_a_terminal_would_show() {
        assert_eq!(last_lines("one\ntwo\n\nthree\n", 2), "two\nthree");
        assert_eq!(last_lines("Unpacking\r 50%\r 99%\r\n", 1), " 99%");
        assert_eq!(last_lines("", 3), "");
    }

    #[test]
    fn a_command_is_shown_as_one_could_type_it() {
        let run = Run::new("cargo")
            .args(["build", "--release"])
            .env("RUSTFLAGS", "-C embed-bitcode=yes");
        assert_eq!(
            run.shown,
            "RUSTFLAGS='-C embed-bitcode=yes' cargo build --release"
        );
    }

    #[test]
    fn a_command_that_hangs_is_ended() {
        let log = std::env::temp_dir().join(format!("gatewhy-xtask-{}.log", std::process::id()));
        let started = Instant::now();
        let failure = Run::new("sleep")
            .arg("60")
            .watch("sleep", &log, Duration::from_millis(200))
            .expect_err("a minute is more than the limit");
        assert!(started.elapsed() < Duration::from_secs(30));
        assert!(failure.to_string().contains("gave up"), "{failure}");
        std::fs::remove_file(&log).expect("the log was written");
    }

    #[test]
    fn a_failure_tells_the_end_of_the_log() {
        let log = std::env::temp_dir().join(format!("gatewhy-xtask-f{}.log", std::process::id()));
        let failure = Run::new("sh")
            .args(["-c", "echo no such package; exit 100"])
            .watch("sh", &log, Duration::from_secs(30))
            .expect_err("it exits with 100");
        assert!(failure.to_string().contains("no such package"), "{failure}");
        std::fs::remove_file(&log).expect("the log was written");
    }
}
