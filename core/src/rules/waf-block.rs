//! A web ACL of AWS WAF on the stage blocked the request.
//!
//! WAF is asked before authorizers, API keys and policies, and a block is worded exactly like a
//! refused API key. A custom response of the rule replaces the gateway's words altogether, so the
//! answer may have any status and body. HTTP APIs cannot have a web ACL of their own.

use crate::changes;
use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "waf-block",
    since: "0.1.0",
    family: Family::Edge,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "AWS WAF blocked the request",
        ja: "AWS WAFがリクエストをブロックしました",
    },
    why: text! {
        en: "A web ACL that is associated with the stage sees each request before authorizers, API keys and resource policies do. \
             A rule with the action Block ends it with 403 “Forbidden”, or with the rule's own custom response. \
             Address lists, rate limits, country rules, body sizes and patterns in the body, query, cookies or User-Agent are what rules look at.",
        ja: "ステージに関連付けたウェブACLは、オーソライザー、APIキー、リソースポリシーより先にリクエストを評価します。\
             アクションがBlockのルールに一致すると、403「Forbidden」またはルールのカスタムレスポンスを返します。\
             ルールは、IPアドレス、リクエスト数、国、本文のサイズ、本文・クエリ・Cookie・User-Agentのパターンなどを調べます。",
    },
    signals: &[
        Requires(Any(&[
            Fact("log", logged),
            Fact("response.headers.x-amzn-waf-action", action_header),
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("response.body", looks::maybe_reworded_403),
        ])),
        Proves(
            Fact("log", logged),
            text! {
                en: "The access log says that WAF blocked it",
                ja: "アクセスログに、WAFがブロックしたと記録されています",
            },
        ),
        Proves(
            Fact("response.headers.x-amzn-waf-action", action_header),
            text! {
                en: "WAF answers CAPTCHA and challenge actions with this header",
                ja: "WAFがCAPTCHAやチャレンジのアクションで返すヘッダーです",
            },
        ),
        Suggests(
            Fact("neighbours", same_call_without_payload_worked),
            text! {
                en: "The same method and path worked in this session with another query or body",
                ja: "同じセッションで、同じメソッドとパスがクエリや本文の違いだけで成功しています",
            },
        ),
        Suggests(
            Fact("neighbours", changes::another_client),
            text! {
                en: "The same call worked in this session for another client, and nothing else differs",
                ja: "同じセッションで、同じ呼び出しが別のクライアントから成功しており、ほかに違いはありません",
            },
        ),
        Suggests(
            Fact("url", attack_pattern),
            text! {
                en: "The request holds characters that managed rules take for an attack",
                ja: "マネージドルールが攻撃とみなす文字列がリクエストに含まれています",
            },
        ),
        Suggests(
            Fact("request.body", long_body),
            text! {
                en: "The body is over 8 KB, which the common managed rule set blocks",
                ja: "本文が8 KBを超えており、マネージドルールのコアルールセットではブロックされます",
            },
        ),
        Suggests(
            Fact("request.headers.user-agent", no_user_agent),
            text! {
                en: "The request has no User-Agent, which the common managed rule set blocks",
                ja: "User-Agentがなく、マネージドルールのコアルールセットではブロックされます",
            },
        ),
        Suggests(
            All(&[ErrorType("ForbiddenException"), Status(429)]),
            text! {
                en: "The owner gave this refusal the status of a rate limit, as for a rate-based rule",
                ja: "レートベースのルールのように、所有者がこの拒否にレート制限のステータスを割り当てています",
            },
        ),
        Opposes(
            Fact("neighbours", routing::worked_on_default_endpoint),
            text! {
                en: "The same stage let the call through under its execute-api name",
                ja: "execute-apiのホスト名では、同じステージが呼び出しを許可しています",
            },
        ),
        Opposes(
            Api(ApiKind::WebSocket),
            text! {
                en: "A WebSocket handshake is refused for other reasons first",
                ja: "WebSocketのハンドシェイクは、多くの場合ほかの理由で拒否されます",
            },
        ),
        Excludes(
            All(&[Api(ApiKind::Http), Not(&Fact("log", logged))]),
            text! {
                en: "An HTTP API cannot have a web ACL",
                ja: "HTTP APIにはウェブACLを関連付けられません",
            },
        ),
        Excludes(
            Fact("url", routing::no_stage),
            text! {
                en: "A web ACL belongs to a stage, and the URL names none",
                ja: "ウェブACLはステージに関連付けられますが、URLにステージがありません",
            },
        ),
        Excludes(
            Log("WAF_ALLOW"),
            text! {
                en: "The access log says that AWS WAF let the request pass",
                ja: "アクセスログによれば、AWS WAFはリクエストを許可しています",
            },
        ),
        Opposes(
            All(&[Fact("log", looks::waf_call_failed), Not(&Log("WAF_BLOCK"))]),
            text! {
                en: "The log holds an error of the WAF call, so no rule came to a verdict",
                ja: "ログにWAFの呼び出しエラーがあり、ルールによる判定は行われていません",
            },
        ),
        Doubts(
            Fact("response.body", looks::maybe_reworded_403),
            text! {
                en: "The words are not the gateway's own, though its owner can have set them as a gateway response",
                ja: "文面はAPI Gateway自身のものではありませんが、所有者がゲートウェイレスポンスとして設定した可能性もあります",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See whether the stage has a web ACL",
                ja: "ステージにウェブACLがあるか確認する",
            },
            command: Text::same("aws wafv2 get-web-acl-for-resource --resource-arn arn:{partition}:apigateway:{region}::/restapis/{api}/stages/{stage} --region {region} --query \"WebACL.[Name, ARN]\""),
            if_so: text! {
                en: "If one is named, look at its sampled requests for this call and see which rule matched.",
                ja: "ウェブACLが表示されたら、サンプルリクエストでこの呼び出しを探し、一致したルールを確認してください。",
            },
            if_not: text! {
                en: "If the answer is null, WAF is not it: look at the API key and the stage.",
                ja: "nullであればWAFは原因ではありません。APIキーとステージを確認してください。",
            },
            separates: &["api-key-missing-or-invalid", "stage-not-found", "base-path-mapping-missing", "default-endpoint-disabled"],
            when: None,
        },
        Check {
            title: text! {
                en: "Let the access log name WAF's decision",
                ja: "アクセスログにWAFの判定を出力する",
            },
            command: Text::same("aws apigateway update-stage --rest-api-id {api} --stage-name {stage} --region {region} --patch-operations op=replace,path=/accessLogSettings/format,value='$context.requestId $context.status $context.error.responseType $context.wafResponseCode'"),
            if_so: text! {
                en: "If the line says WAF_FILTERED and WAF_BLOCK, WAF blocked the request.",
                ja: "WAF_FILTEREDとWAF_BLOCKがあれば、WAFがブロックしています。",
            },
            if_not: text! {
                en: "If it says INVALID_API_KEY, the API key was refused. The log needs a destination, accessLogSettings/destinationArn, too.",
                ja: "INVALID_API_KEYであれば、APIキーが拒否されています。ログの出力先（accessLogSettings/destinationArn）の設定も必要です。",
            },
            separates: &["api-key-missing-or-invalid"],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Send the call again, plainer, and tell the owner what changed the answer",
                ja: "簡素にした呼び出しを再送し、応答が変わる条件をAPIの所有者に伝える",
            },
            form: Form::Text,
            text: text! {
                en: "Repeat {method} {url} from another network, without the body, query or cookies in question, and with a usual User-Agent. Give the owner the request id {request_id} and the time.",
                ja: "{method} {url}を、別のネットワークから、また疑わしい本文・クエリ・Cookieを外し、一般的なUser-Agentを付けて再送してください。リクエストID {request_id}と時刻を所有者に伝えてください。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Find the rule that matched",
                ja: "一致したルールを特定する",
            },
            form: Form::Console,
            text: text! {
                en: "WAF & Shield > Web ACLs > (region {region}) > the ACL > Sampled requests: the rule stands beside the request",
                ja: "WAF & Shield > Web ACLs > （リージョン{region}）> 対象のACL > サンプルリクエスト: リクエストごとに一致したルールが表示されます",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Read the sampled requests of a rule",
                ja: "ルールのサンプルリクエストを取得する",
            },
            form: Form::Cli,
            text: Text::same("aws wafv2 get-sampled-requests --web-acl-arn <web-acl-arn> --rule-metric-name <rule-metric-name> --scope REGIONAL --region {region} --time-window StartTime=<start-time>,EndTime=<end-time> --max-items 100"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Let the one rule of a managed group count instead of block",
                ja: "マネージドルールグループ内の該当ルールだけをCountに変更する",
            },
            form: Form::Cloudformation,
            text: Text::same("- Name: common\n  Priority: 1\n  OverrideAction: { None: {} }\n  Statement:\n    ManagedRuleGroupStatement:\n      VendorName: AWS\n      Name: AWSManagedRulesCommonRuleSet\n      RuleActionOverrides:\n        - Name: <rule-name>\n          ActionToUse: { Count: {} }\n  VisibilityConfig:\n    SampledRequestsEnabled: true\n    CloudWatchMetricsEnabled: true\n    MetricName: common\n"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Do the same in Terraform",
                ja: "Terraformで同じ変更を行う",
            },
            form: Form::Terraform,
            text: Text::same("managed_rule_group_statement {\n  vendor_name = \"AWS\"\n  name        = \"AWSManagedRulesCommonRuleSet\"\n\n  rule_action_override {\n    name = \"<rule-name>\"\n    action_to_use {\n      count {}\n    }\n  }\n}"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Word the block so that callers can tell it from other refusals",
                ja: "呼び出し元が他の拒否と区別できるよう、ブロック時の応答を変える",
            },
            form: Form::Cli,
            text: Text::same("aws apigateway put-gateway-response --rest-api-id {api} --region {region} --response-type WAF_FILTERED --status-code 403 --response-templates '{\"application/json\":\"{\\\"message\\\":\\\"Blocked by AWS WAF\\\",\\\"requestId\\\":\\\"$context.requestId\\\"}\"}'"),
            redeploy: true,
            when: None,
        },
    ],
    links: &[links::CONTROL_ACCESS_AWS_WAF, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

/// `$context.wafResponseCode` or `$context.error.responseType` in an access log.
fn logged(facts: &Facts<'_>) -> Look {
    let said = routing::any_phrase(facts, &["WAF_BLOCK", "WAF_FILTERED"]);
    if matches!(said, Look::Seen(_)) {
        return said;
    }
    // A line of the web ACL's own log.
    let own = routing::any_phrase(facts, &["\"terminatingRuleId\""]);
    let blocked = routing::any_phrase(facts, &["\"action\":\"BLOCK\"", "\"action\": \"BLOCK\""]);
    match own {
        Look::Seen(_) => blocked,
        _ => said,
    }
}

fn action_header(facts: &Facts<'_>) -> Look {
    match Header("x-amzn-waf-action", "").look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// The same route answers, so stage, mapping and API key are right.
fn same_call_without_payload_worked(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    let key = facts.evidence.request_headers.first("x-api-key");
    facts.neighbour(|other| {
        let same_key = other.evidence.request_headers.first("x-api-key") == key;
        let other_query = other.url.query != own.query;
        let has_body = facts.evidence.request_body.is_some();
        other.same_path && other.same_method && other.worked && same_key && (other_query || has_body)
    })
}

/// What the managed rule groups against cross-site scripting, injection, traversal and request
/// forgery look for, in the URL and the body.
fn attack_pattern(facts: &Facts<'_>) -> Look {
    const PATTERNS: &[&str] = &[
        "<script",
        "%3Cscript",
        "../",
        "..%2F",
        "%2e%2e",
        "' or ",
        "'%20or%20",
        "union select",
        "union%20select",
        "${jndi:",
        "%24%7Bjndi",
        "169.254.169.254",
        "/etc/passwd",
        "javascript:",
        "onerror=",
    ];
    let evidence = facts.evidence;
    let places = [
        (evidence.url.as_deref(), "url"),
        (evidence.request_body.as_deref(), "request.body"),
    ];
    for (text, place) in places {
        let found = PATTERNS
            .iter()
            .find_map(|pattern| crate::look::find_in(text?, pattern));
        if let Some(found) = found {
            return Look::seen(found, place);
        }
    }
    Look::missing(evidence.url.is_some() && evidence.request_body.is_some())
}

/// `SizeRestrictions_BODY` of the common rule set.
fn long_body(facts: &Facts<'_>) -> Look {
    const LIMIT: usize = 8 * 1024;
    let evidence = facts.evidence;
    let announced = evidence
        .request_headers
        .first("content-length")
        .and_then(|length| length.trim().parse::<usize>().ok());
    let held = evidence.request_body.as_deref().map(str::len);
    match announced.or(held) {
        Some(length) if length > LIMIT => Look::seen(alloc::format!("{length}"), "request.headers.content-length"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn no_user_agent(facts: &Facts<'_>) -> Look {
    let headers = &facts.evidence.request_headers;
    if headers.has("user-agent") {
        return Look::Absent;
    }
    // The host alone says little about how whole the list is; three fields do.
    if headers.has("host") && headers.iter().count() >= 3 {
        Look::seen("", "request.headers.user-agent")
    } else {
        Look::Unknown
    }
}
