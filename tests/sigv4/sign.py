"""Signs requests with botocore and tells what it signed: a JSON object a line in, one a line out.

In:  {"form", "method", "url", "headers": [[name, value]], "body", "token", "date", "region"}
Out: the same with the url and the headers as sent, and "canonical", "to_sign", "signature".
"""

import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


def signed(asked):
    """One request, signed."""
    request = AWSRequest(asked["method"], asked["url"], data=asked["body"].encode())
    for name, value in asked["headers"]:
        request.headers[name] = value
    now = datetime.datetime.strptime(asked["date"], "%Y%m%dT%H%M%SZ")
    botocore.auth.get_current_datetime = lambda: now
    kind = {"header": botocore.auth.SigV4Auth, "query": botocore.auth.SigV4QueryAuth}
    credentials = Credentials(asked.get("key") or KEY, SECRET, asked["token"])
    signer = kind[asked["form"]](credentials, "execute-api", asked["region"])
    told = {}

    def keep(name):
        make = getattr(signer, name)

        def kept(*arguments):
            told[name] = make(*arguments)
            return told[name]

        setattr(signer, name, kept)

    for name in ("canonical_request", "string_to_sign", "signature"):
        keep(name)
    signer.add_auth(request)
    return {
        "url": request.url,
        "headers": list(request.headers.items()),
        "canonical": told["canonical_request"],
        "to_sign": told["string_to_sign"],
        "signature": told["signature"],
    }


for line in sys.stdin:
    print(json.dumps(signed(json.loads(line))))
