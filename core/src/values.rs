//! The real values of one exchange, which are filled into words and snippets.

use alloc::string::String;

use crate::arn::MethodArn;
use crate::evidence::Evidence;
use crate::facts::{ApiKind, Facts};
use crate::host::{Host, HostForm, is_api_id, partition};
use crate::logs::{self, Told};
use crate::text::Values;
use crate::url::Url;
use crate::{denial, keys, lookup, redact, routing, sigv4, tokens};

/// The values that one exchange gives away.
pub(crate) fn of(facts: &Facts<'_>) -> Values {
    let mut values = Values::default();
    let evidence = facts.evidence;
    from_url(facts, &mut values);
    if let Some(method) = &evidence.method {
        values.set("method", method.to_ascii_uppercase());
    }
    if let Some(name) = facts.origin.speaker_name() {
        values.set_text("speaker", name, Values::default());
    }
    if let Some(status) = evidence.status {
        values.set("status", alloc::format!("{status}"));
    }
    set_asked(evidence, &mut values);
    if let Some(host) = &facts.host {
        values.set("name", host.name.clone());
        if host.form == HostForm::Other {
            values.set("domain", host.name.clone());
        }
        set_from_host(&mut values, host);
    }
    stage_and_path(facts, &mut values);
    if let Some(id) = evidence
        .request_headers
        .first("x-apigw-api-id")
        .map(str::trim)
        .filter(|id| is_api_id(id))
    {
        values.set("api", id);
    }
    if let Some(host) = evidence
        .request_headers
        .first("host")
        .map(Host::parse)
        .filter(Host::is_execute_api)
    {
        set_from_host(&mut values, &host);
    }
    if let Some(arn) = &facts.arn {
        set_from_arn(&mut values, arn);
    }
    if let Some(caller) = facts.texts().find_map(|(text, _)| crate::arn::caller(text)) {
        values.set("caller", caller);
        if let Some(account) = crate::arn::account(caller) {
            values.set("caller_account", account);
        }
    }
    if let Some(origin) = evidence
        .request_headers
        .first("origin")
        .filter(|origin| *origin != "null")
    {
        values.set("origin", origin);
    }
    if let Some(id) = evidence
        .response_headers
        .first("x-amzn-requestid")
        .or_else(|| evidence.response_headers.first("apigw-requestid"))
    {
        values.set("request_id", id);
    }
    if let Some(log) = &evidence.log {
        logs::fill(&mut values, log, &facts.log);
    }
    if let Some(text) = &evidence.curl_text {
        logs::fill(&mut values, text, &Told::quoted(text));
    }
    if let Some(text) = &evidence.curl_text {
        from_names(&mut values, text);
    }
    from_neighbours(facts, &mut values);
    if let (None, Some(vpce), Some(region)) = (
        values.get("vpce_name"),
        values.get("vpce"),
        values.get("region"),
    ) {
        let end = if partition(region) == "aws-cn" {
            ".cn"
        } else {
            ""
        };
        let name =
            alloc::format!("{vpce}-<vpce-dns-suffix>.execute-api.{region}.vpce.amazonaws.com{end}");
        values.set("vpce_name", name);
    }
    if let (None, Some(api)) = (values.get("host"), values.get("api")) {
        let region = values.get("region").unwrap_or("<region>");
        let suffix = values.get("suffix").unwrap_or("amazonaws.com");
        let host = alloc::format!("{api}.execute-api.{region}.{suffix}");
        values.set("host", host);
    }
    set_logged_url(facts, &mut values);
    denial::set_values(facts, &mut values);
    denial::set_service_values(facts, &mut values);
    sigv4::set_values(facts, &mut values);
    tokens::set_values(facts, &mut values);
    keys::set_values(facts, &mut values);
    values
}

/// What the names in a pasted text tell: a look-up, a transcript, a certificate. Nothing that is
/// known already gives way to it.
fn from_names(values: &mut Values, text: &str) {
    for host in lookup::names(text) {
        let same_region = values
            .get("region")
            .is_none_or(|region| host.region.as_deref() == Some(region));
        let same_api = values
            .get("api")
            .is_none_or(|api| host.api_id.as_deref().is_none_or(|id| id == api));
        if !same_region || !same_api {
            continue;
        }
        let mut told = Values::default();
        set_from_host(&mut told, &host);
        values.learn(told);
    }
}

/// The URL and its parts as they stand.
fn from_url(facts: &Facts<'_>, values: &mut Values) {
    let Some(url) = &facts.url else { return };
    let shown = redact::url(facts.evidence.url.as_deref().unwrap_or_default());
    // A host alone, as network stacks name it, would be called over plain HTTP.
    let shown = if url.scheme.is_empty() {
        alloc::format!("https://{shown}")
    } else {
        shown
    };
    values.set("url", shown);
    values.set("path", url.path);
    values.set("full_path", url.path);
    values.set("resource", url.path.trim_start_matches('/'));
    let mut segments = url
        .segments()
        .skip_while(|part| !routing::is_connections(part));
    if let Some(connection) = segments.nth(1) {
        values.set(
            "connection",
            connection.replace("%3D", "=").replace("%3d", "="),
        );
    }
    if let Some(shorter) = without_first_segment(url) {
        values.set("unstaged", redact::url(&shorter));
    }
}

/// What a call that worked tells of this one: the path that was meant, and the other name of the
/// same API, with the stage behind a custom domain's mapping.
fn from_neighbours(facts: &Facts<'_>, values: &mut Values) {
    let Some(own) = &facts.url else { return };
    if let Some(meant) = routing::meant(facts, own) {
        values.set("nearest", meant.path);
    }
    if let (None, Some(vpce)) = (values.get("vpce"), routing::endpoint_seen(facts, values)) {
        values.set("vpce", vpce);
    }
    let Some(twin) = routing::twin(facts, own) else {
        return;
    };
    let host = Host::parse(twin.authority);
    if host.form == HostForm::Other {
        values.set("domain", host.name);
        return;
    }
    set_from_host(values, &host);
    if let Some(stage) = twin.segments().next() {
        values.set("stage", stage);
    }
}

/// The call that a preflight asks for, or the call itself.
fn set_asked(evidence: &Evidence, values: &mut Values) {
    let asked = |name| evidence.request_headers.first(name).map(str::trim);
    let own = || {
        let method = evidence.method.as_deref()?;
        (!method.eq_ignore_ascii_case("OPTIONS")).then_some(method)
    };
    if let Some(method) = asked("access-control-request-method").or_else(own) {
        values.set("asked_method", method.to_ascii_uppercase());
    }
    if let Some(headers) = asked("access-control-request-headers") {
        values.set("asked_headers", headers);
    }
}

/// Where nobody gave a URL, the call as its log or a denial's ARN has it, on the API's default
/// endpoint.
fn set_logged_url(facts: &Facts<'_>, values: &mut Values) {
    let on_stage = !matches!(facts.api, Some(ApiKind::Http | ApiKind::WebSocket));
    let told = facts.evidence.log.is_some() || facts.arn.is_some();
    if facts.url.is_some() || !told || !on_stage {
        return;
    }
    let Some(host) = values.get("host") else {
        return;
    };
    let stage = values.get("stage").unwrap_or("<stage>");
    let path = values.get("path").unwrap_or("/<path>");
    let staged = alloc::format!("/{stage}");
    let has_stage = path
        .strip_prefix(staged.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let url = if has_stage {
        alloc::format!("https://{host}{path}")
    } else {
        alloc::format!("https://{host}{staged}{path}")
    };
    values.set("url", redact::url(&url));
}

/// The same URL with its first path segment, say a stage, taken out.
fn without_first_segment(url: &Url<'_>) -> Option<String> {
    let first = url.segments().next()?;
    let rest = url.path.trim_start_matches('/').strip_prefix(first)?;
    let path = if rest.is_empty() { "/" } else { rest };
    let scheme = if url.scheme.is_empty() {
        "https"
    } else {
        url.scheme
    };
    let query = url.query.map(|query| alloc::format!("?{query}"));
    let query = query.unwrap_or_default();
    Some(alloc::format!("{scheme}://{}{path}{query}", url.authority))
}

fn set_from_host(values: &mut Values, host: &Host) {
    if let Some(id) = &host.api_id {
        values.set("api", id.clone());
    }
    if let Some(region) = &host.region {
        values.set("region", region.clone());
        values.set("partition", partition(region));
    }
    if let Some(vpce) = &host.vpce_id {
        values.set("vpce", vpce.clone());
    }
    if let (true, Some(suffix)) = (host.is_execute_api(), host.suffix) {
        values.set("suffix", suffix);
    }
    if host.form == HostForm::ExecuteApi && !host.name.starts_with('*') {
        values.set("host", host.name.clone());
    }
    if host.form == HostForm::VpceDns {
        values.set("vpce_name", host.name.clone());
    }
}

fn stage_and_path(facts: &Facts<'_>, values: &mut Values) {
    let (Some(url), Some(host)) = (&facts.url, &facts.host) else {
        return;
    };
    // An HTTP API's default stage has no segment of its own; which it is cannot be seen here.
    if !host.has_stage_in_path() || facts.api == Some(ApiKind::Http) {
        return;
    }
    let Some(stage) = url.segments().next() else {
        return;
    };
    // `/favicon.ico`, `/@connections/…`: the stage was left out, and this is the path.
    if routing::cannot_be_stage(stage) {
        return;
    }
    values.set("stage", stage);
    let path = url
        .path
        .trim_start_matches('/')
        .strip_prefix(stage)
        .unwrap_or("");
    values.set("path", if path.is_empty() { "/" } else { path });
    values.set("resource", path.trim_start_matches('/'));
}

fn set_from_arn(values: &mut Values, arn: &MethodArn<'_>) {
    values.set("arn", arn.text);
    if let Some(account) = arn.account {
        values.set("account", account);
    }
    for (name, part) in [
        ("region", arn.region),
        ("stage", arn.stage),
        ("method", arn.method),
    ] {
        if let Some(part) = part {
            values.set(name, part);
        }
    }
    if let Some(api) = arn.api.filter(|api| is_api_id(api)) {
        values.set("api", api);
    }
    if let Some(partition) = arn.partition {
        values.set("partition", partition);
    }
    if let Some(path) = arn.path {
        values.set("path", alloc::format!("/{path}"));
        values.set("resource", path);
    }
}
