//! Applications: what frameworks write when nobody told them otherwise.

use crate::answer::{Answer, answer};

const OTHER: &[&str] = &["other"];

/// All of them.
pub(crate) fn all() -> Vec<Answer> {
    let mut all = node();
    all.extend(java_and_dotnet());
    all.extend(python());
    all.extend(ruby_and_php());
    all.extend(go_and_rpc());
    all.extend(graphql());
    all
}

fn node() -> Vec<Answer> {
    let express = [
        ("X-Powered-By", "Express"),
        ("ETag", "W/\"17-SuRA/yvUWUo8rK6x7dKURLeBo+0\""),
    ];
    let mut all = Vec::new();
    for (status, body) in [
        (403, r#"{"message":"Forbidden"}"#),
        (401, r#"{"message":"Unauthorized"}"#),
        (403, r#"{"message":"Missing Authentication Token"}"#),
        (404, r#"{"message":"Not Found"}"#),
        (429, r#"{"message":"Too Many Requests"}"#),
        (500, r#"{"message":"Internal Server Error"}"#),
        (500, r#"{"message":"Internal server error"}"#),
        (400, r#"{"message":"Invalid request body"}"#),
        (401, r#"{"error":"invalid_token"}"#),
        (
            422,
            r#"{"errors":[{"msg":"Invalid value","param":"email","location":"body"}]}"#,
        ),
        (500, r#"{"success":false,"error":"Something went wrong"}"#),
    ] {
        all.push(
            answer(
                format!("Express {status} {body}"),
                "api.example.com",
                status,
            )
            .headers(&express)
            .body("application/json; charset=utf-8", body)
            .by(OTHER, "Express")
            .told_by_header("Express"),
        );
    }
    for (at, method) in ["GET", "POST", "DELETE", "OPTIONS"].into_iter().enumerate() {
        let one = answer(format!("Express Cannot {method}"), "api.example.com", 404)
            .method(method)
            .headers(&[("Content-Security-Policy", "default-src 'none'"), ("X-Content-Type-Options", "nosniff")])
            .body("text/html; charset=utf-8", format!("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot {method} /v1/orders/7</pre>\n</body>\n</html>\n"))
            .by(OTHER, "");
        all.push(if at % 2 == 0 {
            one.header("X-Powered-By", "Express")
        } else {
            one
        });
    }
    for (status, body) in [
        (
            403,
            r#"{"statusCode":403,"message":"Forbidden resource","error":"Forbidden"}"#,
        ),
        (401, r#"{"statusCode":401,"message":"Unauthorized"}"#),
        (403, r#"{"message":"Forbidden","statusCode":403}"#),
        (
            404,
            r#"{"statusCode":404,"message":"Cannot GET /v1/orders/7","error":"Not Found"}"#,
        ),
        (
            500,
            r#"{"statusCode":500,"message":"Internal server error"}"#,
        ),
        (
            404,
            r#"{"message":"Route GET:/v1/orders/7 not found","error":"Not Found","statusCode":404}"#,
        ),
        (
            500,
            r#"{"statusCode":500,"error":"Internal Server Error","message":"An internal server error occurred"}"#,
        ),
        (
            415,
            r#"{"statusCode":415,"code":"FST_ERR_CTP_INVALID_MEDIA_TYPE","error":"Unsupported Media Type","message":"Unsupported Media Type: text/plain"}"#,
        ),
        (
            429,
            r#"{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}"#,
        ),
    ] {
        all.push(
            answer(
                format!("NestJS or Fastify {body}"),
                "api.example.com",
                status,
            )
            .header("Connection", "keep-alive")
            .body("application/json; charset=utf-8", body)
            .by(OTHER, ""),
        );
    }
    all.push(
        answer("Next.js", "www.example.com", 404)
            .headers(&[("X-Powered-By", "Next.js"), ("Cache-Control", "private, no-cache, no-store")])
            .body("text/html; charset=utf-8", "<!DOCTYPE html><html><head><title>404: This page could not be found</title></head><body><script id=\"__NEXT_DATA__\" type=\"application/json\">{}</script></body></html>")
            .by(OTHER, "")
            .told_by_header("Next.js"),
    );
    all
}

fn java_and_dotnet() -> Vec<Answer> {
    let mut all = Vec::new();
    for (status, error) in [
        (400, "Bad Request"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (405, "Method Not Allowed"),
        (415, "Unsupported Media Type"),
        (500, "Internal Server Error"),
    ] {
        all.push(
            answer(format!("Spring Boot {status}"), "api.example.com", status)
                .headers(&[("Vary", "Origin"), ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")])
                .json(&format!("{{\"timestamp\":\"2026-10-12T09:14:07.123+00:00\",\"status\":{status},\"error\":\"{error}\",\"path\":\"/v1/orders/7\"}}"))
                .by(OTHER, ""),
        );
    }
    all.push(
        answer("Spring Boot, with a message", "api.example.com", 403)
            .json(r#"{"timestamp":1760260447123,"status":403,"error":"Forbidden","message":"Forbidden","path":"/v1/orders/7"}"#)
            .by(OTHER, ""),
    );
    all.push(
        answer("Spring's white page", "api.example.com", 404)
            .body("text/html;charset=UTF-8", "<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p><div>There was an unexpected error (type=Not Found, status=404).</div></body></html>")
            .by(OTHER, "Whitelabel Error Page")
            .told_by_body(),
    );
    all.push(
        answer("Spring Security", "api.example.com", 401)
            .header("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"Jwt expired at 2026-10-12T09:00:00Z\", error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\"")
            .empty()
            .by(OTHER, "")
            .told_by_header(""),
    );
    for (status, title) in [
        (400, "One or more validation errors occurred."),
        (401, "Unauthorized"),
        (404, "Not Found"),
        (500, "An error occurred while processing your request."),
    ] {
        all.push(
            answer(format!("ASP.NET problem {status}"), "api.example.com", status)
                .header("Server", "Kestrel")
                .body("application/problem+json; charset=utf-8", format!("{{\"type\":\"https://tools.ietf.org/html/rfc9110#section-15.5.1\",\"title\":\"{title}\",\"status\":{status},\"traceId\":\"00-0123456789abcdef-0123-00\"}}"))
                .by(OTHER, "Kestrel")
                .told_by_header("Kestrel"),
        );
    }
    all
}

#[expect(clippy::too_many_lines, reason = "a list of answers")]
fn python() -> Vec<Answer> {
    let mut all = Vec::new();
    for (status, body) in [
        (
            401,
            r#"{"detail":"Authentication credentials were not provided."}"#,
        ),
        (
            403,
            r#"{"detail":"You do not have permission to perform this action."}"#,
        ),
        (404, r#"{"detail":"Not found."}"#),
        (405, r#"{"detail":"Method \"GET\" not allowed."}"#),
        (
            415,
            r#"{"detail":"Unsupported media type \"text/plain\" in request."}"#,
        ),
        (
            429,
            r#"{"detail":"Request was throttled. Expected available in 42 seconds."}"#,
        ),
    ] {
        all.push(
            answer(
                format!("Django REST framework {status}"),
                "api.example.com",
                status,
            )
            .headers(&[
                ("Server", "gunicorn"),
                ("Vary", "Accept"),
                ("Allow", "GET, HEAD, OPTIONS"),
                ("X-Frame-Options", "DENY"),
            ])
            .json(body)
            .by(OTHER, "")
            .told_by_header("gunicorn"),
        );
    }
    for (status, body) in [
        (401, r#"{"detail":"Not authenticated"}"#),
        (404, r#"{"detail":"Not Found"}"#),
        (
            422,
            r#"{"detail":[{"type":"missing","loc":["query","id"],"msg":"Field required","input":null}]}"#,
        ),
        (500, "Internal Server Error"),
    ] {
        all.push(
            answer(format!("FastAPI {status}"), "api.example.com", status)
                .header("Server", "uvicorn")
                .json(body)
                .by(OTHER, "uvicorn")
                .told_by_header("uvicorn"),
        );
    }
    all.push(
        answer(
            "FastAPI behind something that hides it",
            "api.example.com",
            404,
        )
        .json(r#"{"detail":"Not Found"}"#)
        .by(OTHER, "detail"),
    );
    all.push(
        answer("Django with DEBUG", "api.example.com", 404)
            .header("Server", "WSGIServer/0.2 CPython/3.12.3")
            .html("<!DOCTYPE html><html lang=\"en\"><head><title>Page not found at /v1/orders/7</title></head><body><p>You're seeing this error because you have <code>DEBUG = True</code> in your Django settings file.</p></body></html>")
            .by(OTHER, "DEBUG = True")
            .told_by_header("WSGIServer/0.2 CPython/3.12.3")
            .told_by_body(),
    );
    all.push(
        answer("Django without DEBUG", "api.example.com", 404)
            .headers(&[("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff")])
            .html("\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n</body>\n</html>\n")
            .by(OTHER, ""),
    );
    all.push(
        answer("Flask 404", "api.example.com", 404)
            .header("Server", "Werkzeug/3.0.1 Python/3.12.3")
            .html("<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n")
            .by(OTHER, "If you entered the URL manually")
            .told_by_header("Werkzeug/3.0.1 Python/3.12.3")
            .told_by_body(),
    );
    all.push(
        answer("Flask 500", "api.example.com", 500)
            .header("Server", "gunicorn/20.1.0")
            .html("<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n<p>The server encountered an internal error and was unable to complete your request.</p>\n")
            .by(OTHER, "gunicorn/20.1.0")
            .told_by_header("gunicorn/20.1.0"),
    );
    all.push(
        answer("Tornado", "api.example.com", 403)
            .header("Server", "TornadoServer/6.4")
            .html("<html><title>403: Forbidden</title><body>403: Forbidden</body></html>")
            .by(OTHER, "TornadoServer/6.4")
            .told_by_header("TornadoServer/6.4"),
    );
    all
}

fn ruby_and_php() -> Vec<Answer> {
    vec![
        answer("Rails 404", "www.example.com", 404)
            .headers(&[("X-Request-Id", "80003691-2044-4ae2-a728-11f969481674"), ("X-Runtime", "0.004321")])
            .html("<!DOCTYPE html>\n<html>\n<head>\n  <title>The page you were looking for doesn't exist (404)</title>\n</head>\n<body><h1>The page you were looking for doesn't exist.</h1></body></html>\n")
            .by(OTHER, "The page you were looking for doesn")
            .told_by_header("0.004321")
            .told_by_body(),
        answer("Rails 500", "www.example.com", 500)
            .headers(&[("X-Request-Id", "80003691-2044-4ae2-a728-11f969481674"), ("X-Runtime", "0.104321")])
            .html("<!DOCTYPE html>\n<html>\n<head>\n  <title>We're sorry, but something went wrong (500)</title>\n</head>\n<body></body></html>\n")
            .by(OTHER, "We're sorry")
            .told_by_header("0.104321")
            .told_by_body(),
        answer("Rails API", "api.example.com", 404)
            .headers(&[("X-Request-Id", "80003691-2044-4ae2-a728-11f969481674"), ("X-Runtime", "0.004321")])
            .body("application/json; charset=UTF-8", r#"{"status":404,"error":"Not Found"}"#)
            .by(OTHER, "0.004321")
            .told_by_header("0.004321"),
        answer("Devise", "api.example.com", 401)
            .headers(&[("X-Runtime", "0.002"), ("WWW-Authenticate", "Bearer")])
            .json(r#"{"error":"You need to sign in or sign up before continuing."}"#)
            .by(OTHER, "0.002")
            .told_by_header("0.002"),
        answer("Laravel 401", "api.example.com", 401)
            .headers(&[("Cache-Control", "no-cache, private"), ("X-Powered-By", "PHP/8.2.12")])
            .json(r#"{"message":"Unauthenticated."}"#)
            .by(OTHER, "")
            .told_by_header("PHP/8.2.12"),
        answer("Laravel 403", "api.example.com", 403)
            .headers(&[("Cache-Control", "no-cache, private"), ("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "59")])
            .json(r#"{"message":"This action is unauthorized."}"#)
            .by(OTHER, ""),
        answer("Laravel 429", "api.example.com", 429)
            .headers(&[("Cache-Control", "no-cache, private"), ("X-RateLimit-Limit", "60"), ("Retry-After", "42")])
            .json(r#"{"message":"Too Many Attempts."}"#)
            .by(OTHER, ""),
        answer("Laravel 500 in detail", "api.example.com", 500)
            .header("Cache-Control", "no-cache, private")
            .json(r#"{"message":"Server Error","exception":"Illuminate\\Database\\QueryException","file":"/app/x.php","line":7,"trace":[]}"#)
            .by(OTHER, ""),
        answer("Laravel 422", "api.example.com", 422)
            .header("Cache-Control", "no-cache, private")
            .json(r#"{"message":"The email field is required.","errors":{"email":["The email field is required."]}}"#)
            .by(OTHER, ""),
        answer("WordPress", "www.example.com", 404)
            .headers(&[("X-Powered-By", "PHP/8.2.12"), ("Link", "<https://www.example.com/wp-json/>; rel=\"https://api.w.org/\"")])
            .json(r#"{"code":"rest_no_route","message":"No route was found matching the URL and request method.","data":{"status":404}}"#)
            .by(OTHER, "PHP/8.2.12")
            .told_by_header("PHP/8.2.12"),
    ]
}

fn go_and_rpc() -> Vec<Answer> {
    vec![
        answer("Go 404", "api.example.com", 404)
            .header("X-Content-Type-Options", "nosniff")
            .body("text/plain; charset=utf-8", "404 page not found\n")
            .by(OTHER, "404 page not found"),
        answer("Go 405", "api.example.com", 405)
            .headers(&[
                ("Allow", "GET, HEAD"),
                ("X-Content-Type-Options", "nosniff"),
            ])
            .body("text/plain; charset=utf-8", "Method Not Allowed\n")
            .by(OTHER, ""),
        answer("Gin", "api.example.com", 401)
            .body(
                "application/json; charset=utf-8",
                r#"{"code":401,"message":"cookie token is empty"}"#,
            )
            .by(OTHER, ""),
        answer("Echo", "api.example.com", 404)
            .body(
                "application/json; charset=UTF-8",
                "{\"message\":\"Not Found\"}\n",
            )
            .by(OTHER, ""),
        answer("Echo 401", "api.example.com", 401)
            .body(
                "application/json; charset=UTF-8",
                "{\"message\":\"Unauthorized\"}\n",
            )
            .by(OTHER, ""),
        answer("gRPC-web", "api.example.com", 503)
            .headers(&[("grpc-status", "14"), ("grpc-message", "unavailable")])
            .body("application/grpc-web+proto", "")
            .by(OTHER, "14")
            .told_by_header("14"),
        answer("gRPC refused", "api.example.com", 403)
            .headers(&[("grpc-status", "7"), ("grpc-message", "permission denied")])
            .body("application/grpc", "")
            .by(OTHER, "7")
            .told_by_header("7"),
        answer("Actix", "api.example.com", 400)
            .text("Json deserialize error: missing field `id` at line 1 column 2")
            .by(OTHER, ""),
    ]
}

fn graphql() -> Vec<Answer> {
    [
        (400, r#"{"errors":[{"message":"Cannot query field \"x\" on type \"Query\".","locations":[{"line":1,"column":3}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}"#),
        (401, r#"{"errors":[{"message":"You must be logged in","extensions":{"code":"UNAUTHENTICATED"}}]}"#),
        (403, r#"{"errors":[{"message":"Forbidden","locations":[{"line":1,"column":3}],"path":["orders"],"extensions":{"code":"FORBIDDEN"}}],"data":null}"#),
        (500, r#"{"errors":[{"message":"Internal server error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#),
        (400, r#"{"errors":[{"message":"Must provide query string."}]}"#),
    ]
    .into_iter()
    .map(|(status, body)| {
        answer(format!("GraphQL {body}"), "graphql.example.com", status)
            .header("Cache-Control", "no-store")
            .body("application/graphql-response+json; charset=utf-8", body)
            .by(OTHER, "")
    })
    .collect()
}
