//! Other API gateways, meshes and reverse proxies.

use crate::answer::{Answer, answer};

const PROXY: &[&str] = &["proxy"];
/// A bare Go server and Traefik write the same words.
const ANY: &[&str] = &["proxy", "other"];

/// All of them.
pub(crate) fn all() -> Vec<Answer> {
    let mut all = envoy();
    all.extend(kong());
    all.extend(clouds());
    all.extend(others());
    all
}

fn envoy() -> Vec<Answer> {
    let mut all = Vec::new();
    for (status, body) in [
        (
            503,
            "upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: delayed connect error: Connection refused",
        ),
        (
            503,
            "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure",
        ),
        (503, "no healthy upstream"),
        (504, "upstream request timeout"),
        (403, "RBAC: access denied"),
        (429, "local_rate_limited"),
    ] {
        for (server, host) in [
            ("envoy", "api.example.com"),
            ("istio-envoy", "orders.mesh.example.com"),
        ] {
            all.push(
                answer(format!("{server} {status} {body}"), host, status)
                    .header("Server", server)
                    .text(body)
                    .by(PROXY, "")
                    .told_by_header(server)
                    .told_by_body(),
            );
        }
    }
    for (status, body) in [
        (401, "Jwt is missing"),
        (401, "Jwt is expired"),
        (401, "Jwt verification fails"),
        (403, "Audiences in Jwt are not allowed"),
    ] {
        all.push(
            answer(format!("Istio {body}"), "api.example.com", status)
                .headers(&[("Server", "istio-envoy"), ("WWW-Authenticate", "Bearer realm=\"https://api.example.com/v1/orders/7\", error=\"invalid_token\"")])
                .text(body)
                .by(PROXY, "istio-envoy")
                .told_by_header("istio-envoy"),
        );
    }
    all.push(
        answer("Envoy, no route", "api.example.com", 404)
            .header("Server", "envoy")
            .empty()
            .by(PROXY, "envoy")
            .told_by_header("envoy"),
    );
    all.push(
        answer("Linkerd", "orders.mesh.example.com", 502)
            .header(
                "l5d-proxy-error",
                "logical service orders.default.svc.cluster.local:80: service unavailable",
            )
            .empty()
            .by(PROXY, "service unavailable")
            .told_by_header("service unavailable"),
    );
    all
}

fn kong() -> Vec<Answer> {
    [
        (
            404,
            r#"{"message":"no Route matched with those values"}"#,
            true,
        ),
        (
            404,
            r#"{"message":"no Route matched with those values","request_id":"0a1b2c3d4e5f6071"}"#,
            true,
        ),
        (401, r#"{"message":"No API key found in request"}"#, true),
        (401, r#"{"message":"Unauthorized"}"#, false),
        (403, r#"{"message":"Forbidden"}"#, false),
        (
            401,
            r#"{"message":"Invalid authentication credentials"}"#,
            false,
        ),
        (
            403,
            r#"{"message":"You cannot consume this service"}"#,
            true,
        ),
        (429, r#"{"message":"API rate limit exceeded"}"#, false),
        (413, r#"{"message":"Request size limit exceeded"}"#, false),
        (
            502,
            r#"{"message":"An invalid response was received from the upstream server"}"#,
            true,
        ),
        (
            503,
            r#"{"message":"failure to get a peer from the ring-balancer"}"#,
            true,
        ),
        (503, r#"{"message":"name resolution failed"}"#, false),
        (
            504,
            r#"{"message":"The upstream server is timing out"}"#,
            true,
        ),
        (500, r#"{"message":"An unexpected error occurred"}"#, false),
    ]
    .into_iter()
    .map(|(status, body, tells)| {
        let mut one = answer(format!("Kong {status} {body}"), "api.example.com", status)
            .headers(&[
                ("Server", "kong/3.4.0"),
                ("X-Kong-Response-Latency", "1"),
                ("Connection", "keep-alive"),
            ])
            .body("application/json; charset=utf-8", body)
            .by(PROXY, "")
            .told_by_header("1");
        if status == 401 {
            one = one.header("WWW-Authenticate", "Key realm=\"kong\"");
        }
        if status == 429 {
            one = one.headers(&[
                ("RateLimit-Limit", "5"),
                ("RateLimit-Remaining", "0"),
                ("X-RateLimit-Limit-Minute", "5"),
                ("Retry-After", "53"),
            ]);
        }
        if tells { one.told_by_body() } else { one }
    })
    .collect()
}

#[expect(clippy::too_many_lines, reason = "a list of answers")]
fn clouds() -> Vec<Answer> {
    let mut all = Vec::new();
    for (status, code, text) in [
        (
            401,
            "steps.oauth.v2.FailedToResolveAPIKey",
            "Failed to resolve API Key variable request.queryparam.apikey",
        ),
        (401, "oauth.v2.InvalidApiKey", "Invalid ApiKey"),
        (
            401,
            "keymanagement.service.invalid_access_token",
            "Invalid Access Token",
        ),
        (
            404,
            "messaging.adaptors.http.flow.ApplicationNotFound",
            "Unable to identify proxy for host: default and url: /v1",
        ),
        (
            429,
            "policies.ratelimit.QuotaViolation",
            "Rate limit quota violation. Quota limit  exceeded. Identifier : _default",
        ),
        (
            500,
            "steps.extractvariables.SourceMessageNotAvailable",
            "request message is not available",
        ),
        (
            503,
            "messaging.adaptors.http.flow.ServiceUnavailable",
            "The Service is temporarily unavailable",
        ),
        (
            504,
            "messaging.adaptors.http.flow.GatewayTimeout",
            "Gateway Timeout",
        ),
    ] {
        all.push(
            answer(format!("Apigee {code}"), "api.example.com", status)
                .header("Connection", "keep-alive")
                .json(&format!("{{\"fault\":{{\"faultstring\":\"{text}\",\"detail\":{{\"errorcode\":\"{code}\"}}}}}}"))
                .by(PROXY, "faultstring")
                .told_by_body(),
        );
    }
    for (status, message) in [
        (
            401,
            "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.",
        ),
        (
            401,
            "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.",
        ),
    ] {
        all.push(
            answer(format!("Azure API Management {message}"), "shop.azure-api.net", status)
                .header("WWW-Authenticate", "AzureApiManagementKey realm=\"https://shop.azure-api.net/v1\",name=\"Ocp-Apim-Subscription-Key\",type=\"header\"")
                .json(&format!("{{ \"statusCode\": {status}, \"message\": \"{message}\" }}"))
                .by(PROXY, "subscription key")
                .told_by_header("AzureApiManagementKey")
                .told_by_body(),
        );
    }
    for (status, body) in [
        (
            404,
            r#"{ "statusCode": 404, "message": "Resource not found" }"#,
        ),
        (
            429,
            r#"{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 42 seconds." }"#,
        ),
        (
            500,
            r#"{ "statusCode": 500, "message": "Internal server error", "activityId": "80003691-2044-4ae2-a728-11f969481674" }"#,
        ),
    ] {
        all.push(
            answer(
                format!("Azure API Management {status}"),
                "shop.azure-api.net",
                status,
            )
            .header("Request-Context", "appId=cid-v1:80003691")
            .json(body)
            .by(ANY, ""),
        );
    }
    for (status, body, tells) in [
        (
            401,
            r#"{"message":"UNAUTHENTICATED:Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.","code":401}"#,
            true,
        ),
        (401, r#"{"code":401,"message":"Jwt is missing"}"#, false),
        (
            403,
            r#"{"message":"PERMISSION_DENIED:API orders.endpoints.shop.cloud.goog is not enabled for the project.","code":403}"#,
            false,
        ),
        (
            404,
            r#"{"code":404,"message":"The current request is not defined by this API."}"#,
            false,
        ),
    ] {
        let one = answer(
            format!("Cloud Endpoints {body}"),
            "orders-abc.a.run.app",
            status,
        )
        .headers(&[
            ("Server", "Google Frontend"),
            ("Via", "1.1 google"),
            ("X-Cloud-Trace-Context", "0123456789abcdef"),
        ])
        .json(body)
        .by(PROXY, "")
        .told_by_header("Google Frontend");
        all.push(if tells { one.told_by_body() } else { one });
    }
    all.push(
        answer("Google load balancer, no backend", "api.example.com", 404)
            .header("Via", "1.1 google")
            .text("response 404 (backend NotFound), service rules for the path non-existent")
            .by(PROXY, "service rules for the path non-existent")
            .told_by_header("1.1 google")
            .told_by_body(),
    );
    for (status, body) in [
        (
            403,
            r#"{"error":{"code":403,"message":"Method doesn't allow unregistered callers (callers without established identity).","status":"PERMISSION_DENIED"}}"#,
        ),
        (
            401,
            r#"{"error":{"code":401,"message":"Request is missing required authentication credential.","status":"UNAUTHENTICATED"}}"#,
        ),
    ] {
        all.push(
            answer(
                format!("Google API {status}"),
                "orders.googleapis.com",
                status,
            )
            .headers(&[
                ("Server", "ESF"),
                ("X-XSS-Protection", "0"),
                ("X-Frame-Options", "SAMEORIGIN"),
            ])
            .json(body)
            .by(ANY, ""),
        );
    }
    all
}

fn others() -> Vec<Answer> {
    vec![
        answer("Traefik, no router", "api.example.com", 404)
            .header("X-Content-Type-Options", "nosniff")
            .body("text/plain; charset=utf-8", "404 page not found\n")
            .by(ANY, "404 page not found"),
        answer("Traefik, no server", "api.example.com", 503)
            .body("text/plain; charset=utf-8", "no available server\n")
            .by(ANY, ""),
        answer("Traefik, server gone", "api.example.com", 502)
            .body("text/plain; charset=utf-8", "Bad Gateway")
            .by(ANY, ""),
        answer("HAProxy 503", "api.example.com", 503)
            .header("Cache-Control", "no-cache")
            .html("<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n")
            .by(PROXY, "No server is available")
            .told_by_body(),
        answer("HAProxy 504", "api.example.com", 504)
            .header("Cache-Control", "no-cache")
            .html("<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n")
            .by(PROXY, "didn't respond in time")
            .told_by_body(),
        answer("HAProxy 403", "api.example.com", 403)
            .header("Cache-Control", "no-cache")
            .html("<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n")
            .by(PROXY, "Request forbidden by administrative rules")
            .told_by_body(),
        answer("Kubernetes ingress", "api.example.com", 404)
            .text("default backend - 404")
            .by(PROXY, "default backend - 404")
            .told_by_body(),
        answer("Tyk", "api.example.com", 403)
            .headers(&[("X-Generator", "tyk.io"), ("Connection", "close")])
            .json("{\n    \"error\": \"Key not authorised\"\n}")
            .by(PROXY, "Key not authorised"),
        answer("KrakenD", "api.example.com", 500)
            .headers(&[("X-Krakend", "Version 2.6.0"), ("X-Krakend-Completed", "false")])
            .empty()
            .by(PROXY, "Version 2.6.0")
            .told_by_header("Version 2.6.0"),
        answer("Gravitee", "api.example.com", 401)
            .header("X-Gravitee-Transaction-Id", "80003691-2044-4ae2-a728-11f969481674")
            .json(r#"{"message":"Unauthorized","http_status_code":401}"#)
            .by(PROXY, "http_status_code"),
        answer("WSO2", "api.example.com", 401)
            .header("WWW-Authenticate", "OAuth2 realm=\"WSO2 API Manager\", error=\"invalid_token\"")
            .body("application/xml", "<ams:fault xmlns:ams=\"http://wso2.org/apimanager/security\"><ams:code>900902</ams:code><ams:message>Missing Credentials</ams:message></ams:fault>")
            .by(PROXY, "<ams:fault"),
        answer("WSO2 in JSON", "api.example.com", 403)
            .json(r#"{"fault":{"code":900908,"message":"Resource forbidden ","description":"User is NOT authorized to access the Resource"}}"#)
            .by(ANY, ""),
        answer("MuleSoft", "api.example.com", 401)
            .header("WWW-Authenticate", "Client-ID-Enforcement")
            .json(r#"{ "error": "Authentication Attempt Failed" }"#)
            .by(ANY, ""),
    ]
}
