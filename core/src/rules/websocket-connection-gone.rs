//! `@connections` was called for a connection that is closed, or that is not open yet.
//!
//! A connection id is good from the moment the `$connect` integration has returned until the
//! client leaves, ten minutes pass in silence, or two hours are up. `$disconnect` is delivered on a
//! best-effort basis, so a table of connections always holds some that are gone: 410 is part of the
//! normal course, not an outage.

use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "websocket-connection-gone",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[410],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "The WebSocket connection is not open",
        ja: "WebSocketの接続が開いていません",
    },
    why: text! {
        en: "A message to a connection id that API Gateway does not know as open is answered 410, GoneException. \
             The client has left, ten minutes passed without a message or two hours in all, or the call was made from within $connect, before the connection exists. \
             $disconnect is not guaranteed to run, so stored ids outlive their connections.",
        ja: "開いていない接続IDにメッセージを送ると、410（GoneException）が返ります。\
             クライアントが切断した、10分間の無通信または合計2時間の上限に達した、接続の確立前である$connectの処理中に送った、のいずれかです。\
             $disconnectの実行は保証されないため、保存した接続IDが切断後も残ることがあります。",
    },
    signals: &[
        Requires(Any(&[
            ErrorType("GoneException"),
            Status(410),
            Fact("curl_text", said_410),
            Fact("curl_text", no_such_id),
        ])),
        Proves(
            ErrorType("GoneException"),
            text! {
                en: "The answer is @connections' own GoneException",
                ja: "@connectionsのGoneExceptionが返っています",
            },
        ),
        Proves(
            All(&[Fact("url", routing::connections_call), Status(410)]),
            text! {
                en: "@connections was called and answered 410",
                ja: "@connectionsの呼び出しに410が返っています",
            },
        ),
        Suggests(
            Fact("curl_text", said_410),
            text! {
                en: "An SDK reports a 410 that it has no name for",
                ja: "SDKが名前のない410エラーを報告しています",
            },
        ),
        Proves(
            Fact("curl_text", no_such_id),
            text! {
                en: "@connections does not take this for the id of a connection at all",
                ja: "@connectionsは、この値を接続IDとして認識していません",
            },
        ),
        Opposes(
            Fact("response.headers", another_error),
            text! {
                en: "The gateway names another error",
                ja: "ゲートウェイが別のエラーを示しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Ask whether the connection is open",
                ja: "接続が開いているか確認する",
            },
            Text::same("aws apigatewaymanagementapi get-connection --connection-id '{connection}' --endpoint-url https://{host}/{stage} --region {region}"),
            text! {
                en: "If it shows ConnectedAt, the connection is open now: the message was sent before $connect had returned.",
                ja: "ConnectedAtが表示されれば接続は開いています。メッセージを$connectの完了前に送っていました。",
            },
            text! {
                en: "If it says GoneException as well, the id is stale: delete it.",
                ja: "同じくGoneExceptionであれば、接続IDは無効です。保存先から削除してください。",
            },
        )
        .separates(&["websocket-management-endpoint-wrong", "backend-4xx"])
        .when(Not(&Host(HostForm::Other))),
        Check::new(
            text! {
                en: "Ask whether the connection is open",
                ja: "接続が開いているか確認する",
            },
            Text::same("aws apigatewaymanagementapi get-connection --connection-id '{connection}' --endpoint-url https://{name} --region {region}"),
            text! {
                en: "If it shows ConnectedAt, the connection is open now: the message was sent before $connect had returned.",
                ja: "ConnectedAtが表示されれば接続は開いています。メッセージを$connectの完了前に送っていました。",
            },
            text! {
                en: "If it says GoneException as well, the id is stale: delete it.",
                ja: "同じくGoneExceptionであれば、接続IDは無効です。保存先から削除してください。",
            },
        )
        .separates(&["websocket-management-endpoint-wrong", "backend-4xx"])
        .when(Fact("url", custom_domain)),
        Check::new(
            text! {
                en: "See from which route the message was sent",
                ja: "どのルートの処理から送信したか確認する",
            },
            Text::same("aws logs filter-log-events --log-group-name /aws/lambda/{function} --region {region} --filter-pattern GoneException"),
            text! {
                en: "If the function was invoked for $connect, send after it has returned: from another route, a queue or a stream.",
                ja: "関数が$connectで呼び出されていれば、完了後に別のルート、キュー、ストリームなどから送信してください。",
            },
            text! {
                en: "If it was another route, the client had left: handle the 410.",
                ja: "別のルートであれば、クライアントはすでに切断しています。410を処理してください。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Send to the id that API Gateway gave out",
                ja: "API Gatewayが発行した接続IDに送る",
            },
            text! {
                en: "Store event.requestContext.connectionId as it is, with the “=” at its end, and pass exactly that: an SDK encodes it for the URL by itself. A user's name or a socket's id of your own is none.",
                ja: "event.requestContext.connectionIdを末尾の「=」も含めてそのまま保存し、その値を渡してください。URLエンコードはSDKが行います。ユーザー名や独自のソケットIDは使えません。",
            },
        )
        .when(Fact("curl_text", no_such_id)),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Drop the id when 410 comes back",
                ja: "410が返ったら接続IDを削除する",
            },
            text! {
                en: "Catch GoneException (status 410) around each PostToConnection, delete that id from the table and go on with the next; do not retry it.",
                ja: "PostToConnectionごとにGoneException（ステータス410）を捕捉し、その接続IDをテーブルから削除して次に進めてください。再試行は不要です。",
            },
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Send the first message after $connect has returned",
                ja: "最初のメッセージは$connectの完了後に送る",
            },
            text! {
                en: "Let the client ask for it with a message of its own after it is connected, or hand it to a queue or stream from $connect and send it from there.",
                ja: "接続後にクライアントからのメッセージを受けて返すか、$connectからキューやストリームに渡して、そこから送信してください。",
            },
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Keep the connection alive, and connect again when it closes",
                ja: "接続を維持し、切断されたら再接続する",
            },
            text! {
                en: "Send a message more often than every ten minutes, and open a new WebSocket on the close event: no connection outlives two hours.",
                ja: "10分より短い間隔でメッセージを送り、closeイベントで新しいWebSocketを開いてください。接続は最長2時間です。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Let the table forget connections by itself",
                ja: "テーブルの接続情報を自動的に失効させる",
            },
            Text::same("Connections:\n  Type: AWS::DynamoDB::Table\n  Properties:\n    BillingMode: PAY_PER_REQUEST\n    AttributeDefinitions:\n      - { AttributeName: connectionId, AttributeType: S }\n    KeySchema:\n      - { AttributeName: connectionId, KeyType: HASH }\n    TimeToLiveSpecification:\n      AttributeName: expiresAt\n      Enabled: true\n"),
        ),
    ],
    links: &[links::HOW_TO_CALL_WEBSOCKET_API_CONNECTIONS],
};

/// A custom domain's mapping holds the stage, so the endpoint has none.
fn custom_domain(facts: &Facts<'_>) -> Look {
    match Host(HostForm::Other).look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// `Unknown error with 410 code`, `GoneException: 410`, `410: Gone`.
fn said_410(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &[
            "410 code",
            "GoneException",
            "statusCode: 410",
            "status code 410",
            "status code: 410",
            "StatusCode: 410",
            "Gone (410)",
            "410 Gone",
        ],
    )
}

/// What `@connections` says with 400 to an id that it never gave out: one that was cut, encoded
/// twice or invented.
fn no_such_id(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["Invalid connectionId"])
}

fn another_error(facts: &Facts<'_>) -> Look {
    if no_such_id(facts).is_seen() {
        return Look::Absent;
    }
    let other = facts
        .error_types
        .iter()
        .find(|(name, _)| !name.eq_ignore_ascii_case("GoneException"));
    match other {
        Some((name, place)) => Look::seen(*name, place.clone()),
        None => Look::Absent,
    }
}
