//! What the reader should know besides the causes.

use alloc::vec::Vec;

use crate::facts::{ApiKind, Facts};
use crate::gateway_response;
use crate::lookup;
use crate::origin::Side;
use crate::rank::Standing;
use crate::report::{Note, NoteKind};
use crate::rule::{Family, GATEWAY};
use crate::text::{Lang, Text};

/// The notes on one exchange.
pub(crate) fn notes(facts: &Facts<'_>, shown: &[Standing], lang: Lang) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut say = |kind: NoteKind, text: Text| {
        notes.push(Note {
            kind,
            text: facts.values.say(text, lang),
        });
    };
    match lookup::compared(facts) {
        Some(compared) if compared.equal => say(NoteKind::Input, LOOKUPS_AGREE),
        Some(_) => say(NoteKind::Input, LOOKUPS_DIFFER),
        None => {}
    }
    if shown.is_empty() {
        return notes;
    }
    if masked_by_cors(facts) {
        say(
            NoteKind::CorsMasked,
            if facts.api == Some(ApiKind::Http) {
                CORS_MASKED_HTTP
            } else {
                CORS_MASKED
            },
        );
    }
    if withheld(facts) {
        say(NoteKind::BodyWithheld, BODY_WITHHELD);
    }
    if let Some(customised) = gateway_response::customised(facts) {
        let mut values = facts.values.clone();
        customised.fill(&mut values);
        notes.push(Note {
            kind: NoteKind::CustomisedResponse,
            text: values.say(customised.words(), lang),
        });
    }
    let leading = shown[0].rule;
    if let Some(text) = about_logs(facts, &shown[0]) {
        let mut words = facts.values.say(text, lang);
        if let Some(how) = how_to_log(text) {
            if lang == Lang::En {
                words.push(' ');
            }
            words += &facts.values.command(how, lang);
        }
        notes.push(Note {
            kind: NoteKind::LogsAbsent,
            text: words,
        });
    }
    if leaves_more_to_capture(facts, &shown[0]) {
        notes.push(Note::input(facts.values.command(CAPTURE_MORE, lang)));
    }
    let mut say = |kind: NoteKind, text: Text| {
        notes.push(Note {
            kind,
            text: facts.values.say(text, lang),
        });
    };
    let policy = leading.id.starts_with("resource-policy")
        || leading.id == "cross-account-iam"
        || leading.id == "private-api-vpce-policy";
    if policy {
        say(NoteKind::RedeployNeeded, POLICY_NEEDS_DEPLOYMENT);
    } else if facts.api != Some(ApiKind::Http) && leading.fixes.iter().any(|fix| fix.redeploy) {
        say(NoteKind::RedeployNeeded, REDEPLOY_NEEDED);
    }
    notes
}

/// What logs can tell of such a failure, where none was given.
fn about_logs(facts: &Facts<'_>, first: &Standing) -> Option<Text> {
    if facts.log.access.is_some() || facts.log.has_execution {
        return None;
    }
    let leading = first.rule;
    let is = |ids: &[&str]| ids.contains(&leading.id);
    let failed = facts.evidence.status.is_none_or(|status| status >= 500);
    let is_logged_by_rest = leading.speaker == GATEWAY && facts.api != Some(ApiKind::WebSocket);
    Some(if is(LEAVES_NO_LOG) {
        LOGS_ABSENT
    } else if is(NEVER_ARRIVES) {
        LOGS_OF_NO_STAGE
    } else if is(TOO_MANY_TO_LOG) {
        LOGS_DROPPED
    } else if facts.api == Some(ApiKind::Http) {
        LOGS_ABSENT_HTTP
    } else if matches!(leading.family, Family::Integration | Family::Authorizer)
        && is_logged_by_rest
        && failed
    {
        LOGS_SETTLE_IT
    } else if is_logged_by_rest && !failed && first.percent < SETTLED_FROM {
        LOGS_NAME_IT
    } else {
        return None;
    })
}

/// Percent from which on a reader needs no second opinion.
const SETTLED_FROM: u8 = 70;

/// Where a log would tell: how it is switched on, and how to see whether it is.
fn how_to_log(said: Text) -> Option<Text> {
    match said {
        LOGS_SETTLE_IT | LOGS_NAME_IT => Some(LOGS_ON),
        LOGS_ABSENT_HTTP => Some(LOGS_ON_HTTP),
        _ => None,
    }
}

/// Nothing is settled, and the client could have shown more of the exchange.
fn leaves_more_to_capture(facts: &Facts<'_>, first: &Standing) -> bool {
    let evidence = facts.evidence;
    let is_whole = evidence.request_headers.is_whole_request()
        && (evidence.response_headers.is_whole_response() || evidence.net_error.is_some());
    let is_logged = facts.log.access.is_some() || facts.log.has_execution;
    let is_curls = facts.api != Some(ApiKind::WebSocket);
    first.percent < SETTLED_FROM && !is_whole && !is_logged && is_curls
}

/// The page sent an `Origin`, and the error came back without permission to read it.
pub(crate) fn masked_by_cors(facts: &Facts<'_>) -> bool {
    let evidence = facts.evidence;
    let failed = evidence.status.is_some_and(|status| status >= 400);
    let from_elsewhere = evidence.request_headers.has("origin")
        || evidence.request_headers.first("sec-fetch-site") == Some("cross-site");
    let blocked = evidence.net_error.is_some() || evidence.body_withheld;
    let permitted = evidence.response_headers.has("access-control-allow-origin");
    failed
        && !permitted
        && !facts.is_preflight()
        && (blocked || (from_elsewhere && evidence.response_headers.is_whole_response()))
        && facts.origin.who.side() != Side::Nobody
}

fn withheld(facts: &Facts<'_>) -> bool {
    let evidence = facts.evidence;
    evidence.status.is_some()
        && facts.body().is_none()
        && (evidence.body_withheld || facts.announced_length().is_some_and(|length| length > 0))
}

/// Causes whose failures the execution log never shows (Developer Guide, *Monitor REST API
/// execution*; knowledge centre, *missing CloudWatch logs*).
const LEAVES_NO_LOG: &[&str] = &[
    "base-path-mapping-missing",
    "bearer-token-on-missing-route",
    "request-too-large",
    "route-not-found",
    "stage-in-custom-domain-path",
    "stage-not-found",
];

const LOOKUPS_AGREE: Text = text! {
    en: "The two look-ups give the same private addresses: the API's name leads to the VPC endpoint, and DNS is as it should be for a private API.",
    ja: "2つの名前解決の結果は同じプライベートIPアドレスです。APIの名前はVPCエンドポイントに解決されており、プライベートAPIのDNSは正常です。",
};
const LOOKUPS_DIFFER: Text = text! {
    en: "The two look-ups give different addresses: the API's own name does not lead to the VPC endpoint from here. Call a private API by {vpce_name} with the header x-apigw-api-id: {api}, or turn private DNS on.",
    ja: "2つの名前解決の結果が異なります。ここからはAPI自身の名前がVPCエンドポイントに解決されません。プライベートAPIは{vpce_name}にヘッダーx-apigw-api-id: {api}を付けて呼び出すか、プライベートDNSを有効にしてください。",
};
/// Causes that keep a request from any stage, and so from every log of the API.
const NEVER_ARRIVES: &[&str] = &[
    "connection-timeout",
    "default-endpoint-disabled",
    "host-or-apigw-id-header-missing",
    "private-api-public-call",
    "private-dns-hostname",
];

/// Many refusals at once are not all logged.
const TOO_MANY_TO_LOG: &[&str] = &["account-throttle", "usage-plan-throttle-or-quota"];

const CORS_MASKED: Text = text! {
    en: "The page sees only “Failed to fetch” or a CORS error: this answer carries no Access-Control-Allow-Origin, because gateway responses have no CORS headers unless they are added to DEFAULT_4XX and DEFAULT_5XX. CORS is not the cause; mend the cause that this report names first.",
    ja: "ページからは「Failed to fetch」やCORSエラーとしか見えません。ゲートウェイレスポンスには、DEFAULT_4XXとDEFAULT_5XXに追加しない限りCORSヘッダーが付かず、この応答にもAccess-Control-Allow-Originがないためです。CORSは原因ではありません。先にこの診断の原因を直してください。",
};
const CORS_MASKED_HTTP: Text = text! {
    en: "The page sees only “Failed to fetch” or a CORS error: this answer carries no Access-Control-Allow-Origin. An HTTP API adds it to its own errors only where CORS is configured on the API and the origin is allowed. CORS is not the cause of the status; mend the cause that this report names first.",
    ja: "ページからは「Failed to fetch」やCORSエラーとしか見えません。この応答にAccess-Control-Allow-Originがないためです。HTTP APIがエラーにもこのヘッダーを付けるのは、APIにCORSを設定し、そのオリジンを許可しているときだけです。このステータスの原因はCORSではありません。先にこの診断の原因を直してください。",
};
const BODY_WITHHELD: Text = text! {
    en: "The browser withheld the response body. The diagnosis rests on the status, the headers, the URL and the request; the same call from curl shows the message.",
    ja: "ブラウザーがレスポンスの本文を渡していません。診断はステータス、ヘッダー、URL、リクエストに基づきます。同じ呼び出しをcurlで行うとメッセージを確認できます。",
};
const LOGS_ABSENT: Text = text! {
    en: "The execution log holds no line for such a request, because it is refused before a method is executed. The access log may have one.",
    ja: "このようなリクエストはメソッドの実行前に拒否されるため、実行ログには記録されません。アクセスログには残ることがあります。",
};
const LOGS_OF_NO_STAGE: Text = text! {
    en: "The API's logs hold no line for a request that never reached one of its stages. An empty log with logging on therefore fits: look at the policies that stand in the way first, then at the form of the invoke URL.",
    ja: "どのステージにも届かなかったリクエストは、APIのログに記録されません。ログが有効なのに記録がなければ、この原因と一致します。まず経路上のポリシーを、次に呼び出しURLの形式を確認してください。",
};
const LOGS_DROPPED: Text = text! {
    en: "The logs need not hold a line for each 429: when many requests are refused at once, API Gateway leaves some out.",
    ja: "429がすべてログに残るとは限りません。大量に拒否されたときは、一部が記録されないことがあります。",
};
const LOGS_SETTLE_IT: Text = text! {
    en: "The execution log API-Gateway-Execution-Logs_{api}/{stage} settles this. If it is missing or stays empty, switch it on and call again; only an internal failure of API Gateway leaves no line even so.",
    ja: "実行ログAPI-Gateway-Execution-Logs_{api}/{stage}を見れば確定できます。ロググループがない場合や空のままの場合は、ログを有効にして呼び出し直してください。それでも記録されないのは、API Gateway内部の障害だけです。",
};
const LOGS_NAME_IT: Text = text! {
    en: "The stage's access log names the reason where its format has $context.error.responseType, $context.error.message, $context.authorizer.error and $context.wafResponseCode. The execution log API-Gateway-Execution-Logs_{api}/{stage} shows how far the call came.",
    ja: "アクセスログの形式に$context.error.responseType、$context.error.message、$context.authorizer.error、$context.wafResponseCodeを含めると、理由が記録されます。実行ログAPI-Gateway-Execution-Logs_{api}/{stage}では、呼び出しがどこまで進んだかがわかります。",
};
const LOGS_ON: Text = text! {
    en: "To see whether logging is on: “aws apigateway get-account --region {region} --query cloudwatchRoleArn” names a role with AmazonAPIGatewayPushToCloudWatchLogs that apigateway.amazonaws.com may assume; “aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query \"[methodSettings, accessLogSettings]\"” shows the log level, the methods that override it, and the access log. Switch it on under Settings > Logging and Stages > Logs and tracing.",
    ja: "ログが有効かどうかは、「aws apigateway get-account --region {region} --query cloudwatchRoleArn」でロール（AmazonAPIGatewayPushToCloudWatchLogsを持ち、apigateway.amazonaws.comが引き受けられるもの）を、「aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query \"[methodSettings, accessLogSettings]\"」でログレベル、メソッドごとの上書き、アクセスログを確認してください。有効にする画面は、設定 > ログ記録と、ステージ > ログとトレースです。",
};
const LOGS_ON_HTTP: Text = text! {
    en: "To switch it on: aws apigatewayv2 update-stage --api-id {api} --stage-name {stage} --region {region} --access-log-settings '{\"DestinationArn\":\"<log-group-arn>\",\"Format\":\"$context.requestId $context.routeKey $context.status $context.error.message $context.authorizer.error $context.integrationErrorMessage\"}'",
    ja: "有効にするには: aws apigatewayv2 update-stage --api-id {api} --stage-name {stage} --region {region} --access-log-settings '{\"DestinationArn\":\"<log-group-arn>\",\"Format\":\"$context.requestId $context.routeKey $context.status $context.error.message $context.authorizer.error $context.integrationErrorMessage\"}'",
};
const CAPTURE_MORE: Text = text! {
    en: "What would tell these causes apart was not all captured. Repeat the call as curl -v -X {method} \"{url}\" and read the whole output here, or save a HAR in the network panel of the browser.",
    ja: "原因を見分けるための情報が、すべては取得できていません。curl -v -X {method} \"{url}\" で呼び出し直した出力全体か、ブラウザーのネットワークパネルで保存したHARを読み込んでください。",
};
const LOGS_ABSENT_HTTP: Text = text! {
    en: "HTTP APIs write no execution log. An access log with $context.error.message, $context.authorizer.error and $context.integrationErrorMessage tells the reason.",
    ja: "HTTP APIに実行ログはありません。$context.error.message、$context.authorizer.error、$context.integrationErrorMessageを含むアクセスログに理由が記録されます。",
};
const POLICY_NEEDS_DEPLOYMENT: Text = text! {
    en: "A changed resource policy works only after the API is deployed again, and about ten seconds more. A caller with an assumed or federated role may need a new session.",
    ja: "リソースポリシーの変更は、APIを再デプロイしてから10秒ほどで反映されます。AssumeRoleやフェデレーションのロールで呼び出している場合は、新しいセッションが必要なことがあります。",
};
const REDEPLOY_NEEDED: Text = text! {
    en: "A changed REST API reaches its callers only after it is deployed to the stage again.",
    ja: "REST APIの変更は、ステージに再デプロイするまで呼び出し元に反映されません。",
};
