//! The layout of a report, on one that is made up so that no rule's words matter here.

use gatewhy_core::origin::Who;
use gatewhy_core::render::{self, Layout, Role};
use gatewhy_core::report::{
    CheckReport, Diagnosis, Effect, EvidenceItem, FixReport, LinkReport, Note, NoteKind,
    OriginReport, Report, SCHEMA, Subject,
};
use gatewhy_core::rule::{Actor, Form};
use gatewhy_core::{Lang, Text, text};

fn item(says: Text, quote: &str, place: &str, effect: Effect, lang: Lang) -> EvidenceItem {
    EvidenceItem {
        says: says.get(lang).into(),
        quote: quote.into(),
        place: place.into(),
        effect,
    }
}

fn fix(who: Actor, title: Text, form: Form, words: Text, lang: Lang) -> FixReport {
    FixReport {
        who,
        title: title.get(lang).into(),
        form,
        text: words.get(lang).into(),
        placeholders: Vec::new(),
        redeploy: true,
    }
}

fn check(lang: Lang) -> CheckReport {
    CheckReport {
        title: text!(en: "List the API's stages", ja: "APIのステージを一覧する").get(lang).into(),
        command: "aws apigateway get-stages --rest-api-id abc123defg --region us-east-1 --query \"item[].stageName\"".into(),
        if_so: text!(en: "If prd is listed, look at its deployment.", ja: "prdがあれば、そのデプロイを確認してください。").get(lang).into(),
        if_not: text!(
            en: "If it is not, the stage does not exist. Stage names are told apart by their letter case, so that Prod and prod are two stages.",
            ja: "なければ、そのステージは存在しません。ステージ名は大文字と小文字が区別されるため、Prodとprodは別のステージです。",
        ).get(lang).into(),
    }
}

fn diagnosis(cause: &'static str, confidence: f64, title: Text, lang: Lang) -> Diagnosis {
    Diagnosis {
        cause,
        confidence,
        title: title.get(lang).into(),
        why: text!(
            en: "The first segment of the path names a stage. API Gateway looks for it before anything else, and words its absence as “Forbidden”.",
            ja: "パスの先頭はステージ名です。API Gatewayは最初にステージを探し、見つからないと「Forbidden」とだけ返します。オーソライザーやリソースポリシーは評価されません。",
        ).get(lang).into(),
        evidence: vec![
            item(text!(en: "The message is “Forbidden”", ja: "メッセージは「Forbidden」です"), "Forbidden", "response.body", Effect::For, lang),
            item(
                text!(en: "Another stage answers in this session", ja: "同じセッションで別のステージが応答しています"),
                "GET https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets 200", "neighbours", Effect::For, lang,
            ),
            item(text!(en: "The request carries no key", ja: "リクエストにキーがありません"), "", "request.headers.x-api-key", Effect::Against, lang),
        ],
        unknown: vec![text!(en: "the access log", ja: "アクセスログ").get(lang).into(), text!(en: "the response headers", ja: "レスポンスヘッダー").get(lang).into()],
        checks: vec![check(lang), check(lang)],
        fixes: vec![
            fix(
                Actor::Owner, text!(en: "Deploy to the stage", ja: "ステージにデプロイする"), Form::Cli,
                Text::same("aws apigateway create-deployment --rest-api-id abc123defg --stage-name prd --region us-east-1"), lang,
            ),
            fix(Actor::Owner, text!(en: "Add the stage to the template", ja: "テンプレートにステージを追加する"), Form::Terraform, Text::same("resource \"aws_api_gateway_stage\" \"prd\" {\n  stage_name = \"prd\"\n\n  # …\n}"), lang),
            fix(
                Actor::Caller, text!(en: "Call a stage that exists", ja: "存在するステージを呼び出す"), Form::Text,
                text!(en: "Put prod in the place of prd.", ja: "prdではなくprodを呼び出してください。"), lang,
            ),
            fix(Actor::Owner, text!(en: "Deploy in the console", ja: "コンソールでデプロイする"), Form::Console, Text::same("API Gateway > APIs > abc123defg > Resources > Deploy API"), lang),
        ],
        links: vec![LinkReport { title: text!(en: "Stages of a REST API", ja: "REST APIのステージ").get(lang).into(), url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html" }],
    }
}

fn report(lang: Lang) -> Report {
    Report {
        schema: SCHEMA,
        lang,
        subject: Subject {
            method: Some("GET".into()),
            url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prd/pets".into()),
            status: Some(403),
            request_id: Some("8a1b6f6e-1c1c-4d7c-9d5a-0a1b2c3d4e5f".into()),
            ..Subject::default()
        },
        origin: OriginReport { who: Who::ApiGatewayRest, confidence: 0.97, because: Vec::new() },
        signature: None,
        diagnoses: vec![
            diagnosis("stage-not-found", 0.44, text!(en: "No stage has this name", ja: "この名前のステージはありません"), lang),
            diagnosis("api-key-missing-or-invalid", 0.38, text!(en: "No valid API key came with the call", ja: "有効なAPIキーが送られていません"), lang),
            diagnosis("waf-block", 0.09, text!(en: "AWS WAF blocked the request", ja: "AWS WAFがリクエストをブロックしました"), lang),
        ],
        tokens: Vec::new(),
        since: None,
        changes: Vec::new(),
        cors: None,
        notes: vec![
            Note { kind: NoteKind::CorsMasked, text: text!(en: "The page sees only “Failed to fetch”.", ja: "ページからは「Failed to fetch」としか見えません。").get(lang).into() },
            Note { kind: NoteKind::LogsAbsent, text: text!(en: "The execution log holds no line for such a request.", ja: "このようなリクエストは実行ログに記録されません。").get(lang).into() },
            Note { kind: NoteKind::RedeployNeeded, text: text!(en: "Changes reach callers after a deployment.", ja: "変更はデプロイ後に反映されます。").get(lang).into() },
        ],
    }
}

/// Lines that are there to be copied are never broken, whatever the width.
fn may_be_long(line: &render::Line) -> bool {
    line.spans
        .iter()
        .any(|span| matches!(span.role, Role::Code | Role::Link))
}

#[test]
fn a_report_reads_well_in_a_terminal() {
    for lang in Lang::ALL {
        let text = render::text(&report(lang), Layout::default());
        insta::assert_snapshot!(format!("text-{}", lang.code()), text);
    }
}

#[test]
fn a_full_report_leaves_nothing_out() {
    let full = Layout {
        full: true,
        ..Layout::default()
    };
    insta::assert_snapshot!("text-full-en", render::text(&report(Lang::En), full));
}

#[test]
fn a_report_reads_well_in_a_ticket() {
    for lang in Lang::ALL {
        insta::assert_snapshot!(
            format!("markdown-{}", lang.code()),
            render::markdown(&report(lang))
        );
    }
}

#[test]
fn no_line_is_wider_than_asked_for_but_those_to_be_copied() {
    for lang in Lang::ALL {
        for columns in [40, 80, 100] {
            let host_fits = columns > 46;
            for line in render::lines(
                &report(lang),
                Layout {
                    columns,
                    full: true,
                },
            ) {
                let whole_word = !host_fits && line.to_string().contains(".amazonaws.com");
                assert!(
                    line.width() <= columns || may_be_long(&line) || whole_word,
                    "{columns}: {line}"
                );
            }
        }
    }
}

#[test]
fn no_line_of_japanese_begins_with_what_may_not_begin_one() {
    for columns in 24..100 {
        for line in render::lines(
            &report(Lang::Ja),
            Layout {
                columns,
                full: true,
            },
        ) {
            let first = line.to_string().trim_start().chars().next();
            assert!(
                !first.is_some_and(|c| "、。」）ーっゃゅょッャュョ".contains(c)),
                "{columns}: {line}"
            );
        }
    }
}

#[test]
fn commands_stand_whole_on_lines_of_their_own() {
    for columns in [24, 40, 80] {
        let text = render::text(
            &report(Lang::En),
            Layout {
                columns,
                full: false,
            },
        );
        let command = "aws apigateway create-deployment --rest-api-id abc123defg --stage-name prd --region us-east-1";
        assert!(
            text.lines().any(|line| line.trim_start() == command),
            "{columns}: {text}"
        );
    }
}

#[test]
fn hostile_quotes_are_spelled_out() {
    let mut hostile = report(Lang::En);
    let bytes = "\u{1b}[2J\u{202e}gnp.exe\r\n`|<b>`\u{0}";
    hostile.diagnoses[0].evidence[0].quote = bytes.into();
    hostile.diagnoses[0].evidence[0].place = format!("response.headers.{bytes}");
    hostile.subject.url = Some(format!("https://{bytes}/{bytes}"));
    hostile.subject.method = Some(bytes.into());
    hostile.notes[0].text = bytes.into();
    let text = render::text(&hostile, Layout::default());
    assert!(
        text.contains("\\x1b[2J\\u{202e}gnp.exe\\r\\n`|<b>`\\x00"),
        "{text}"
    );
    for shown in [text, render::markdown(&hostile)] {
        assert!(
            !shown.contains(|c: char| render::steers(c) && c != '\n'),
            "{shown:?}"
        );
    }
}

#[test]
fn an_exchange_that_nothing_explains_says_so() {
    for lang in Lang::ALL {
        let mut unexplained = report(lang);
        unexplained.diagnoses.clear();
        unexplained.notes.clear();
        unexplained.subject.status = None;
        insta::assert_snapshot!(
            format!("unexplained-{}", lang.code()),
            render::text(&unexplained, Layout::default())
        );
    }
}
