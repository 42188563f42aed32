"""Lets the AWS CLI itself read every call of it that the catalogue shows; nothing is sent.

    read.py FOLDER

FOLDER/aws.json holds the calls, as `cargo run -p gatewhy-tests --bin snippets -- FOLDER` writes
them. Beyond commands.json this reads the values: the CLI's shorthand (`Key=value,List=a,b`), the
shapes and lengths that the service's model demands, and `--query`, whose names must be members of
what the operation answers.
"""

import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile

import jmespath
from awscli.clidriver import create_clidriver

# Version 2 of the CLI has these, the package is version 1.
ONLY_IN_2 = [("logs", "tail"), ("s3", "presign")]
OPTIONS_OF_2 = {"--cli-binary-format": 1, "--no-cli-pager": 0}
# What a query may name besides members: keys of maps.
KEYS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"}


def main():
    calls = json.loads(pathlib.Path(sys.argv[1], "aws.json").read_text(encoding="utf-8"))
    os.environ.update(
        AWS_ACCESS_KEY_ID="none",
        AWS_SECRET_ACCESS_KEY="none",
        AWS_EC2_METADATA_DISABLED="true",
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_DEFAULT_REGION="eu-west-1",
    )
    driver = quiet()
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        # Calls name files that their reader has, and the CLI looks for them.
        os.chdir(folder)
        for name in ["event.json", "truststore.pem"]:
            pathlib.Path(name).write_text("{}", encoding="utf-8")
        for call in calls:
            arguments = call["arguments"]
            if tuple(arguments[:2]) in ONLY_IN_2:
                continue
            if arguments[0] == "ec2":
                # A call of this service leaves traces that trip up the next one.
                driver = quiet()
            wrong = read(driver, arguments) or query(driver, arguments)
            if wrong:
                failures.append(f"{call['of']}: aws {' '.join(arguments)}\n    {wrong}")
    print("\n".join(failures) or f"the AWS CLI understands all {len(calls)} calls of it")
    sys.exit(bool(failures))


def quiet():
    """The CLI, answering itself instead of sending: the parameters have been checked by then."""
    driver = create_clidriver()
    driver.session.register("before-call", answer)
    return driver


def answer(model, **_):
    class Answer:
        status_code = 200
        headers = {}

    if not model.has_streaming_output:
        return Answer(), {}
    return Answer(), {model.output_shape.serialization["payload"]: io.BytesIO()}


def read(driver, arguments):
    """What the CLI has against a call; None if nothing."""
    words = []
    rest = iter(arguments)
    for word in rest:
        if word in OPTIONS_OF_2:
            for _ in range(OPTIONS_OF_2[word]):
                next(rest)
        elif word == "/dev/stdout":
            words.append("file")
        elif "$(" in word:
            # What another command prints is known only when it runs.
            words.append("[]")
        else:
            words.append(word)
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            status = driver.main(words)
        except SystemExit as end:
            status = end.code
    return told.getvalue().strip()[-600:] if status else None


def query(driver, arguments):
    """The first name of `--query` that no answer of the operation has."""
    if "--query" not in arguments:
        return None
    service, operation = arguments[:2]
    command = driver._get_command_table()[service]._get_command_table()[operation]
    known = members(command._operation_model.output_shape, set()) | KEYS
    tree = jmespath.compile(arguments[arguments.index("--query") + 1]).parsed
    unknown = sorted(fields(tree) - known)
    return f"--query names {', '.join(unknown)}, which the answer has not" if unknown else None


def members(shape, seen):
    """Every name in a shape, however deep."""
    if shape is None or shape.name in seen:
        return set()
    seen.add(shape.name)
    names = set()
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            names |= {name} | members(member, seen)
    elif shape.type_name == "list":
        names |= members(shape.member, seen)
    elif shape.type_name == "map":
        names |= members(shape.value, seen)
    return names


def fields(tree):
    names = {tree["value"]} if tree["type"] == "field" else set()
    for child in tree["children"]:
        names |= fields(child)
    return names


if __name__ == "__main__":
    main()
