"""Writes commands.json: the operations and options that the AWS CLI knows, from its own tables.

    cargo xtask setup
    .tools/python/bin/python tests/aws-cli/generate.py

The tables are made of botocore's service models, with the CLI's own changes to them (renamed
options, flags with a `no-` form, a positional file for what streams out). They come from the
awscli package that requirements.txt pins, which brings its own botocore; nothing is downloaded.

An operation is one line of words, each an option:

    name        takes values        name!       must be given
    name?       is a flag           @name!      stands without a name
    name=A|B    takes one of these

What is not in the package, because only version 2 of the CLI has it, stands in ONLY_IN_2.
"""

import json
import pathlib

import awscli
import botocore
from awscli.clidriver import create_clidriver

# Whole services: what a rule may call any part of.
SERVICES = """acm apigateway apigatewaymanagementapi apigatewayv2 cloudwatch elbv2 lambda logs
    organizations route53 service-quotas sts wafv2""".split()

# Of these, which are large, only what begins so.
PARTS = {
    "cloudfront": ["get-", "list-distributions", "update-distribution", "create-invalidation"],
    "cloudformation": ["describe-stack", "validate-template", "detect-stack", "list-exports"],
    "cognito-idp": ["describe-", "list-user-pool", "admin-initiate-auth", "initiate-auth"],
    "dynamodb": ["delete-item", "describe-time", "get-item", "put-item", "update-time"],
    "ec2": [
        "authorize-security-group",
        "create-vpc-endpoint",
        "describe-instances",
        "describe-network-acls",
        "describe-network-interfaces",
        "describe-prefix-lists",
        "describe-route-tables",
        "describe-security-group",
        "describe-subnets",
        "describe-vpc-attribute",
        "describe-vpc-endpoint",
        "describe-vpcs",
        "modify-vpc-attribute",
        "modify-vpc-endpoint",
        "revoke-security-group",
    ],
    "iam": [
        "attach-",
        "create-access-key",
        "create-policy",
        "create-role",
        "create-service-linked-role",
        "delete-role-policy",
        "get-",
        "list-",
        "put-",
        "simulate-",
        "update-access-key",
        "update-assume-role-policy",
    ],
    "route53resolver": ["list-resolver"],
    "s3api": ["get-bucket", "get-object", "head-", "list-object", "put-bucket", "put-object"],
    "xray": ["get-", "batch-get-traces"],
}

GLOBAL_IN_2 = ["cli-binary-format=base64|raw-in-base64-out", "no-cli-pager?", "no-cli-auto-prompt?"]
ONLY_IN_2 = {
    "logs": {
        "tail": "@group-name! filter-pattern follow? format=detailed|short|json"
        " log-stream-name-prefix log-stream-names since"
    },
    "s3": {"presign": "@path! expires-in"},
}


def option(argument):
    """One option as a word."""
    if not argument.cli_name.startswith("--"):
        return f"@{argument.name.replace('_', '-')}!"
    word = argument.name
    if argument.cli_type_name == "boolean":
        return f"{word}?"
    model = getattr(argument, "argument_model", None)
    if argument.required:
        word += "!"
    if getattr(model, "enum", None):
        word += "=" + "|".join(model.enum)
    return word


def operation(command):
    # Each operation takes its whole input as one file, too.
    passed = {"cli-input-json", "generate-cli-skeleton"}
    words = [option(a) for name, a in command.arg_table.items() if name not in passed]
    return " ".join(sorted(words, key=lambda word: ("!" not in word, word)))


def service(driver, name, parts):
    table = driver._get_command_table()[name]._get_command_table()
    return {
        name: operation(command)
        for name, command in sorted(table.items())
        # What the CLI adds by itself, such as `wait`, has a table of another form.
        if hasattr(command, "_operation_model") and name.startswith(tuple(parts))
    }


def main():
    driver = create_clidriver()
    services = {}
    for name in sorted([*SERVICES, *PARTS, *ONLY_IN_2]):
        found = {}
        if name in SERVICES or name in PARTS:
            found = service(driver, name, PARTS.get(name, [""]))
        services[name] = dict(sorted({**found, **ONLY_IN_2.get(name, {})}.items()))
    shared = []
    for name, argument in driver._get_argument_table().items():
        takes_none = argument.cli_type_name == "boolean" or getattr(argument, "_action", None)
        choices = f"={'|'.join(argument.choices)}" if argument.choices else ""
        shared.append(f"{name}{'?' if takes_none else choices}")
    table = {
        "made with": f"awscli {awscli.__version__}, botocore {botocore.__version__}",
        "made by": "tests/aws-cli/generate.py",
        "global": " ".join(sorted(shared + GLOBAL_IN_2)),
        "services": services,
    }
    path = pathlib.Path(__file__).with_name("commands.json")
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
