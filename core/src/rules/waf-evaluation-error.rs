//! AWS WAF was asked about the request and did not answer in time.
//!
//! The gateway cannot know whether the request would have passed, so it can refuse it. To the
//! caller this looks like any block or like an internal error; only the access log's WAF variables
//! tell it apart. It passes by itself, which a block does not.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "waf-evaluation-error",
    since: "0.1.0",
    family: Family::Edge,
    statuses: &[403, 500],
    prior: Prior::Rare,
    speaker: ANYONE,
    title: text! {
        en: "AWS WAF could not evaluate the request",
        ja: "AWS WAFがリクエストを評価できませんでした",
    },
    why: text! {
        en: "Before anything else, API Gateway asks the stage's web ACL about each request. \
             Where the evaluation fails or takes too long, there is no verdict, and the gateway can refuse the request rather than let it through. \
             $context.waf.error and $context.waf.status in the access log hold what went wrong.",
        ja: "API Gatewayは、最初にステージのウェブACLでリクエストを評価します。\
             評価が失敗したり時間がかかりすぎたりすると判定が得られず、API Gatewayがリクエストを通さずに拒否することがあります。\
             アクセスログの$context.waf.errorと$context.waf.statusに、その内容が記録されます。",
    },
    signals: &[
        Requires(Fact("log", looks::waf_call_failed)),
        Proves(
            Fact("log", looks::waf_call_failed),
            text! {
                en: "The access log holds an error of the WAF call",
                ja: "アクセスログにWAFの呼び出しエラーが記録されています",
            },
        ),
        Opposes(
            Log("WAF_BLOCK"),
            text! {
                en: "The log says that WAF did decide, and blocked",
                ja: "ログによれば、WAFは評価を終えてブロックしています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See how often the WAF call fails, and how long it takes",
                ja: "WAFの呼び出しの失敗頻度と所要時間を確認する",
            },
            Text::same("aws apigateway update-stage --rest-api-id {api} --stage-name {stage} --region {region} --patch-operations op=replace,path=/accessLogSettings/format,value='$context.requestId $context.status $context.waf.status $context.waf.latency $context.waf.error $context.wafResponseCode'"),
            text! {
                en: "If waf.error is set on few lines and the latency is long there, it is a passing failure: retry.",
                ja: "waf.errorのある行が少なく、その行のレイテンシーが長ければ一時的な障害です。再試行してください。",
            },
            text! {
                en: "If wafResponseCode says WAF_BLOCK, a rule blocked the request.",
                ja: "wafResponseCodeがWAF_BLOCKであれば、ルールがブロックしています。",
            },
        )
        .separates(&["waf-block", "api-key-missing-or-invalid"]),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send the request again, with growing pauses",
                ja: "間隔を広げながらリクエストを再送する",
            },
            text! {
                en: "Repeat {method} {url} after one second, then two, then four. If it goes on, give the owner the request id {request_id}.",
                ja: "{method} {url}を1秒、2秒、4秒と間隔を広げて再送してください。続く場合は、リクエストID {request_id}をAPIの所有者に伝えてください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Look at AWS Health for WAF in this region, then at the web ACL",
                ja: "AWS Healthでこのリージョンの状況を確認し、続いてウェブACLを確認する",
            },
            text! {
                en: "AWS Health Dashboard > Service health > AWS WAF ({region}); WAF & Shield > Web ACLs > the ACL: capacity and rules that need much of the body",
                ja: "AWS Health Dashboard > サービスの正常性 > AWS WAF（{region}）。WAF & Shield > Web ACLs > 対象のACL: キャパシティと、本文を広く調べるルール",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Take the web ACL off the stage while the failure lasts, if you can do without it",
                ja: "支障がなければ、障害の間だけステージからウェブACLを外す",
            },
            Text::same("aws wafv2 disassociate-web-acl --resource-arn arn:{partition}:apigateway:{region}::/restapis/{api}/stages/{stage} --region {region}"),
        ),
    ],
    links: &[links::CONTROL_ACCESS_AWS_WAF, links::MAPPING_TEMPLATE_REFERENCE],
};
