//! The pages of AWS's documentation to which rules lead: each once, with one title a language.

use crate::rule::Link;

pub(crate) const ACCESS_CONTROL_RESOURCE_BASED: Link = Link::new(
    text! { en: "Granting functions access to AWS services", ja: "AWSサービスに関数へのアクセスを許可する", },
    "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
);

pub(crate) const API_KEY_SOURCE: Link = Link::new(
    text! { en: "Choose an API key source", ja: "APIキーのソースを選択する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html",
);

pub(crate) const API_USAGE_PLANS: Link = Link::new(
    text! { en: "Usage plans and API keys for REST APIs", ja: "REST APIの使用量プランとAPIキー", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
);

pub(crate) const AUTHORIZATION_FLOW: Link = Link::new(
    text! { en: "How API Gateway resource policies affect authorization workflow", ja: "API Gatewayのリソースポリシーが認可ワークフローに与える影響", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html",
);

pub(crate) const CONTROL_ACCESS_AWS_WAF: Link = Link::new(
    text! { en: "Use AWS WAF to protect REST APIs in API Gateway", ja: "AWS WAFを使用してAPI GatewayのREST APIを保護する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html",
);

pub(crate) const CONTROL_ACCESS_USING_IAM_POLICIES_TO_INVOKE_API: Link = Link::new(
    text! { en: "Control access for invoking an API with IAM policies", ja: "IAMポリシーでAPI呼び出しのアクセスを制御する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html",
);

pub(crate) const CUSTOM_DOMAIN_TLS_VERSION: Link = Link::new(
    text! { en: "Choose a security policy for your custom domain", ja: "カスタムドメインのセキュリティポリシーを選択する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
);

pub(crate) const ENABLE_COGNITO_USER_POOL: Link = Link::new(
    text! { en: "Integrate a REST API with an Amazon Cognito user pool", ja: "REST APIをAmazon Cognitoユーザープールと統合する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html",
);

pub(crate) const EXTENSIONS_INTEGRATION_TLS_CONFIG: Link = Link::new(
    text! { en: "tlsConfig of an integration", ja: "統合のtlsConfig", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integration-tls-config.html",
);

pub(crate) const GETTINGSTARTED_LIMITS: Link = Link::new(
    text! { en: "Lambda quotas", ja: "Lambdaのクォータ", },
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
);

pub(crate) const GETTING_STARTED_WITH_PRIVATE_INTEGRATION: Link = Link::new(
    text! { en: "Set up private integrations for REST APIs", ja: "REST APIのプライベート統合を設定する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-with-private-integration.html",
);

pub(crate) const HANDLE_ERRORS_IN_LAMBDA_INTEGRATION: Link = Link::new(
    text! { en: "Handle Lambda errors in API Gateway", ja: "API GatewayでLambdaのエラーを処理する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html",
);

pub(crate) const HOW_TO_CALL_API: Link = Link::new(
    text! { en: "Invoke REST APIs in API Gateway", ja: "API GatewayでREST APIを呼び出す", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html",
);

pub(crate) const HOW_TO_CALL_WEBSOCKET_API_CONNECTIONS: Link = Link::new(
    text! { en: "Use @connections commands in your backend service", ja: "バックエンドサービスで@connectionsコマンドを使用する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html",
);

pub(crate) const HOW_TO_CORS: Link = Link::new(
    text! { en: "CORS for REST APIs in API Gateway", ja: "API GatewayのREST APIのCORS", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
);

pub(crate) const HOW_TO_CUSTOM_DOMAINS: Link = Link::new(
    text! { en: "Custom domain names for REST APIs", ja: "REST APIのカスタムドメイン名", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html",
);

pub(crate) const HOW_TO_INTEGRATION_SETTINGS: Link = Link::new(
    text! { en: "Set up REST API integrations", ja: "REST APIの統合を設定する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html",
);

pub(crate) const HOW_TO_SET_STAGE_VARIABLES_AWS_CONSOLE: Link = Link::new(
    text! { en: "Use stage variables for a REST API", ja: "REST APIでステージ変数を使用する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-set-stage-variables-aws-console.html",
);

pub(crate) const HTTP_API_CORS: Link = Link::new(
    text! { en: "Configure CORS for HTTP APIs in API Gateway", ja: "API GatewayのHTTP APIのCORSを設定する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
);

pub(crate) const HTTP_API_DISABLE_DEFAULT_ENDPOINT: Link = Link::new(
    text! { en: "Disable the default endpoint for HTTP APIs", ja: "HTTP APIのデフォルトエンドポイントを無効にする", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html",
);

pub(crate) const HTTP_API_JWT_AUTHORIZER: Link = Link::new(
    text! { en: "Control access to HTTP APIs with JWT authorizers", ja: "JWTオーソライザーでHTTP APIへのアクセスを制御する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
);

pub(crate) const HTTP_API_TROUBLESHOOTING_JWT: Link = Link::new(
    text! { en: "Troubleshoot issues with JWT authorizers of HTTP APIs", ja: "HTTP APIのJWTオーソライザーの問題のトラブルシューティング", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html",
);

pub(crate) const HTTP_API_VS_REST: Link = Link::new(
    text! { en: "Choose between REST APIs and HTTP APIs", ja: "REST APIとHTTP APIのどちらかを選択する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html",
);

pub(crate) const INTEGRATION_PASSTHROUGH_BEHAVIORS: Link = Link::new(
    text! { en: "Integration passthrough behaviors", ja: "統合パススルーの動作", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html",
);

pub(crate) const INTEGRATION_SETTINGS_INTEGRATION_RESPONSE: Link = Link::new(
    text! { en: "Set up an integration response", ja: "統合レスポンスを設定する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html",
);

pub(crate) const INTEGRATION_TIMEOUT_LIMIT_29_SECONDS: Link = Link::new(
    text! { en: "Integration timeout beyond 29 seconds", ja: "29秒を超える統合タイムアウト", },
    "https://aws.amazon.com/about-aws/whats-new/2024/06/amazon-api-gateway-integration-timeout-limit-29-seconds/",
);

pub(crate) const KNOWN_ISSUES: Link = Link::new(
    text! { en: "Amazon API Gateway important notes", ja: "Amazon API Gatewayの重要な注意点", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html",
);

pub(crate) const LAMBDA_AUTHORIZER_OUTPUT: Link = Link::new(
    text! { en: "Output from an API Gateway Lambda authorizer", ja: "API Gateway Lambdaオーソライザーからの出力", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html",
);

pub(crate) const LAMBDA_CONCURRENCY: Link = Link::new(
    text! { en: "Lambda function scaling and concurrency", ja: "Lambda関数のスケーリングと同時実行数", },
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html",
);

pub(crate) const LIMITS: Link = Link::new(
    text! { en: "Amazon API Gateway quotas", ja: "Amazon API Gatewayのクォータ", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
);

pub(crate) const MAPPING_TEMPLATE_REFERENCE: Link = Link::new(
    text! { en: "Variables for access logging", ja: "アクセスログの変数", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html",
);

pub(crate) const METHOD_REQUEST_VALIDATION: Link = Link::new(
    text! { en: "Request validation for REST APIs in API Gateway", ja: "API GatewayのREST APIのリクエスト検証", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
);

pub(crate) const PAYLOAD_ENCODINGS: Link = Link::new(
    text! { en: "Binary media types for REST APIs", ja: "REST APIのバイナリメディアタイプ", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html",
);

pub(crate) const PERMISSIONS: Link = Link::new(
    text! { en: "API Gateway permissions model for invoking an API", ja: "APIを呼び出すためのAPI Gatewayのアクセス許可モデル", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html",
);

pub(crate) const PRIVATE_APIS: Link = Link::new(
    text! { en: "Private REST APIs in API Gateway", ja: "API GatewayのプライベートREST API", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html",
);

pub(crate) const PRIVATE_API_TEST_INVOKE_URL: Link = Link::new(
    text! { en: "Invoke a private API", ja: "プライベートAPIを呼び出す", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html",
);

pub(crate) const REPOST_5XX_ERROR: Link = Link::new(
    text! { en: "Troubleshoot 5xx errors of API Gateway", ja: "API Gatewayの5xxエラーのトラブルシューティング", },
    "https://repost.aws/knowledge-center/api-gateway-5xx-error",
);

pub(crate) const REPOST_AUTHENTICATION_TOKEN_ERRORS: Link = Link::new(
    text! { en: "Troubleshoot 403 “Missing Authentication Token” errors", ja: "403「Missing Authentication Token」エラーのトラブルシューティング", },
    "https://repost.aws/knowledge-center/api-gateway-authentication-token-errors",
);

pub(crate) const REPOST_REST_API_LAMBDA_INTEGRATIONS: Link = Link::new(
    text! { en: "“Invalid permissions on Lambda function” errors", ja: "「Invalid permissions on Lambda function」エラーの解決", },
    "https://repost.aws/knowledge-center/api-gateway-rest-api-lambda-integrations",
);

pub(crate) const REPOST_TROUBLESHOOT_403_FORBIDDEN: Link = Link::new(
    text! { en: "Troubleshoot HTTP 403 errors from API Gateway", ja: "API GatewayからのHTTP 403エラーのトラブルシューティング", },
    "https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden",
);

pub(crate) const REQUEST_THROTTLING: Link = Link::new(
    text! { en: "Throttle requests to REST APIs", ja: "REST APIへのリクエストをスロットリングする", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
);

pub(crate) const RESOURCE_POLICIES_AWS_CONDITION_KEYS: Link = Link::new(
    text! { en: "Condition keys for API Gateway resource policies", ja: "API Gatewayのリソースポリシーで使える条件キー", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html",
);

pub(crate) const RESOURCE_POLICIES_EXAMPLES: Link = Link::new(
    text! { en: "API Gateway resource policy examples", ja: "API Gatewayのリソースポリシーの例", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html",
);

pub(crate) const REST_API_DISABLE_DEFAULT_ENDPOINT: Link = Link::new(
    text! { en: "Disable the default endpoint for REST APIs", ja: "REST APIのデフォルトエンドポイントを無効にする", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html",
);

pub(crate) const REST_API_MAPPINGS: Link = Link::new(
    text! { en: "Use API mappings to connect API stages to a custom domain name for REST APIs", ja: "APIマッピングを使用してREST APIのステージをカスタムドメイン名に接続する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html",
);

pub(crate) const REST_API_MUTUAL_TLS: Link = Link::new(
    text! { en: "How to turn on mutual TLS authentication for REST APIs", ja: "REST APIの相互TLS認証を有効にする方法", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html",
);

pub(crate) const SETUP_HTTP_INTEGRATIONS: Link = Link::new(
    text! { en: "Set up HTTP integrations: how answers are passed on", ja: "HTTP統合を設定する（応答の受け渡し）", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html",
);

pub(crate) const SET_UP_LAMBDA_PROXY_INTEGRATIONS: Link = Link::new(
    text! { en: "Set up Lambda proxy integrations", ja: "Lambdaプロキシ統合を設定する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
);

pub(crate) const SIGV_CREATE_SIGNED_REQUEST: Link = Link::new(
    text! { en: "Create a signed AWS API request", ja: "署名付きAWS APIリクエストを作成する", },
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html",
);

pub(crate) const SIGV_TROUBLESHOOTING: Link = Link::new(
    text! { en: "Troubleshoot Signature Version 4 signing", ja: "SigV4署名のトラブルシューティング", },
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html",
);

pub(crate) const SUPPORTED_GATEWAY_RESPONSE_TYPES: Link = Link::new(
    text! { en: "Gateway response types for API Gateway", ja: "API Gatewayのゲートウェイレスポンスのタイプ", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
);

pub(crate) const TROUBLESHOOT_ACCESS_DENIED: Link = Link::new(
    text! { en: "Troubleshoot access denied error messages", ja: "アクセス拒否エラーメッセージのトラブルシューティング", },
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
);

pub(crate) const USE_LAMBDA_AUTHORIZER: Link = Link::new(
    text! { en: "Use API Gateway Lambda authorizers", ja: "API Gateway Lambdaオーソライザーを使用する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html",
);

pub(crate) const VPC_ENDPOINT_POLICIES: Link = Link::new(
    text! { en: "Use VPC endpoint policies for private APIs in API Gateway", ja: "API GatewayのプライベートAPIにVPCエンドポイントポリシーを使用する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html",
);

pub(crate) const WEBSOCKET_API_LAMBDA_AUTH: Link = Link::new(
    text! { en: "Control access to WebSocket APIs with Lambda authorizers", ja: "LambdaオーソライザーでWebSocket APIへのアクセスを制御する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html",
);

pub(crate) const WEBSOCKET_API_ROUTE_KEYS_CONNECT_DISCONNECT: Link = Link::new(
    text! { en: "Manage connected users and client apps: $connect and $disconnect routes", ja: "$connectルートと$disconnectルートで接続を管理する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html",
);

pub(crate) const WEBSOCKET_CONTROL_ACCESS_IAM: Link = Link::new(
    text! { en: "Control access to WebSocket APIs with IAM", ja: "IAMでWebSocket APIへのアクセスを制御する", },
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html",
);
