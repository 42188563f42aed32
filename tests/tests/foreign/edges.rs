//! Networks and firewalls in front of servers, and platforms that host sites.

use crate::answer::{Answer, answer};

const PROXY: &[&str] = &["proxy"];
const OTHER: &[&str] = &["other"];
const HTML: &str = "text/html; charset=UTF-8";

/// All of them.
pub(crate) fn all() -> Vec<Answer> {
    let mut all = cloudflare();
    all.extend(akamai());
    all.extend(fastly());
    all.extend(firewalls());
    all.extend(platforms());
    all
}

fn at_cloudflare(name: String, status: u16) -> Answer {
    answer(name, "api.example.com", status)
        .headers(&[
            ("Server", "cloudflare"),
            ("CF-RAY", "8d1f2a3b4c5d6e7f-NRT"),
            ("Cache-Control", "private, max-age=0, no-store"),
            ("Referrer-Policy", "same-origin"),
        ])
        .by(PROXY, "")
        .told_by_header("cloudflare")
}

fn cloudflare() -> Vec<Answer> {
    let mut all = Vec::new();
    for (code, title) in [
        (1000, "DNS points to prohibited IP"),
        (1003, "Direct IP access not allowed"),
        (1006, "Access denied"),
        (1009, "Access denied: country or region banned"),
        (1010, "Access denied: browser signature banned"),
        (1012, "Access denied"),
        (1015, "You are being rate limited"),
        (1016, "Origin DNS error"),
        (1020, "Access denied"),
    ] {
        let status = if code == 1015 { 429 } else { 403 };
        all.push(
            at_cloudflare(format!("Cloudflare {code}"), status)
                .body(HTML, format!(
                    "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>{title} | api.example.com used Cloudflare to restrict access</title></head>\n<body><div id=\"cf-wrapper\"><div id=\"cf-error-details\" class=\"p-0\"><h1><span>Error</span> <span>{code}</span></h1><h2>{title}</h2>\n<p>Ray ID: 8d1f2a3b4c5d6e7f</p></div></div></body></html>"
                ))
                .told_by_body(),
        );
        all.push(
            at_cloudflare(format!("Cloudflare {code}, short"), status)
                .body("text/plain; charset=UTF-8", format!("error code: {code}"))
                .told_by_body(),
        );
    }
    for (status, title) in [
        (520, "Web server is returning an unknown error"),
        (521, "Web server is down"),
        (522, "Connection timed out"),
        (523, "Origin is unreachable"),
        (524, "A timeout occurred"),
        (525, "SSL handshake failed"),
        (526, "Invalid SSL certificate"),
        (530, "Origin DNS error"),
    ] {
        all.push(
            at_cloudflare(format!("Cloudflare {status}"), status)
                .body(HTML, format!(
                    "<!DOCTYPE html>\n<html><head><title>api.example.com | {status}: {title}</title></head>\n<body><div id=\"cf-error-details\"><h1>{title}</h1><span>Error code {status}</span>\n<p>Cloudflare Ray ID: <strong>8d1f2a3b4c5d6e7f</strong></p></div></body></html>"
                ))
                .told_by_body(),
        );
    }
    all.push(
        at_cloudflare("Cloudflare's challenge".into(), 403)
            .header("cf-mitigated", "challenge")
            .body(HTML, "<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\"></script></body></html>")
            .told_by_header("challenge")
            .told_by_body(),
    );
    all.push(
        at_cloudflare("Cloudflare in JSON".into(), 429)
            .json(r#"{"type":"https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1015/","title":"Error 1015: You are being rate limited","status":429,"cloudflare_error":true,"ray_id":"8d1f2a3b4c5d6e7f"}"#)
            .told_by_body(),
    );
    all.push(
        at_cloudflare("Cloudflare's nginx".into(), 400)
            .html("<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n")
            .told_by_body(),
    );
    all.push(
        at_cloudflare(
            "Cloudflare, a block with a message of one's own".into(),
            403,
        )
        .json(r#"{"message":"Forbidden"}"#),
    );
    all
}

fn akamai() -> Vec<Answer> {
    [
        (403, "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n \nYou don't have permission to access \"http&#58;&#47;&#47;api&#46;example&#46;com&#47;v1\" on this server.<P>\nReference&#32;&#35;18&#46;5d3d1060&#46;1760260447&#46;1a2b3c4d\n<P>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18&#46;5d3d1060</P>\n</BODY>\n</HTML>\n"),
        (503, "<HTML><HEAD>\n<TITLE>Service Unavailable</TITLE>\n</HEAD><BODY>\n<H1>Service Unavailable - Zero size object</H1>\nThe server is temporarily unable to service your request. Please try again\nlater.<P>\nReference&#32;&#35;15&#46;5d3d1060&#46;1760260447&#46;1a2b3c4d\n</BODY></HTML>\n"),
        (400, "<HTML><HEAD>\n<TITLE>Invalid URL</TITLE>\n</HEAD><BODY>\n<H1>Invalid URL</H1>\nThe requested URL \"&#91;no&#32;URL&#93;\", is invalid.<p>\nReference&#32;&#35;9&#46;5d3d1060&#46;1760260447&#46;1a2b3c4d\n</BODY></HTML>\n"),
        (500, "<HTML><HEAD><TITLE>Error</TITLE></HEAD><BODY>\nAn error occurred while processing your request.<p>\nReference #97.5d3d1060.1760260447.1a2b3c4d\n</BODY></HTML>\n"),
        (504, "<HTML><HEAD><TITLE>Gateway Timeout</TITLE></HEAD><BODY>\nAn error occurred while processing your request.<p>\nReference #97.5d3d1060.1760260448.1a2b3c4e\n</BODY></HTML>\n"),
    ]
    .into_iter()
    .map(|(status, body)| {
        answer(format!("Akamai {status}"), "api.example.com", status)
            .headers(&[
                ("Server", "AkamaiGHost"),
                ("Mime-Version", "1.0"),
                ("Expires", "Mon, 12 Oct 2026 09:14:07 GMT"),
            ])
            .html(body)
            .by(PROXY, "")
            .told_by_header("AkamaiGHost")
            .told_by_body()
    })
    .collect()
}

fn fastly() -> Vec<Answer> {
    let mut all: Vec<Answer> = [
        (500, "Fastly error: unknown domain: api.example.com. Please check that this domain has been added to a service."),
        (503, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n<html><head><title>503 Backend fetch failed</title></head><body><h1>Error 503 Backend fetch failed</h1><p>Backend fetch failed</p><h3>Guru Mediation:</h3><p>Details: cache-nrt-rjtf7700021-NRT 1760260447 1234567890</p><hr><p>Varnish cache server</p></body></html>"),
        (503, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n<html><head><title>503 first byte timeout</title></head><body><h1>Error 503 first byte timeout</h1><p>first byte timeout</p><h3>Guru Meditation:</h3><p>XID: 1234567890</p><hr><p>Varnish cache server</p></body></html>"),
        (421, "Requested host does not match any Subject Alternative Names (SANs) on TLS certificate"),
    ]
    .into_iter()
    .map(|(status, body)| {
        answer(format!("Fastly {status} {}", &body[..20]), "api.example.com", status)
            .headers(&[
                ("Server", "Varnish"),
                ("Via", "1.1 varnish"),
                ("X-Served-By", "cache-nrt-rjtf7700021-NRT"),
                ("X-Cache", "MISS"),
                ("X-Timer", "S1760260447.123456,VS0,VE0"),
            ])
            .html(body)
            .by(PROXY, "")
            .told_by_header("Varnish")
    })
    .collect();
    all.push(
        answer("Varnish", "api.example.com", 503)
            .headers(&[("Server", "Varnish"), ("X-Varnish", "32770"), ("Retry-After", "5")])
            .html("<!DOCTYPE html>\n<html><head><title>503 Backend fetch failed</title></head><body><h1>Error 503 Backend fetch failed</h1><h3>Guru Meditation:</h3><p>XID: 32771</p><hr><p>Varnish cache server</p></body></html>")
            .by(PROXY, "Guru Meditation")
            .told_by_header("Varnish")
            .told_by_body(),
    );
    all
}

fn firewalls() -> Vec<Answer> {
    vec![
        answer("Imperva", "api.example.com", 403)
            .headers(&[("X-Iinfo", "14-12345678-0 0NNN RT(1760260447123 0) q(0 -1 -1 -1) r(0 -1)"), ("X-CDN", "Imperva"), ("Cache-Control", "no-cache, no-store")])
            .html("<html style=\"height:100%\"><head><META NAME=\"ROBOTS\" CONTENT=\"NOINDEX, NOFOLLOW\"></head><body style=\"margin:0px;height:100%\"><iframe id=\"main-iframe\" src=\"/_Incapsula_Resource?SWUDNSAI=31\" frameborder=0>Request unsuccessful. Incapsula incident ID: 443000270203-12345678901234567</iframe></body></html>")
            .by(PROXY, "Incapsula")
            .told_by_header("RT(")
            .told_by_body(),
        answer("DataDome", "api.example.com", 403)
            .headers(&[("Server", "DataDome"), ("X-DataDome", "protected"), ("X-DD-B", "2")])
            .json(r#"{"url":"https://geo.captcha-delivery.com/captcha/?initialCid=AHrlqAAAA&hash=0123"}"#)
            .by(PROXY, "captcha-delivery.com")
            .told_by_header("DataDome")
            .told_by_body(),
        answer("Sucuri", "api.example.com", 403)
            .headers(&[("Server", "Sucuri/Cloudproxy"), ("X-Sucuri-ID", "15015")])
            .html("<html><head><title>Sucuri WebSite Firewall - Access Denied</title></head><body><h1>Access Denied - Sucuri Website Firewall</h1></body></html>")
            .by(PROXY, "Sucuri")
            .told_by_header("Sucuri")
            .told_by_body(),
        answer("F5 BIG-IP", "api.example.com", 403)
            .header("Cache-Control", "no-cache")
            .html("<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 1234567890123456789<br></body></html>")
            .by(PROXY, "The requested URL was rejected")
            .told_by_body(),
        answer("F5 BIG-IP, by its name", "api.example.com", 503)
            .header("Server", "BigIP")
            .empty()
            .by(PROXY, "BigIP")
            .told_by_header("BigIP"),
        answer("Azure Front Door", "api.example.com", 503)
            .headers(&[("x-azure-ref", "20261012T091407Z-17d8f9"), ("X-Cache", "CONFIG_NOCACHE")])
            .html("<html><head><title>Service unavailable</title></head><body><h2>Our services aren't available right now</h2><p>We're working to restore all services as soon as possible.</p></body></html>")
            .by(PROXY, "20261012T091407Z-17d8f9")
            .told_by_header("20261012T091407Z-17d8f9"),
    ]
}

fn platforms() -> Vec<Answer> {
    vec![
        answer("Vercel, missing page", "shop.vercel.app", 404)
            .headers(&[("Server", "Vercel"), ("X-Vercel-Error", "NOT_FOUND"), ("X-Vercel-Id", "hnd1::abcde-1760260447123-0123456789ab")])
            .text("The page could not be found\n\nNOT_FOUND\n\nhnd1::abcde-1760260447123-0123456789ab\n")
            .by(OTHER, "")
            .told_by_header("NOT_FOUND")
            .told_by_body(),
        answer("Vercel, function timed out", "shop.vercel.app", 504)
            .headers(&[("Server", "Vercel"), ("X-Vercel-Error", "FUNCTION_INVOCATION_TIMEOUT")])
            .text("An error occurred with your deployment\n\nFUNCTION_INVOCATION_TIMEOUT\n\nhnd1::abcde-1760260447123-0123456789ab\n")
            .by(OTHER, "FUNCTION_INVOCATION_TIMEOUT".get(..20).unwrap_or(""))
            .told_by_header("FUNCTION_INVOCATION_TIMEOUT")
            .told_by_body(),
        answer("Vercel, no deployment", "api.example.com", 404)
            .headers(&[("Server", "Vercel"), ("X-Vercel-Error", "DEPLOYMENT_NOT_FOUND")])
            .text("The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND\n")
            .by(OTHER, "DEPLOYMENT_NOT_FOUND")
            .told_by_header("DEPLOYMENT_NOT_FOUND")
            .told_by_body(),
        answer("Netlify", "shop.netlify.app", 404)
            .headers(&[("Server", "Netlify"), ("X-Nf-Request-Id", "01J9Z8Y7X6W5V4U3T2S1R0Q9P8")])
            .text("Not Found - Request ID: 01J9Z8Y7X6W5V4U3T2S1R0Q9P8")
            .by(OTHER, "")
            .told_by_header("Netlify"),
        answer("Netlify, a page", "www.example.com", 404)
            .headers(&[("Server", "Netlify"), ("X-Nf-Request-Id", "01J9Z8Y7X6W5V4U3T2S1R0Q9P8"), ("Cache-Control", "public,max-age=0,must-revalidate")])
            .html("<!DOCTYPE html><html lang=\"en\"><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>")
            .by(OTHER, "Netlify")
            .told_by_header("Netlify"),
        answer("GitHub Pages", "docs.example.com", 404)
            .headers(&[("Server", "GitHub.com"), ("X-GitHub-Request-Id", "C0DE:1A2B:3C4D:5E6F:671234AB"), ("Via", "1.1 varnish")])
            .html("<!DOCTYPE html><html><head><title>Site not found &middot; GitHub Pages</title></head><body><h1>404</h1><p><strong>There isn't a GitHub Pages site here.</strong></p></body></html>")
            .by(OTHER, "GitHub")
            .told_by_header("GitHub.com"),
        answer("Firebase Hosting", "shop.web.app", 404)
            .headers(&[("X-Served-By", "cache-nrt-rjtf7700021-NRT"), ("X-Cache", "MISS")])
            .html("<!DOCTYPE html><html><head><title>Site Not Found</title></head><body><h1>Site Not Found</h1><h2>Why am I seeing this?</h2><p>Refer to our <a href=\"https://firebase.google.com/docs/hosting\">hosting documentation</a>.</p></body></html>")
            .by(OTHER, "Site Not Found")
            .told_by_body(),
        answer("Heroku", "shop.herokuapp.com", 503)
            .headers(&[("Server", "Heroku"), ("Via", "1.1 vegur"), ("Cache-Control", "no-cache, no-store")])
            .html("<!DOCTYPE html>\n<html><head><title>Application Error</title></head><body><iframe src=\"https://www.herokucdn.com/error-pages/application-error.html\"></iframe></body></html>")
            .by(OTHER, "herokucdn.com")
            .told_by_header("Heroku")
            .told_by_body(),
        answer("Heroku, no such app", "nothing.herokuapp.com", 404)
            .headers(&[("Server", "Cowboy"), ("Via", "1.1 vegur")])
            .html("<iframe src=\"//www.herokucdn.com/error-pages/no-such-app.html\"></iframe>")
            .by(OTHER, "herokucdn.com")
            .told_by_header("vegur")
            .told_by_body(),
        answer("Railway", "shop.up.railway.app", 404)
            .headers(&[("Server", "railway-edge"), ("X-Railway-Fallback", "true")])
            .json(r#"{"status":"error","code":404,"message":"Application not found","request_id":"abcdefghijklmnop"}"#)
            .by(OTHER, "")
            .told_by_header("railway"),
        answer("Fly.io", "shop.fly.dev", 502)
            .headers(&[("Server", "Fly/0a1b2c3d (2026-10-01)"), ("Via", "1.1 fly.io"), ("Fly-Request-Id", "01J9Z8Y7X6W5V4U3T2S1R0Q9P8-nrt")])
            .empty()
            .by(OTHER, "01J9Z8Y7X6W5V4U3T2S1R0Q9P8-nrt")
            .told_by_header("01J9Z8Y7X6W5V4U3T2S1R0Q9P8-nrt"),
        answer("Render", "shop.onrender.com", 404)
            .headers(&[("rndr-id", "0a1b2c3d-4e5f-4a6b"), ("x-render-routing", "no-server")])
            .text("Not Found\n")
            .by(OTHER, "0a1b2c3d-4e5f-4a6b")
            .told_by_header("0a1b2c3d-4e5f-4a6b"),
    ]
}
