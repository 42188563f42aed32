//! Somebody else answered: no API Gateway was in the path of this answer.
//!
//! A record, a CDN behaviour or a copied URL leads to another server, or a proxy on the way refuses
//! first. Its page says so in its own words and headers. An edge-optimized API passes CloudFront
//! too, so CloudFront's headers alone do not make it CloudFront's answer; its page does. What a
//! backend behind the gateway says belongs to `backend-4xx` and `backend-5xx`.

use crate::looks;
use crate::origin::{Role, Side};
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "not-from-api-gateway",
    since: "0.1.0",
    family: Family::Other,
    statuses: &[400, 403, 404, 407, 502, 503, 504],
    prior: Prior::Everyday,
    speaker: FOREIGN,
    title: text! {
        en: "Somebody other than API Gateway answered",
        ja: "応答したのはAPI Gatewayではありません",
    },
    why: text! {
        en: "Every answer that comes through API Gateway carries x-amzn-requestid with x-amz-apigw-id, or apigw-requestid; this one was written by {speaker}. \
             The request was stopped before it reached the API, or its host name leads to another server. \
             So the API's own settings, logs and permissions have no part in it.",
        ja: "API Gatewayを通った応答にはx-amzn-requestidとx-amz-apigw-id、またはapigw-requestidが付きますが、この応答を返したのは{speaker}です。\
             リクエストはAPIに届く前に止められたか、ホスト名が別のサーバーを指しています。\
             したがって、APIの設定、ログ、アクセス許可は関係していません。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.headers", somebody_else),
            Fact("response.body", function_urls_words),
            Fact("response.body", signed_by_cloudfront),
        ])),
        Proves(
            Fact("response.body", signed_by_cloudfront),
            text! {
                en: "CloudFront signs for S3 and Lambda function URLs, and a function URL refuses a body whose hash was not sent",
                ja: "CloudFrontはS3やLambda関数URLへのリクエストに署名します。本文のハッシュが送られていないと、関数URLは拒否します",
            },
        ),
        Proves(
            Fact("response.headers", cloudfront),
            text! {
                en: "CloudFront wrote this answer itself; the request did not reach an API behind it",
                ja: "CloudFront自身の応答です。リクエストは背後のAPIに届いていません",
            },
        ),
        Proves(
            Fact("response.headers", load_balancer),
            text! {
                en: "A load balancer wrote this answer",
                ja: "ロードバランサーの応答です",
            },
        ),
        Proves(
            Origin(Who::S3),
            text! {
                en: "Amazon S3 wrote this answer",
                ja: "Amazon S3の応答です",
            },
        ),
        Proves(
            Fact("response.headers", function_url),
            text! {
                en: "A Lambda function URL wrote this answer; it leads to the function without API Gateway",
                ja: "Lambda関数URLの応答です。関数URLはAPI Gatewayを通らずに関数を呼び出します",
            },
        ),
        Proves(
            Fact("response.headers", aws_service),
            text! {
                en: "Another AWS service wrote this answer",
                ja: "別のAWSサービスの応答です",
            },
        ),
        Proves(
            Fact("response.headers", proxy),
            text! {
                en: "The answer was written by {speaker}, which stands between the client and the API",
                ja: "クライアントとAPIの間にある{speaker}の応答です",
            },
        ),
        Proves(
            Fact("response.headers", other_server),
            text! {
                en: "The answer was written by {speaker}, and nothing in it is API Gateway's",
                ja: "{speaker}の応答で、API Gatewayを示すものがありません",
            },
        ),
        Hints(
            Fact("response.body", function_urls_words),
            text! {
                en: "Function URLs begin “Message” with a capital here, where API Gateway does not",
                ja: "関数URLはここで「Message」を大文字で始めますが、API Gatewayは小文字です",
            },
        ),
        Opposes(
            Fact("url", plain_http),
            text! {
                en: "An API was called over plain HTTP, which CloudFront refuses in front of an edge-optimized one",
                ja: "APIが平文のHTTPで呼び出されています。エッジ最適化APIでは前段のCloudFrontがこれを拒否します",
            },
        ),
        Suggests(
            Fact("response.headers", unsigned_answer),
            text! {
                en: "The answer carries none of the headers that API Gateway adds",
                ja: "API Gatewayが付けるヘッダーが応答に一つもありません",
            },
        ),
        Suggests(
            Fact("response.body", foreign_words),
            text! {
                en: "The words are those of {speaker}, and nothing that was captured is API Gateway's",
                ja: "{speaker}の文面で、取得できた範囲にAPI Gatewayを示すものはありません",
            },
        ),
        Opposes(
            Fact("response.headers.location", edge_redirect),
            text! {
                en: "An edge-optimized API redirects http:// so, through the CloudFront that belongs to it",
                ja: "エッジ最適化APIは、自身のCloudFrontを通してhttp://をこのようにリダイレクトします",
            },
        ),
        Opposes(
            Fact("response.body", emulated),
            text! {
                en: "The host is local, but the words are API Gateway's: an emulator may have answered",
                ja: "ホストはローカルですが、文面はAPI Gatewayのものです。エミュレーターの応答の可能性があります",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See who signs the answer",
                ja: "応答したサーバーをヘッダーで確認する",
            },
            Text::same("curl -sv -o /dev/null \"{url}\" 2>&1 | grep -iE \"^< (HTTP|server|via|x-cache|x-amz|x-amzn|apigw|cf-ray|x-squid)\""),
            text! {
                en: "If x-amz-apigw-id or apigw-requestid appears, this call does reach API Gateway: diagnose that answer instead.",
                ja: "x-amz-apigw-idかapigw-requestidがあれば、この呼び出しはAPI Gatewayに届いています。その応答を診断してください。",
            },
            text! {
                en: "If neither does, look at whoever the server, via and x-cache lines name.",
                ja: "どちらもなければ、server、via、x-cacheが示すサーバーを調べてください。",
            },
        )
        .separates(&["backend-4xx", "backend-5xx", "waf-block", "api-key-missing-or-invalid"]),
        Check::new(
            text! {
                en: "See where the host name leads",
                ja: "ホスト名がどこを指しているか確認する",
            },
            Text::same("dig +short {name}"),
            text! {
                en: "If it ends at d-….execute-api.{region}.{suffix}, or at the cloudfront.net name of an edge-optimized custom domain, the record is right and something on the way answers.",
                ja: "d-….execute-api.{region}.{suffix}、またはエッジ最適化カスタムドメインのcloudfront.netの名前に行き着けば、レコードは正しく、経路上の何かが応答しています。",
            },
            text! {
                en: "If it ends elsewhere, the record does not lead to the API.",
                ja: "別の名前に行き着けば、レコードがAPIを指していません。",
            },
        )
        .separates(&["base-path-mapping-missing"])
        .when(Any(&[Host(HostForm::Other), Host(HostForm::CloudFront)])),
        Check::new(
            text! {
                en: "Call the API at its own host name",
                ja: "API自身のホスト名で呼び出す",
            },
            Text::same("curl -si -X {method} \"https://{api}.execute-api.{region}.{suffix}/{stage}{path}\""),
            text! {
                en: "If the API answers there, what stands in front of it is at fault.",
                ja: "APIが応答すれば、その手前にあるものが原因です。",
            },
            text! {
                en: "If the API refuses there too, that answer names a cause of its own.",
                ja: "ここでもAPIが拒否すれば、その応答から別の原因がわかります。",
            },
        )
        .when(Not(&Host(HostForm::ExecuteApi))),
        Check::new(
            text! {
                en: "See what the distribution forwards and allows",
                ja: "ディストリビューションの転送設定と許可メソッドを確認する",
            },
            Text::same("aws cloudfront get-distribution-config --id <distribution-id> --query \"DistributionConfig.[WebACLId, Origins.Items[].[DomainName, OriginPath], DefaultCacheBehavior.[AllowedMethods.Items, CachePolicyId, OriginRequestPolicyId]]\""),
            text! {
                en: "If the origin is the API's host with /{stage} as its path and {method} is allowed, look at the web ACL and the geographic restriction.",
                ja: "オリジンがAPIのホスト、オリジンパスが/{stage}で、{method}が許可されていれば、ウェブACLと地理的制限を確認してください。",
            },
            text! {
                en: "If the origin or the allowed methods differ, CloudFront refuses by itself or asks another server.",
                ja: "オリジンや許可メソッドが異なれば、CloudFront自身が拒否しているか、別のサーバーに転送しています。",
            },
        )
        .separates(&["host-or-apigw-id-header-missing"])
        .when(Origin(Who::Cloudfront)),
        Check::new(
            text! {
                en: "See whether a proxy is set for the client",
                ja: "クライアントにプロキシが設定されているか確認する",
            },
            Text::same("env | grep -i _proxy; curl --noproxy \"*\" -si \"{url}\""),
            text! {
                en: "If the call without the proxy works, the proxy refuses this host.",
                ja: "プロキシなしで成功すれば、プロキシがこのホストを拒否しています。",
            },
            text! {
                en: "If the same page comes back, the traffic is intercepted on the network, not by a setting of this machine.",
                ja: "同じページが返れば、このマシンの設定ではなく、ネットワーク上で通信が遮断されています。",
            },
        )
        .separates(&["connection-reset-or-refused"])
        .when(Fact("response.headers", forward_proxy)),
    ],
    fixes: &[
        // CloudFront
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Let the behaviour allow {method} and forward everything but Host",
                ja: "ビヘイビアで{method}を許可し、Host以外を転送する",
            },
            text! {
                en: "CloudFront > Distributions > the distribution > Behaviors > Edit > Allowed HTTP methods: GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE; Cache policy: CachingDisabled; Origin request policy: AllViewerExceptHostHeader",
                ja: "CloudFront > ディストリビューション > 対象のディストリビューション > ビヘイビア > 編集 > 許可されたHTTPメソッド: GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE、キャッシュポリシー: CachingDisabled、オリジンリクエストポリシー: AllViewerExceptHostHeader",
            },
        )
        .when(Origin(Who::Cloudfront)),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Write the behaviour into the stack",
                ja: "スタックでビヘイビアを定義する",
            },
            Text::same(
                "new cloudfront.Distribution(this, 'Distribution', {\n  defaultBehavior: {\n    origin: new origins.RestApiOrigin(api),\n    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,\n    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,\n    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,\n  },\n});",
            ),
        )
        .when(Origin(Who::Cloudfront)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Find the rule of the distribution's web ACL that blocked it",
                ja: "ディストリビューションのウェブACLで、ブロックしたルールを特定する",
            },
            Text::same("aws wafv2 get-sampled-requests --scope CLOUDFRONT --region us-east-1 --web-acl-arn <web-acl-arn> --rule-metric-name <rule-metric-name> --time-window StartTime=<start-time>,EndTime=<end-time> --max-items 100"),
        )
        .when(All(&[Origin(Who::Cloudfront), Body("Request blocked")])),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send a request that CloudFront accepts",
                ja: "CloudFrontが受け付けるリクエストを送る",
            },
            text! {
                en: "Use https://, send no body with GET or HEAD, and use a method that the distribution allows. CloudFront answers “Bad request” to a GET with a body before an edge-optimized API sees it.",
                ja: "https://を使い、GETとHEADには本文を付けず、ディストリビューションが許可するメソッドを使ってください。本文のあるGETには、エッジ最適化APIに届く前にCloudFrontが「Bad request」を返します。",
            },
        )
        .when(All(&[Origin(Who::Cloudfront), Not(&Body("Request blocked"))])),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let CloudFront reach the API",
                ja: "CloudFrontがAPIに接続できるようにする",
            },
            Text::same("aws cloudfront get-distribution-config --id <distribution-id> --query \"DistributionConfig.Origins.Items[].[DomainName, OriginPath, CustomOriginConfig.[OriginProtocolPolicy, OriginSslProtocols.Items, OriginReadTimeout]]\"\ncurl -sv -o /dev/null \"https://{api}.execute-api.{region}.{suffix}/{stage}/<resource-path>\""),
        )
        .when(Fact("response.status", cloudfront_without_origin)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Read the log of the function at the edge",
                ja: "エッジ関数のログを確認する",
            },
            Text::same("aws logs tail /aws/lambda/us-east-1.{function} --region {region} --since 15m\naws logs tail /aws/cloudfront/function/{function} --region us-east-1 --since 15m"),
        )
        .when(Fact("response.headers.x-cache", edge_function)),
        // A load balancer
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Find the load balancer's rule and targets",
                ja: "ロードバランサーのルールとターゲットを確認する",
            },
            Text::same("aws elbv2 describe-rules --listener-arn <listener-arn> --region {region} --query \"Rules[].[Priority, Conditions, Actions]\" --output json\naws elbv2 describe-target-health --target-group-arn <target-group-arn> --region {region} --query \"TargetHealthDescriptions[].[Target.Id, TargetHealth.State, TargetHealth.Reason]\""),
        )
        .when(Origin(Who::LoadBalancer)),
        // A function URL
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the public call the function URL",
                ja: "関数URLの公開呼び出しを許可する",
            },
            Text::same("aws lambda get-function-url-config --function-name {function} --region {region} --query AuthType\naws lambda add-permission --function-name {function} --statement-id url-public --action lambda:InvokeFunctionUrl --principal \"*\" --function-url-auth-type NONE --region {region}\naws lambda add-permission --function-name {function} --statement-id url-invoke --action lambda:InvokeFunction --principal \"*\" --invoked-via-function-url --region {region}"),
        )
        .when(Origin(Who::LambdaUrl)),
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Sign the call for Lambda, or call the API's invoke URL",
                ja: "Lambda向けに署名するか、APIの呼び出しURLを使う",
            },
            Text::same("curl -i --aws-sigv4 \"aws:amz:{region}:lambda\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" -X {method} \"{url}\""),
        )
        .when(Origin(Who::LambdaUrl)),
        // S3
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Send the API's paths to the API, not to the bucket",
                ja: "APIのパスをバケットではなくAPIに転送する",
            },
            text! {
                en: "The record or the CloudFront behaviour for this path leads to S3. Add the API as a second origin (its host, with /{stage} as the origin path) and a behaviour for the API's paths that stands before the default one, or let the record point to the API's custom domain.",
                ja: "このパスのレコードまたはCloudFrontのビヘイビアがS3を指しています。APIを2つ目のオリジン（APIのホスト、オリジンパスは/{stage}）として追加し、APIのパスのビヘイビアをデフォルトより前に置くか、レコードをAPIのカスタムドメインに向けてください。",
            },
        )
        .when(Origin(Who::S3)),
        // Another service of AWS
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Call the API's invoke URL, not the service {name}",
                ja: "サービス{name}ではなく、APIの呼び出しURLを使う",
            },
            text! {
                en: "https://{api}.execute-api.{region}.{suffix}/{stage}/<resource-path> calls an API. Names such as apigateway.{region}.{suffix} or lambda.{region}.{suffix} manage resources or invoke functions directly, and want a request signed for that service.",
                ja: "APIの呼び出しURLはhttps://{api}.execute-api.{region}.{suffix}/{stage}/<resource-path>です。apigateway.{region}.{suffix}やlambda.{region}.{suffix}はリソースの管理や関数の直接呼び出しに使うもので、そのサービス向けの署名が必要です。",
            },
        )
        .when(Origin(Who::AwsService)),
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Sign the call for {speaker}, where that is the one you mean",
                ja: "{speaker}を呼び出すのが目的なら、そのサービス向けに署名する",
            },
            Text::same("curl -i --aws-sigv4 \"aws:amz:{region}:<signing-name>\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" -X {method} \"{url}\""),
        )
        .when(Fact("response.headers", aws_service)),
        // A proxy on the client's side
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Keep calls to the API off the proxy",
                ja: "APIの呼び出しでプロキシを使わない",
            },
            Text::same("export NO_PROXY=\"$NO_PROXY,{name}\"\nexport no_proxy=\"$NO_PROXY\"\ncurl --noproxy \"*\" -i -X {method} \"{url}\""),
        )
        .when(Fact("response.headers", forward_proxy)),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Ask whoever runs the proxy to let {name} through",
                ja: "プロキシの管理者に{name}の許可を依頼する",
            },
            text! {
                en: "Name the host {name}, port 443 and the method {method}, and give them the page with its time. A private API is better reached from within its VPC, past the proxy.",
                ja: "ホスト{name}、ポート443、メソッド{method}と、エラーページおよびその時刻を伝えてください。プライベートAPIなら、プロキシを経由せずVPC内から呼び出すのが確実です。",
            },
        )
        .when(Fact("response.headers", forward_proxy)),
        // A network or a firewall in front of the servers
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Find the request in the events of {speaker}",
                ja: "{speaker}のイベントでリクエストを調べる",
            },
            text! {
                en: "Look the id of this answer up (cf-ray, “Reference #…”, “incident ID”) and let the rule that matched pass {method} {path}. Where {speaker} cannot connect, give it the API's custom domain as its origin, with that name as Host and SNI: API Gateway answers 403 Forbidden to a Host that it does not know.",
                ja: "この応答のID（cf-ray、「Reference #…」、「incident ID」など）で検索し、該当したルールで{method} {path}を許可してください。{speaker}が接続できない場合は、APIのカスタムドメインをオリジンとし、HostとSNIにもその名前を使います。API Gatewayは知らないHostに403 Forbiddenを返します。",
            },
        )
        .when(Fact("response.headers", edge)),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Give the owner the id that {speaker} put on the answer",
                ja: "{speaker}が応答に付けたIDを所有者に伝える",
            },
            text! {
                en: "The id names this very request in the owner's console. A challenge for browsers cannot be met by a program: ask for a rule that lets the API's paths through, and keep to the rate that the answer allows.",
                ja: "このIDがあれば、所有者はコンソールでこのリクエストを特定できます。ブラウザー向けのチャレンジにプログラムは応じられないため、APIのパスを対象外にするルールを依頼し、許可されたレートを守ってください。",
            },
        )
        .when(Fact("response.headers", edge)),
        // Another gateway, a mesh or a reverse proxy
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Correct the route of {speaker}, or its upstream",
                ja: "{speaker}のルートまたはアップストリームを直す",
            },
            text! {
                en: "Look in its own log for {method} {path}: it has no route for it, refuses the credentials itself, or cannot reach its upstream. Where the upstream is the API, name its invoke URL with the stage and send its host name as Host and SNI. In nginx: proxy_pass https://{api}.execute-api.{region}.{suffix}/{stage}/; proxy_ssl_server_name on; proxy_set_header Host {api}.execute-api.{region}.{suffix};",
                ja: "自身のログで{method} {path}を探してください。ルートがない、認証情報を自ら拒否した、アップストリームに接続できない、のいずれかです。アップストリームがAPIの場合は、ステージまで含む呼び出しURLを指定し、HostとSNIにAPIのホスト名を使います。nginxの場合：proxy_pass https://{api}.execute-api.{region}.{suffix}/{stage}/; proxy_ssl_server_name on; proxy_set_header Host {api}.execute-api.{region}.{suffix};",
            },
        )
        .when(Fact("response.headers", reverse_proxy)),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send what {speaker} asks for",
                ja: "{speaker}が求める情報を送る",
            },
            text! {
                en: "The key, token or path that {speaker} expects is its own; API Gateway's x-api-key and IAM signatures mean nothing to it. Its documentation or its owner tells them; www-authenticate names the scheme.",
                ja: "{speaker}が求めるキー、トークン、パスは独自のもので、API Gatewayのx-api-keyやIAMの署名は通用しません。ドキュメントまたは所有者に確認してください。方式はwww-authenticateに示されます。",
            },
        )
        .when(Fact("response.headers", gateway_or_mesh)),
        // A platform that serves the site
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Give the client the API's base URL",
                ja: "クライアントにAPIのベースURLを設定する",
            },
            text! {
                en: "A relative URL such as {full_path} goes to the host that served the page, here {name}. Set the base URL of this build to the API's invoke URL, https://{api}.execute-api.{region}.{suffix}/{stage}, or to its custom domain.",
                ja: "{full_path}のような相対URLは、ページを配信したホスト（ここでは{name}）に送られます。このビルドのベースURLを、APIの呼び出しURL（https://{api}.execute-api.{region}.{suffix}/{stage}）またはカスタムドメインに設定してください。",
            },
        )
        .when(Fact("response.headers", site)),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Pass the API's paths on to the API",
                ja: "APIのパスをAPIに転送する",
            },
            text! {
                en: "Netlify, in _redirects: /api/* https://{api}.execute-api.{region}.{suffix}/{stage}/:splat 200. Vercel, in vercel.json: \"rewrites\": [{\"source\": \"/api/:path*\", \"destination\": \"https://{api}.execute-api.{region}.{suffix}/{stage}/:path*\"}]. Where the platform runs the API's code itself, look for the failure in its log.",
                ja: "Netlifyの_redirects：/api/* https://{api}.execute-api.{region}.{suffix}/{stage}/:splat 200。Vercelのvercel.json：\"rewrites\": [{\"source\": \"/api/:path*\", \"destination\": \"https://{api}.execute-api.{region}.{suffix}/{stage}/:path*\"}]。プラットフォーム自体がAPIのコードを実行している場合は、そのログで失敗を調べてください。",
            },
        )
        .when(Fact("response.headers", hosting)),
        // Some other server
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the record lead to the API's custom domain",
                ja: "レコードをAPIのカスタムドメインに向ける",
            },
            Text::same("aws apigatewayv2 get-domain-name --domain-name {name} --region {region} --query \"DomainNameConfigurations[].[ApiGatewayDomainName, HostedZoneId]\"\naws route53 list-resource-record-sets --hosted-zone-id <hosted-zone-id> --query \"ResourceRecordSets[?Name=='{name}.']\""),
        )
        .when(All(&[
            Any(&[
                Origin(Who::Other),
                Origin(Who::S3),
                Origin(Who::LoadBalancer),
                Origin(Who::AwsService),
            ]),
            Host(HostForm::Other),
        ])),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Call the address that the API's owner gives out",
                ja: "APIの所有者が案内しているURLを呼び出す",
            },
            text! {
                en: "{name} is served by something other than API Gateway. Compare the host name letter by letter with the API's invoke URL, and see whether a base URL in the client's settings still names another environment.",
                ja: "{name}で応答しているのはAPI Gatewayではありません。ホスト名をAPIの呼び出しURLと一文字ずつ比べ、クライアントの設定のベースURLが別の環境を指していないか確認してください。",
            },
        )
        .when(Any(&[ Origin(Who::Other), Origin(Who::S3), Origin(Who::LoadBalancer), ])),
    ],
    links: &[links::REPOST_TROUBLESHOOT_403_FORBIDDEN, links::HOW_TO_CALL_API],
};

/// Percent from which on an answer without the gateway's headers is taken for somebody else's.
const SURE: u8 = 80;

/// Percent below which who answered is no more than a guess.
const LIKELY: u8 = 55;

fn somebody_else(facts: &Facts<'_>) -> Look {
    match facts.origin.who.side() {
        Side::Foreign => facts.origin.look(),
        Side::Unknown => Look::Unknown,
        Side::Gateway | Side::Behind | Side::Nobody => Look::Absent,
    }
}

/// A signature is refused behind CloudFront in answer to an unsigned call with a body: origin access
/// control, which API Gateway does not take part in.
fn signed_by_cloudfront(facts: &Facts<'_>) -> Look {
    const REFUSED: crate::clue::Clue = All(&[
        Host(HostForm::CloudFront),
        Says("The request signature we calculated does not match"),
        Any(&[Method("POST"), Method("PUT"), Method("PATCH"), Method("DELETE")]),
    ]);
    let looked = REFUSED.look(facts);
    let signed = facts.auth.is_signed() || facts.evidence.request_headers.has("x-amz-content-sha256");
    match looked {
        Look::Unknown => Look::Absent,
        Look::Seen(_) if signed => Look::Absent,
        told => told,
    }
}

fn surely(facts: &Facts<'_>, who: Who) -> Look {
    if facts.origin.percent < SURE {
        return Look::Absent;
    }
    Origin(who).look(facts)
}

fn function_urls_words(facts: &Facts<'_>) -> Look {
    match &facts.message {
        Some((message, place)) if looks::is_function_urls(facts) => Look::seen(message.raw, *place),
        _ => Look::Absent,
    }
}

fn plain_http(facts: &Facts<'_>) -> Look {
    let default_endpoint = Host(HostForm::ExecuteApi).look(facts);
    let plain = facts
        .url
        .is_some_and(|url| url.scheme.eq_ignore_ascii_case("http"));
    if plain { default_endpoint } else { Look::missing(facts.url.is_some()) }
}

fn cloudfront(facts: &Facts<'_>) -> Look {
    surely(facts, Who::Cloudfront)
}

fn aws_service(facts: &Facts<'_>) -> Look {
    surely(facts, Who::AwsService)
}

fn function_url(facts: &Facts<'_>) -> Look {
    surely(facts, Who::LambdaUrl)
}

fn load_balancer(facts: &Facts<'_>) -> Look {
    surely(facts, Who::LoadBalancer)
}

fn proxy(facts: &Facts<'_>) -> Look {
    surely(facts, Who::Proxy)
}

fn other_server(facts: &Facts<'_>) -> Look {
    match emulated(facts) {
        Look::Seen(_) => Look::Absent,
        _ => surely(facts, Who::Other),
    }
}

/// What `sam local start-api` and serverless-offline write where API Gateway would log.
const EMULATORS: &[&str] = &[
    "Function returned an invalid response",
    "Invalid lambda response received",
    "[Serverless-Offline]",
];

/// `http://…execute-api…` was answered with a redirect to the same host over HTTPS.
fn edge_redirect(facts: &Facts<'_>) -> Look {
    let (Some(url), Some(host)) = (&facts.url, &facts.host) else {
        return Look::Unknown;
    };
    let plain = url.scheme.eq_ignore_ascii_case("http") && host.is_execute_api();
    match facts.evidence.response_headers.first("location") {
        Some(to) if plain && to.starts_with("https://") && to.contains(host.name.as_str()) => {
            Look::seen(to, "response.headers.location")
        }
        _ => Look::Absent,
    }
}

/// Whether a product of this role answered, or nobody whose role is known.
fn stands(facts: &Facts<'_>, roles: &[Role], or_unknown: bool) -> Look {
    let fits = match facts.origin.speaker {
        Some(speaker) => roles.contains(&speaker.role),
        None => or_unknown,
    };
    if fits {
        facts.origin.look()
    } else {
        Look::Absent
    }
}

fn forward_proxy(facts: &Facts<'_>) -> Look {
    match Origin(Who::Proxy).look(facts) {
        Look::Seen(_) => stands(
            facts,
            &[Role::ForwardProxy, Role::WebServer, Role::Application],
            true,
        ),
        _ => Look::Absent,
    }
}

fn edge(facts: &Facts<'_>) -> Look {
    stands(facts, &[Role::Edge], false)
}

fn reverse_proxy(facts: &Facts<'_>) -> Look {
    stands(facts, &[Role::ReverseProxy, Role::WebServer], false)
}

fn gateway_or_mesh(facts: &Facts<'_>) -> Look {
    stands(facts, &[Role::ReverseProxy], false)
}

fn hosting(facts: &Facts<'_>) -> Look {
    stands(facts, &[Role::Hosting], false)
}

/// Whatever serves pages: a platform, or S3.
fn site(facts: &Facts<'_>) -> Look {
    match Origin(Who::S3).look(facts) {
        told @ Look::Seen(_) => told,
        _ => hosting(facts),
    }
}

fn edge_function(facts: &Facts<'_>) -> Look {
    const SAID: crate::clue::Clue = Any(&[
        Header("x-cache", "Lambda"),
        Header("x-cache", "Function"),
    ]);
    match SAID.look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// CloudFront answers 502, 503 and 504 itself when its origin fails it.
fn cloudfront_without_origin(facts: &Facts<'_>) -> Look {
    match (StatusIn(502, 504).look(facts), edge_function(facts)) {
        (told @ Look::Seen(_), Look::Absent) => match cloudfront(facts) {
            Look::Seen(_) => told,
            _ => Look::Absent,
        },
        _ => Look::Absent,
    }
}


/// SAM's and other people's stand-ins of API Gateway repeat its words.
fn emulated(facts: &Facts<'_>) -> Look {
    if facts.host_form() != Some(HostForm::Local) {
        return Look::Absent;
    }
    match &facts.message {
        Some((message, place)) => Look::seen(message.raw, *place),
        None => routing::any_phrase(facts, EMULATORS),
    }
}

/// Somebody else's mark, and headers among which none is the gateway's.
fn unsigned_answer(facts: &Facts<'_>) -> Look {
    if facts.evidence.response_headers.iter().next().is_none() {
        return Look::Absent;
    }
    likely_foreign(facts)
}

/// Somebody else's words, and no headers captured.
fn foreign_words(facts: &Facts<'_>) -> Look {
    if facts.evidence.response_headers.iter().next().is_some() {
        return Look::Absent;
    }
    likely_foreign(facts)
}

fn likely_foreign(facts: &Facts<'_>) -> Look {
    let is_likely = (LIKELY..SURE).contains(&facts.origin.percent);
    if facts.origin.who.side() == Side::Foreign && is_likely {
        facts.origin.look()
    } else {
        Look::Absent
    }
}
