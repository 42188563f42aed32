//! The function was invoked and failed: it threw, crashed, ran out of memory or of time.
//!
//! Lambda reports that with status 200 and a function error; a REST API turns it into 502
//! “Internal server error”, an HTTP API into 500 “Internal Server Error”. The bytes are those of a
//! malformed result; only a log tells.

use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "lambda-runtime-error",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[502, 500],
    prior: Prior::Common,
    speaker: &[Side::Gateway, Side::Behind],
    title: text! {
        en: "The Lambda function failed",
        ja: "Lambda関数の実行が失敗しました",
    },
    why: text! {
        en: "API Gateway invoked the function, and the function threw, crashed while loading, ran out of memory or reached its own timeout. \
             Lambda reports this to the gateway as a function error, which has no HTTP response in it. \
             A REST API then answers 502, an HTTP API 500, without a word of the error: that stands in the function's log only.",
        ja: "API Gatewayは関数を呼び出せましたが、関数が例外を投げた、読み込み中に落ちた、メモリが不足した、または関数自身のタイムアウトに達しました。\
             Lambdaはこれを関数エラーとして返し、そこにHTTPレスポンスは含まれません。\
             そのためREST APIは502、HTTP APIは500を返し、エラーの内容は関数のログにしか残りません。",
    },
    signals: &[
        Requires(Any(&[
            Says("customer function error"),
            Says("The Lambda function returned the following error"),
            Says("Lambda invocation failed with status: 5"),
            Fact("log", function_log),
            Fact("response.body", looks::unusable_result),
            Fact("response.body", looks::error_object),
            Fact("response.body", uncaught),
            Fact("response.status", failed_connect),
        ])),
        Proves(
            Any(&[Says("customer function error"), Says("The Lambda function returned the following error")]),
            text! {
                en: "The log says that the function failed",
                ja: "関数の失敗がログに記録されています",
            },
        ),
        Suggests(
            Says("Lambda invocation failed with status: 5"),
            text! {
                en: "Lambda could not run the function",
                ja: "Lambdaが関数を実行できませんでした",
            },
        ),
        Proves(
            Fact("log", function_log),
            text! {
                en: "The function's own log shows how it failed",
                ja: "関数自身のログに失敗の様子が残っています",
            },
        ),
        Proves(
            Fact("response.body", looks::error_object),
            text! {
                en: "Lambda writes this object in the place of a result when the function threw",
                ja: "関数が例外を投げたときに、Lambdaが戻り値の代わりに返すオブジェクトです",
            },
        ),
        Suggests(
            Fact("response.body", uncaught),
            text! {
                en: "The answer holds the trace of an exception that nothing caught",
                ja: "応答に、捕捉されなかった例外のトレースが含まれています",
            },
        ),
        Suggests(
            Fact("response.body", function_framework),
            text! {
                en: "A framework that runs in Lambda functions words an exception so",
                ja: "Lambda関数で動くフレームワークが例外を返すときの文です",
            },
        ),
        Hints(
            Fact("response.status", failed_connect),
            text! {
                en: "The handshake failed where the $connect function runs",
                ja: "$connectの関数が動く段階でハンドシェイクが失敗しています",
            },
        ),
        Hints(
            Any(&[
                All(&[Api(ApiKind::Http), Fact("response.body", looks::execution_500)]),
                Fact("response.body", looks::words_of_http_500),
                Fact("response.body", looks::failed_frame),
            ]),
            text! {
                en: "HTTP APIs and open WebSockets answer every failed function so",
                ja: "HTTP APIと接続中のWebSocketは、関数が失敗すると必ずこの応答になります",
            },
        ),
        Hints(
            Fact("time_ms", looks::slow),
            text! {
                en: "The function worked for seconds, as one that times out does",
                ja: "関数が数秒動いています。タイムアウトする関数の動きです",
            },
        ),
        Excludes(
            ErrorType("GoneException"),
            text! {
                en: "What the function threw is the answer of @connections, which has a cause of its own",
                ja: "関数が投げた例外は@connectionsの応答です。これには専用の原因があります",
            },
        ),
        Excludes(
            Any(&[
                Says("maximum allowed payload size"),
                Says("ResponseSizeTooLarge"),
                Says("body size is too long"),
                Says("Failed to post handler success response. Http response code: 413"),
            ]),
            text! {
                en: "The function ended normally, and its result was too large",
                ja: "関数は正常に終わり、結果が大きすぎました",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&[
                    "customer function error",
                    "The Lambda function returned the following error",
                    "Lambda invocation failed with status: 5",
                ]),
            ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
        Excludes(
            Fact("log", looks::authorizer_named),
            text! {
                en: "It was the authorizer that failed",
                ja: "失敗したのはオーソライザーです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the function's log of the last minutes",
                ja: "直近の関数のログを読む",
            },
            Text::same("aws logs tail /aws/lambda/{function} --region {region} --since 15m"),
            text! {
                en: "If it holds an exception, “Task timed out” or “Runtime exited”, that is the cause.",
                ja: "例外、「Task timed out」、「Runtime exited」があれば、それが原因です。",
            },
            text! {
                en: "If the invocation ended normally, compare its result with the proxy format.",
                ja: "正常に終わっていれば、戻り値をプロキシ統合の形式と比べてください。",
            },
        )
        .separates(&["lambda-malformed-proxy-response", "lambda-response-too-large"]),
        Check::new(
            text! {
                en: "Find the line in the execution log",
                ja: "実行ログで該当行を探す",
            },
            Text::same("aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_{api}/{stage} --region {region} --filter-pattern '\"customer function error\"'"),
            text! {
                en: "If it is there, it carries the error's text and the Lambda request id.",
                ja: "あれば、エラーの内容とLambdaのリクエストIDが書かれています。",
            },
            text! {
                en: "“Malformed Lambda proxy response” means that the function ended normally.",
                ja: "「Malformed Lambda proxy response」なら、関数は正常に終わっています。",
            },
        )
        .when(Not(&Api(ApiKind::Http))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Mend the error that the function's log names",
                ja: "関数のログにあるエラーを直す",
            },
            text! {
                en: "Catch it at the handler's edge and return a proxy response with a status of your own, so that callers see what failed. “Runtime.ImportModuleError” and “Permission denied” are faults of the package, not of the code.",
                ja: "ハンドラーの最も外側で例外を捕まえ、独自のステータスのプロキシレスポンスを返すと、呼び出し元にも失敗の内容が伝わります。「Runtime.ImportModuleError」や「Permission denied」は、コードではなくパッケージの問題です。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Give the function more time and memory where its log says “Task timed out” or “Runtime exited”",
                ja: "ログに「Task timed out」や「Runtime exited」があれば、タイムアウトとメモリを増やす",
            },
            Text::same("aws lambda update-function-configuration --function-name {function} --region {region} --timeout 25 --memory-size 512"),
        ),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Set both in the template",
                ja: "テンプレートで設定する",
            },
            Text::same("Globals:\n  Function:\n    Timeout: 25\n    MemorySize: 512"),
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Report the request id to the API's owner",
                ja: "リクエストIDをAPIの所有者に伝える",
            },
            text! {
                en: "The owner finds the failure in the logs by request id {request_id}. Repeating the call helps only if the failure is of the moment.",
                ja: "所有者はリクエストID {request_id} でログから失敗を探せます。再試行が有効なのは一時的な失敗のときだけです。",
            },
        ),
    ],
    links: &[links::REPOST_5XX_ERROR, links::HANDLE_ERRORS_IN_LAMBDA_INTEGRATION],
};

/// Lines that only a function's runtime writes.
fn function_log(facts: &Facts<'_>) -> Look {
    let written_by_runtime = Any(&[
        Says("Task timed out after"),
        Says("Runtime exited"),
        Says("Runtime.ImportModuleError"),
        Says("Runtime.UnhandledPromiseRejection"),
        Says("Runtime.HandlerNotFound"),
        Says("Unable to import module"),
        Says("Runtime.ExitError"),
        Says("Process exited before completing request"),
        Says("signal: killed"),
        Says("OutOfMemoryError"),
        Log("runtime error: "),
        Log("panic: "),
        Log("fork/exec "),
        Log("Exception in thread"),
        Log("Unhandled exception"),
        Log("Traceback (most recent call last)"),
        Log("SyntaxError:"),
        Log("TypeError:"),
        Log("ReferenceError:"),
        Log("/var/task/"),
        Log("/var/runtime/"),
        Log("\"errorType\""),
        Log("module initialization error"),
    ]);
    match (written_by_runtime.look(facts), thrown(facts)) {
        (seen @ Look::Seen(_), _) | (_, seen @ Look::Seen(_)) => seen,
        (told, _) => told,
    }
}

/// `com.example.SomeException: what happened`, in a line that is not API Gateway's.
fn thrown(facts: &Facts<'_>) -> Look {
    let log = facts.evidence.log.as_deref().unwrap_or("");
    for line in log.lines().filter(|line| !is_the_gateways(line)) {
        let word = line.split_ascii_whitespace().find(|word| {
            let name = word.trim_end_matches(':');
            let name = name.rsplit('.').next().unwrap_or(name);
            name.len() < word.len()
                && (name.ends_with("Exception") || name.ends_with("Error"))
                && name.len() > "Exception".len()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && name.starts_with(|c: char| c.is_ascii_uppercase())
        });
        if let Some(word) = word.filter(|word| word.ends_with(':')) {
            return Look::seen(word.trim_end_matches(':'), "log");
        }
    }
    Look::Absent
}

/// A line of an execution log, or one that names an exception of the gateway's.
fn is_the_gateways(line: &str) -> bool {
    ["TooManyRequestsException",
        "Execution failed", "Lambda execution failed", "Method completed", "Authorizer", "before transformations"]
        .iter()
        .any(|words| line.contains(words))
}

/// A stack trace in the body of a 5xx.
fn uncaught(facts: &Facts<'_>) -> Look {
    const TRACE: crate::clue::Clue = All(&[
        Any(&[
            Body("Traceback (most recent call last)"),
            Body("\"traceback\""),
            Body("\"stackTrace\""),
            Fact("response.body", function_framework),
        ]),
        StatusIn(500, 599),
    ]);
    match TRACE.look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// Zappa's and Chalice's words for an exception that nothing caught.
fn function_framework(facts: &Facts<'_>) -> Look {
    Any(&[
        Body("An uncaught exception happened while servicing this request"),
        Body("\"Message\":\"An internal server error occurred.\""),
    ])
    .look(facts)
}

/// A WebSocket handshake that ends in 500 or 502 failed in the integration of $connect.
fn failed_connect(facts: &Facts<'_>) -> Look {
    All(&[Any(&[Status(502), Status(500)]), Api(ApiKind::WebSocket)]).look(facts)
}
