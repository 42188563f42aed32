//! Web servers: their own pages, statuses and versions.

use crate::answer::{Answer, answer};

const OTHER: &[&str] = &["other"];

/// All of them.
pub(crate) fn all() -> Vec<Answer> {
    let mut all = nginx();
    all.extend(apache());
    all.extend(microsoft());
    all.extend(java());
    all.extend(small_ones());
    all
}

fn nginx() -> Vec<Answer> {
    let titles = [
        (400, "400 Bad Request"),
        (401, "401 Authorization Required"),
        (403, "403 Forbidden"),
        (404, "404 Not Found"),
        (405, "405 Not Allowed"),
        (408, "408 Request Time-out"),
        (411, "411 Length Required"),
        (413, "413 Request Entity Too Large"),
        (414, "414 Request-URI Too Large"),
        (415, "415 Unsupported Media Type"),
        (421, "421 Misdirected Request"),
        (429, "429 Too Many Requests"),
        (494, "400 Request Header Or Cookie Too Large"),
        (495, "400 The SSL certificate error"),
        (496, "400 No required SSL certificate was sent"),
        (497, "400 The plain HTTP request was sent to HTTPS port"),
        (500, "500 Internal Server Error"),
        (501, "501 Not Implemented"),
        (502, "502 Bad Gateway"),
        (503, "503 Service Temporarily Unavailable"),
        (504, "504 Gateway Time-out"),
    ];
    let servers = ["nginx/1.24.0", "nginx", "nginx/1.18.0 (Ubuntu)"];
    let hosts = ["api.example.com", "www.example.com", "api.example.co.jp"];
    let mut all = Vec::new();
    for (at, (status, title)) in titles.iter().enumerate() {
        let server = servers[at % servers.len()];
        let below = server.replace(" (Ubuntu)", "");
        let page = format!(
            "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>{below}</center>\r\n</body>\r\n</html>\r\n"
        );
        all.push(
            answer(format!("nginx {status}"), hosts[at % hosts.len()], *status)
                .headers(&[("Server", server), ("Connection", "keep-alive")])
                .html(page)
                .by(OTHER, "nginx")
                .told_by_header(server)
                .told_by_body(),
        );
    }
    for (server, below) in [
        ("openresty/1.25.3.1", "openresty"),
        ("Tengine/2.4.1", "tengine"),
    ] {
        all.push(
            answer(format!("{server} 502"), "api.example.com", 502)
                .header("Server", server)
                .html(format!("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>{below}</center>\r\n</body>\r\n</html>\r\n"))
                .by(OTHER, below)
                .told_by_header(server)
                .told_by_body(),
        );
    }
    all.push(
        answer(
            "nginx with an error page of the owner's",
            "api.example.com",
            403,
        )
        .header("Server", "nginx")
        .json(r#"{"message":"Forbidden"}"#)
        .by(OTHER, "nginx")
        .told_by_header("nginx"),
    );
    all.push(
        answer("nginx that hides its name in the page", "api.example.com", 404)
            .header("Server", "nginx")
            .html("<html>\n<head><title>404 Not Found</title></head>\n<body>\n<center><h1>404 Not Found</h1></center>\n</body>\n</html>\n")
            .by(OTHER, "nginx")
            .told_by_header("nginx"),
    );
    all
}

fn apache() -> Vec<Answer> {
    let mut all = Vec::new();
    for (status, title, text) in [
        (
            400,
            "400 Bad Request",
            "Your browser sent a request that this server could not understand.",
        ),
        (
            401,
            "401 Unauthorized",
            "This server could not verify that you are authorized to access the document requested.",
        ),
        (
            403,
            "403 Forbidden",
            "You don't have permission to access this resource.",
        ),
        (
            404,
            "404 Not Found",
            "The requested URL was not found on this server.",
        ),
        (
            405,
            "405 Method Not Allowed",
            "The requested method POST is not allowed for this URL.",
        ),
        (
            413,
            "413 Request Entity Too Large",
            "The requested resource does not allow request data with GET requests, or the amount of data exceeds the limit.",
        ),
        (
            500,
            "500 Internal Server Error",
            "The server encountered an internal error or misconfiguration and was unable to complete your request.",
        ),
        (
            502,
            "502 Proxy Error",
            "The proxy server received an invalid response from an upstream server.",
        ),
        (
            503,
            "503 Service Unavailable",
            "The server is temporarily unable to service your request due to maintenance downtime or capacity problems.",
        ),
        (
            504,
            "504 Gateway Timeout",
            "The gateway did not receive a timely response from the upstream server or application.",
        ),
    ] {
        let name = &title[4..];
        all.push(
            answer(format!("Apache {status}"), "www.example.com", status)
                .header("Server", "Apache/2.4.58 (Ubuntu)")
                .body("text/html; charset=iso-8859-1", format!(
                    "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>{title}</title>\n</head><body>\n<h1>{name}</h1>\n<p>{text}</p>\n<hr>\n<address>Apache/2.4.58 (Ubuntu) Server at www.example.com Port 443</address>\n</body></html>\n"
                ))
                .by(OTHER, "Apache")
                .told_by_header("Apache/2.4.58 (Ubuntu)")
                .told_by_body(),
        );
    }
    all.push(
        answer("Apache without its signature", "www.example.com", 404)
            .header("Server", "Apache")
            .body("text/html; charset=iso-8859-1", "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n")
            .by(OTHER, "")
            .told_by_header("Apache")
            .told_by_body(),
    );
    all
}

fn microsoft() -> Vec<Answer> {
    vec![
        answer("IIS 404", "www.example.com", 404)
            .headers(&[("Server", "Microsoft-IIS/10.0"), ("X-Powered-By", "ASP.NET")])
            .html("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><html><head><title>404 - File or directory not found.</title></head><body><h2>404 - File or directory not found.</h2><h3>The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.</h3></body></html>")
            .by(OTHER, "")
            .told_by_header(""),
        answer("IIS 500 in detail", "www.example.com", 500)
            .headers(&[("Server", "Microsoft-IIS/10.0")])
            .html("<!DOCTYPE html><html><head><title>IIS 10.0 Detailed Error - 500.19</title></head><body><h3>Module: IIS Web Core</h3></body></html>")
            .by(OTHER, "IIS")
            .told_by_header("Microsoft-IIS/10.0"),
        answer("HTTP.sys 400", "www.example.com", 400)
            .headers(&[("Server", "Microsoft-HTTPAPI/2.0"), ("Connection", "close")])
            .html("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"><HTML><HEAD><TITLE>Bad Request</TITLE></HEAD><BODY><h2>Bad Request - Invalid Hostname</h2><hr><p>HTTP Error 400. The request hostname is invalid.</p></BODY></HTML>")
            .by(OTHER, "Invalid Hostname")
            .told_by_header("Microsoft-HTTPAPI/2.0")
            .told_by_body(),
        answer("HTTP.sys 503", "www.example.com", 503)
            .headers(&[("Server", "Microsoft-HTTPAPI/2.0"), ("Connection", "close")])
            .html("<HTML><HEAD><TITLE>Service Unavailable</TITLE></HEAD><BODY><h2>Service Unavailable</h2><hr><p>HTTP Error 503. The service is unavailable.</p></BODY></HTML>")
            .by(OTHER, "Microsoft-HTTPAPI/2.0")
            .told_by_header("Microsoft-HTTPAPI/2.0"),
        answer("ASP.NET yellow page", "www.example.com", 500)
            .headers(&[("Server", "Microsoft-IIS/10.0"), ("X-AspNet-Version", "4.0.30319")])
            .html("<!DOCTYPE html><html><head><title>Runtime Error</title></head><body><h1>Server Error in '/' Application.</h1></body></html>")
            .by(OTHER, "Server Error in '/' Application")
            .told_by_header("4.0.30319")
            .told_by_body(),
    ]
}

fn java() -> Vec<Answer> {
    vec![
        answer("Tomcat 404", "api.example.com", 404)
            .body("text/html;charset=utf-8", "<!doctype html><html lang=\"en\"><head><title>HTTP Status 404 – Not Found</title></head><body><h1>HTTP Status 404 – Not Found</h1><hr class=\"line\" /><p><b>Type</b> Status Report</p><h3>Apache Tomcat/9.0.80</h3></body></html>")
            .by(OTHER, "Apache Tomcat")
            .told_by_body(),
        answer("Tomcat 500", "api.example.com", 500)
            .header("Server", "Apache-Coyote/1.1")
            .body("text/html;charset=utf-8", "<html><head><title>Apache Tomcat/7.0.76 - Error report</title></head><body><h1>HTTP Status 500 - </h1></body></html>")
            .by(OTHER, "Apache Tomcat")
            .told_by_header("Apache-Coyote/1.1")
            .told_by_body(),
        answer("Jetty 404", "api.example.com", 404)
            .header("Server", "Jetty(11.0.15)")
            .body("text/html;charset=iso-8859-1", "<html>\n<head><title>Error 404 Not Found</title></head>\n<body><h2>HTTP ERROR 404 Not Found</h2>\n<table><tr><th>URI:</th><td>/v1/orders/7</td></tr></table>\n<hr/><a href=\"https://eclipse.org/jetty\">Powered by Jetty:// 11.0.15</a><hr/>\n</body>\n</html>\n")
            .by(OTHER, "Jetty")
            .told_by_header("Jetty(11.0.15)")
            .told_by_body(),
    ]
}

fn small_ones() -> Vec<Answer> {
    vec![
        answer("Caddy 502", "api.example.com", 502)
            .header("Server", "Caddy")
            .empty()
            .by(OTHER, "Caddy")
            .told_by_header("Caddy"),
        answer("lighttpd 404", "api.example.com", 404)
            .header("Server", "lighttpd/1.4.71")
            .html("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>\n")
            .by(OTHER, "lighttpd/1.4.71")
            .told_by_header("lighttpd/1.4.71"),
        answer("LiteSpeed 403", "www.example.com", 403)
            .header("Server", "LiteSpeed")
            .html("<!DOCTYPE html><html><head><title> 403 Forbidden</title></head><body><h1>403</h1><h2>Forbidden</h2><p>Access to this resource on the server is denied!</p></body></html>")
            .by(OTHER, "LiteSpeed")
            .told_by_header("LiteSpeed"),
        answer("a server that names nothing", "api.example.com", 500)
            .html("<h1>Oops</h1>")
            .by(OTHER, ""),
        answer("a server that says nothing", "api.example.com", 403)
            .empty()
            .by(OTHER, "")
            .told_by_header(""),
    ]
}
