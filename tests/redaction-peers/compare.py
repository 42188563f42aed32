#!/usr/bin/env python3
"""The same planted HAR through `gatewhy redact`, har-capture and harlite: the tables of
docs/REDACTION-PEERS.md.

    python3 tests/redaction-peers/compare.py

installs both peers in their pinned versions under target/redaction-peers/ and prints the tables.
Needs cargo, Python 3.10 or later, the registries of both; takes some minutes, most of them for harlite's
build.
"""

import json
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
HARLITE = "0.5.0"

# What harlite's help offers to those who know the names to look for: the words that it redacts by
# default among headers and cookies, as wildcards, for cookies and parameters as well, and for bodies.
WORDS = [
    "auth", "cookie", "credential", "csrf", "xsrf", "key", "pass", "pwd", "secret", "session",
    "sess", "sid", "signature", "token", "jwt", "code", "otp", "assertion", "saml", "storage",
    "connection",
]
NAMES = "|".join(WORDS)
# The forms that are documented for tokens and keys.
FORMS = [
    r"eyJ[\w-]+\.[\w-]+\.[\w-]*",
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+",
    r"\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|xapp-|[sr]k_(?:live|test)_)[\w-]+",
]
BODIES = [
    # JSON, in JSON too; forms; elements; attributes.
    rf'(?i)\\*"[^"\\]*(?:{NAMES})[^"\\]*\\*"\s*:\s*\[?\\*"(?:[^"\\]|\\[^"])*',
    rf"(?i)[\w.%-]*(?:{NAMES})[\w.%-]*=[^&\s\"<]+",
    rf"(?i)<[\w:.-]*(?:{NAMES})[^>]*>[^<]+",
    rf'(?i)(?:name|property)=["\'][^"\']*(?:{NAMES})[^"\']*["\']\s+(?:value|content)=["\'][^"\']*',
    *FORMS,
]


def run(*args, **more):
    return subprocess.run([str(arg) for arg in args], check=True, cwd=ROOT, **more)


def har_capture(folder, target):
    """With defaults for web APIs, and with everything that it has switched on."""
    place = target / "python"
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
    run(python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt")
    script = """
import sys
from har_capture.sanitization import sanitize_har_file
from har_capture.sanitization.report import HeuristicMode
source, plain, strict, words, *forms = sys.argv[1:]
patterns = {f"form{at}": {"regex": form, "replacement_prefix": "SECRET"} for at, form in enumerate(forms)}
sanitize_har_file(source, plain)
sanitize_har_file(
    source, strict, salt=None, heuristics=HeuristicMode.REDACT,
    custom_patterns={"fields": {"auto_redact_patterns": words.split("|")}, "patterns": patterns},
)
"""
    for of in ("planted", "failing"):
        out = [folder / f"{name}-{of}.har" for name in ("har-capture", "har-capture-strict")]
        run(python, "-c", script, folder / f"{of}.har", *out, NAMES, *FORMS,
            stdout=subprocess.DEVNULL)


def harlite(folder, target):
    """With defaults, and with the reader's own words for every place that it offers."""
    place = target / "harlite"
    tool = place / "bin" / "harlite"
    if not tool.exists():
        run("cargo", "install", "harlite", "--version", HARLITE, "--locked",
            "--no-default-features", "--root", place, "--target-dir", target / "build")
    strict = ["--match", "wildcard"]
    for word in WORDS:
        for option in ("--header", "--cookie", "--query-param"):
            strict += [option, f"*{word}*"]
    for body in BODIES:
        strict.append(f"--body-regex={body}")
    for of in ("planted", "failing"):
        source = folder / f"{of}.har"
        for name, options in (("harlite", []), ("harlite-strict", strict)):
            run(tool, "redact", source, "--output", folder / f"{name}-{of}.har", *options,
                stdout=subprocess.DEVNULL)


def gatewhy(folder):
    for of in ("planted", "failing"):
        with open(folder / f"gatewhy-{of}.har", "w", encoding="utf-8") as out:
            run("cargo", "run", "--quiet", "-p", "gatewhy", "--", "redact", "--keep-account-ids",
                folder / f"{of}.har", stdout=out)


def main():
    meta = run("cargo", "metadata", "--no-deps", "--format-version", "1", stdout=subprocess.PIPE)
    target = pathlib.Path(json.loads(meta.stdout)["target_directory"]) / "redaction-peers"
    folder = target / "har"
    judge = ["cargo", "run", "--quiet", "-p", "gatewhy-tests", "--bin", "peers", "--"]
    run(*judge, "write", folder)
    for old in folder.glob("*-*.har"):
        old.unlink()
    gatewhy(folder)
    har_capture(folder, target)
    harlite(folder, target)
    sys.stdout.flush()
    run(*judge, "judge", folder, "gatewhy", "har-capture", "har-capture-strict", "harlite",
        "harlite-strict")


if __name__ == "__main__":
    main()
