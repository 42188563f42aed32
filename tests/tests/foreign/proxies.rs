//! What stands on the client's side: corporate proxies, filters, sign-in pages. They answer in the
//! place of an API's own host, too.

use crate::answer::{Answer, answer};

const PROXY: &[&str] = &["proxy"];
const HOSTS: [&str; 2] = [
    "api.example.com",
    "abc123defg.execute-api.us-east-1.amazonaws.com",
];

/// All of them.
pub(crate) fn all() -> Vec<Answer> {
    let mut all = Vec::new();
    for host in HOSTS {
        all.extend(squid(host));
        all.extend(filters(host));
    }
    all
}

fn squid(host: &str) -> Vec<Answer> {
    [
        (403, "ERR_ACCESS_DENIED", "Access control configuration prevents your request from being allowed at this time."),
        (407, "ERR_CACHE_ACCESS_DENIED", "Sorry, you are not currently allowed to request this from this cache until you have authenticated yourself."),
        (503, "ERR_CONNECT_FAIL", "The system returned: (111) Connection refused"),
        (503, "ERR_DNS_FAIL", "Unable to determine IP address from host name"),
        (504, "ERR_READ_TIMEOUT", "A Timeout occurred while waiting to read data from the network."),
    ]
    .into_iter()
    .map(|(status, code, text)| {
        let one = answer(format!("Squid {code} for {host}"), host, status)
            .headers(&[
                ("Server", "squid/5.7"),
                ("Mime-Version", "1.0"),
                ("X-Squid-Error", &format!("{code} 0")),
                ("Via", "1.1 proxy.example.com (squid/5.7)"),
            ])
            .body("text/html;charset=utf-8", format!(
                "<!DOCTYPE html>\n<html><head><title>ERROR: The requested URL could not be retrieved</title></head>\n<body id={code}>\n<h1>ERROR</h1>\n<p>{text}</p>\n</body></html>\n"
            ))
            .by(PROXY, "ERR")
            .told_by_header("squid")
            .told_by_body();
        if status == 407 {
            one.header("Proxy-Authenticate", "Basic realm=\"proxy\"")
        } else {
            one
        }
    })
    .collect()
}

fn filters(host: &str) -> Vec<Answer> {
    vec![
        answer(format!("Zscaler for {host}"), host, 403)
            .header("Server", "Zscaler/6.2")
            .html("<!DOCTYPE html><html><head><title>Internet Security by Zscaler</title></head><body>Sorry, you don't have permission to visit this site.</body></html>")
            .by(PROXY, "Zscaler")
            .told_by_header("Zscaler/6.2")
            .told_by_body(),
        answer(format!("Blue Coat for {host}"), host, 403)
            .without_date()
            .headers(&[("Cache-Control", "no-cache"), ("Pragma", "no-cache"), ("Proxy-Connection", "close")])
            .body("text/html; charset=utf-8", "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>Access Denied (policy_denied)<p>Your system policy has denied access to the requested URL.</p></BODY></HTML>")
            .by(PROXY, "policy_denied")
            .told_by_header("close")
            .told_by_body(),
        answer(format!("Blue Coat, content filter, for {host}"), host, 403)
            .without_date()
            .header("Proxy-Connection", "Keep-Alive")
            .html("<html><head><title>Request denied</title></head><body>Your request was denied because of its content categorization: \"Web Hosting\"</body></html>")
            .by(PROXY, "denied because of its content categorization")
            .told_by_header("Keep-Alive")
            .told_by_body(),
        answer(format!("McAfee for {host}"), host, 403)
            .header("Via", "1.1 10.1.2.3 (McAfee Web Gateway 11.2.8.41712)")
            .html("<html><head><title>McAfee Web Gateway - Notification</title></head><body>The requested URL was blocked by the URL Filter.</body></html>")
            .by(PROXY, "McAfee Web Gateway")
            .told_by_header("McAfee")
            .told_by_body(),
        answer(format!("FortiGuard for {host}"), host, 403)
            .without_date()
            .header("X-Frame-Options", "SAMEORIGIN")
            .html("<!DOCTYPE html><html><head><title>Web Filter Violation</title></head><body><h1>FortiGuard Intrusion Prevention - Access Blocked</h1><p>Web Page Blocked</p></body></html>")
            .by(PROXY, "FortiGuard")
            .told_by_body(),
        answer(format!("Palo Alto for {host}"), host, 503)
            .without_date()
            .header("Connection", "close")
            .html("<html><head><title>Web Page Blocked</title></head><body><h1>Web Page Blocked</h1><p>Access to the web page you were trying to visit has been blocked in accordance with company policy. (Palo Alto Networks)</p></body></html>")
            .by(PROXY, "Palo Alto Networks")
            .told_by_body(),
        answer(format!("Cisco Umbrella for {host}"), host, 403)
            .html("<html><head><title>Site Blocked</title><script>location='https://block.opendns.com/main?url=x'</script></head><body>This site is blocked.</body></html>")
            .by(PROXY, "block.opendns.com")
            .told_by_body(),
        answer(format!("Netskope for {host}"), host, 403)
            .html("<html><head><title>Netskope | Blocked</title></head><body>This activity was blocked by your organization. Netskope</body></html>")
            .by(PROXY, "Netskope")
            .told_by_body(),
        answer(format!("mitmproxy for {host}"), host, 502)
            .header("Server", "mitmproxy 10.1.1")
            .html("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><p>[Errno -2] Name or service not known</p></body></html>")
            .by(PROXY, "mitmproxy")
            .told_by_header("mitmproxy 10.1.1"),
        answer(format!("proxy that wants a password, for {host}"), host, 407)
            .headers(&[("Proxy-Authenticate", "Negotiate"), ("Connection", "close")])
            .html("<html><head><title>Authentication required</title></head><body></body></html>")
            .by(PROXY, "Negotiate")
            .told_by_header("Negotiate"),
        answer(format!("sign-in page for {host}"), host, 511)
            .header("Cache-Control", "no-store")
            .html("<html><head><title>Network Authentication Required</title><meta http-equiv=\"refresh\" content=\"0; url=https://login.example.net/\"></head><body>captive portal</body></html>")
            .by(PROXY, "")
            .told_by_body(),
    ]
}
