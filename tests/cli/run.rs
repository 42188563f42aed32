//! Runs the command as a shell would, in an environment of its own.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// The streams and the status as one text, for a snapshot.
    pub(crate) fn whole(&self) -> String {
        format!(
            "status: {}\n── stdout\n{}── stderr\n{}",
            self.status, self.out, self.err
        )
    }
}

/// The command in a bare environment, English unless told otherwise.
pub(crate) fn gatewhy(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatewhy"));
    command.args(words).env_clear().env("LANG", "C.UTF-8");
    command
}

/// Runs it with these bytes on standard input.
pub(crate) fn fed(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command was built");
    let mut stdin = child.stdin.take().expect("it was asked for");
    let input = input.to_vec();
    // A command that refuses its input does not read all of it.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it runs");
    feeder.join().expect("it does not panic");
    Run {
        status: output.status.code().expect("it was not killed"),
        out: String::from_utf8(output.stdout).expect("it prints UTF-8"),
        err: String::from_utf8(output.stderr).expect("it prints UTF-8"),
    }
}

/// Runs `gatewhy` with nothing on standard input.
pub(crate) fn run(words: &[&str]) -> Run {
    fed(&mut gatewhy(words), b"")
}

/// Writes a file into a folder of this test's own and gives its path.
pub(crate) fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(
        std::thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-"),
    );
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let path = folder.join(name);
    fs::write(&path, bytes).expect("the target folder can be written");
    path
}

/// One failing exchange: a path that was never deployed.
pub(crate) const UNKNOWN_ROUTE: &str = r#"{"url":"https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets?x=1","method":"GET","status":403,"request_headers":{"host":"abc123defg.execute-api.us-east-1.amazonaws.com","user-agent":"curl/8.7.1"},"response_headers":{"date":"Thu, 01 Jan 2026 00:00:00 GMT","x-amzn-errortype":"MissingAuthenticationTokenException","x-amzn-requestid":"8a1b6f6e-1c1c-4d7c-9d5a-0a1b2c3d4e5f","x-amz-apigw-id":"AbCdEfGhIAMFs9A="},"body":"{\"message\":\"Missing Authentication Token\"}"}"#;

/// One exchange that worked.
pub(crate) const WORKED: &str = r#"{"url":"https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets","method":"GET","status":200,"response_headers":{"date":"Thu, 01 Jan 2026 00:00:00 GMT","x-amz-apigw-id":"AbCdEfGhIAMFs9A="},"body":"[]"}"#;
