//! Failures as people paste them, to try the page with.

use gatewhy_core::{Text, text};

/// Something to paste.
pub(crate) struct Example {
    /// What it is a case of, without giving the answer away.
    pub(crate) title: Text,
    /// What to paste.
    pub(crate) text: &'static str,
}

pub(crate) const EXAMPLES: &[Example] = &[
    Example {
        title: text! { en: "curl -v: Missing Authentication Token", ja: "curl -v：Missing Authentication Token" },
        text: r#"$ curl -v https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pet
*   Trying 203.0.113.10:443...
* Connected to abc123defg.execute-api.us-east-1.amazonaws.com (203.0.113.10) port 443
* SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256
> GET /prod/pet HTTP/2
> Host: abc123defg.execute-api.us-east-1.amazonaws.com
> User-Agent: curl/8.5.0
> Accept: */*
>
< HTTP/2 403
< date: Mon, 12 Jan 2026 09:31:07 GMT
< content-type: application/json
< content-length: 42
< x-amzn-requestid: 7cbe0c1e-3e2f-4b86-9d0a-0f6a5d1f3f10
< x-amzn-errortype: MissingAuthenticationTokenException
< x-amz-apigw-id: XjK3vE9boAMFt7A=
<
{"message":"Missing Authentication Token"}
"#,
    },
    Example {
        title: text! { en: "403 Forbidden with an API key", ja: "APIキーを付けても403 Forbidden" },
        text: r#"GET /prod/partners HTTP/1.1
Host: abc123defg.execute-api.us-east-1.amazonaws.com
x-api-key: EXAMPLEKEYa1b2c3d4e5f6g7h8i9j0k1l2m3n4o5

HTTP/1.1 403 Forbidden
Date: Mon, 12 Jan 2026 09:33:41 GMT
Content-Type: application/json
Content-Length: 23
x-amzn-RequestId: 0d9f5c8a-6f5b-4f0e-8a54-7d7a0c1b2e3f
x-amzn-ErrorType: ForbiddenException
x-amz-apigw-id: XjLAbF2coAMFd5Q=

{"message":"Forbidden"}
"#,
    },
    Example {
        title: text! { en: "SDK: not authorized to perform execute-api:Invoke", ja: "SDK：execute-api:Invokeが許可されていない" },
        text: r"botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the Invoke operation: User: arn:aws:sts::111122223333:assumed-role/app/s1 is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:abc123defg/prod/GET/reports because no identity-based policy allows the execute-api:Invoke action
",
    },
    Example {
        title: text! { en: "Signature expired", ja: "Signature expired" },
        text: r#"HTTP/2 403
date: Mon, 12 Jan 2026 09:40:28 GMT
content-type: application/json
x-amzn-requestid: 2b1f0d3c-5a4e-4c6b-9f8d-1e2d3c4b5a69
x-amzn-errortype: InvalidSignatureException
x-amz-apigw-id: XjMBcG3doAMFe6R=

{"message":"Signature expired: 20260112T092816Z is now earlier than 20260112T093528Z (20260112T094028Z - 5 min.)"}
"#,
    },
    Example {
        title: text! { en: "“Failed to fetch”: a CORS error in the page", ja: "「Failed to fetch」：ページで発生したCORSエラー" },
        text: r#"{
  "url": "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pet",
  "method": "GET",
  "status": 403,
  "request_headers": {"origin": "https://app.example.com", "sec-fetch-mode": "cors"},
  "response_headers": {
    "content-type": "application/json",
    "x-amzn-requestid": "d80b96b2-6fcb-4a32-a3b6-3ab9b8b86071",
    "x-amzn-errortype": "MissingAuthenticationTokenException",
    "x-amz-apigw-id": "XjNCdH4eoAMFf7S="
  },
  "body_withheld": true,
  "net_error": "net::ERR_FAILED",
  "resource_type": "fetch",
  "neighbours": [
    {"url": "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets", "method": "GET", "status": 200}
  ]
}
"#,
    },
    Example {
        title: text! { en: "A stage in the path of a custom domain", ja: "カスタムドメインのパスに含まれたステージ" },
        text: r#"$ curl -i https://api.example.com/prod/pets
HTTP/2 403
content-type: application/json
content-length: 42
x-amzn-requestid: 9a8b7c6d-5e4f-4a3b-8c2d-1f0e9d8c7b6a
x-amzn-errortype: MissingAuthenticationTokenException
x-amz-apigw-id: XjODeI5foAMFg8T=

{"message":"Missing Authentication Token"}
"#,
    },
];
