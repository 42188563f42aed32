"""Writes resources.json: the arguments of Terraform's AWS resources, from the provider's schema.

    npm pack @cdktf/provider-aws@21.22.1 && tar xzf cdktf-provider-aws-21.22.1.tgz
    python3 tests/terraform/generate.py package

The npm package is made of the provider's schema; its declarations name every argument beside the
page that documents it. Only names are taken over.

A resource has a line of words for its arguments and one for each of its blocks, named by its path:

    name        may be given        name!       must be given
"""

import json
import pathlib
import re
import sys

# Whole families, and single resources that rules show besides.
FAMILIES = ["aws_api_gateway_", "aws_apigatewayv2_"]
RESOURCES = """aws_iam_role_policy aws_lambda_permission aws_route53_record aws_s3_bucket
    aws_s3_bucket_cors_configuration aws_security_group_rule aws_vpc_endpoint""".split()
DATA = ["aws_cloudfront_origin_request_policy", "aws_iam_policy_document"]

INTERFACE = re.compile(r"export interface (\w+)(?: extends [\w.]+)? \{\n(.*?)\n\}", re.S)
ARGUMENT = re.compile(r"#(\w+) \w+#\w+\}.*?readonly \w+(\??): ([^;]+);", re.S)
# Every resource has these.
SHARED = {"id", "region"}


def arguments(declared, name, path, found):
    words = []
    for argument, optional, kind in ARGUMENT.findall(declared[name]):
        if path or argument not in SHARED:
            words.append(argument + ("" if optional else "!"))
        # `Name[] | cdktf.IResolvable`: a block, or several.
        block = kind.split(" | ")[0].removesuffix("[]")
        if block in declared and path.count(".") < 4:
            arguments(declared, block, f"{path}.{argument}".lstrip("."), found)
    found[path] = " ".join(words)


def resource(package, kind, name):
    folder = name.removeprefix("aws_").replace("_", "-")
    folder = f"data-aws-{folder}" if kind == "data" else folder
    text = (package / "lib" / folder / "index.d.ts").read_text(encoding="utf-8")
    declared = dict(INTERFACE.findall(text))
    config = next(name for name in declared if name.endswith("Config") and "Args" not in name)
    found = {}
    arguments(declared, config, "", found)
    return dict(sorted(found.items()))


def main():
    package = pathlib.Path(sys.argv[1])
    folders = {path.name for path in (package / "lib").iterdir()}
    names = ["aws_" + folder.replace("-", "_") for folder in folders if not folder.startswith("data-")]
    chosen = [name for name in names if name.startswith(tuple(FAMILIES)) or name in RESOURCES]
    version = re.search(r"aws/([\d.]+)/docs", (package / "lib/s3-bucket/index.d.ts").read_text())
    table = {
        "made with": f"the schema of hashicorp/aws {version[1]}",
        "made by": "tests/terraform/generate.py",
        "resource": {name: resource(package, "resource", name) for name in sorted(chosen)},
        "data": {name: resource(package, "data", name) for name in sorted(DATA)},
    }
    path = pathlib.Path(__file__).with_name("resources.json")
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
