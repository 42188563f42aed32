//! Whole templates around the fragments that rules show, so that cfn-lint can judge them.

use std::fmt::Write as _;

use super::{Language, Snippet};

/// A template that holds the snippet and defines what it refers to; `None` for other languages.
///
/// # Errors
///
/// When the fragment belongs nowhere that is known here, or refers to something unheard of.
pub fn template(snippet: &Snippet) -> Result<Option<String>, String> {
    let sam = match snippet.language {
        Language::Cloudformation => false,
        Language::Sam => true,
        _ => return Ok(None),
    };
    let mut whole = wrapped(&snippet.complete())?;
    for (name, stub) in missing(&whole, sam)? {
        if !has_section(&whole, "Resources") {
            whole.push_str("Resources:\n");
        }
        // Sections stand in any order, so what is added to Resources goes right behind its name.
        let stub = format!("Resources:\n  {name}:\n{}", indented(stub, 4));
        whole = whole.replacen("Resources:\n", &stub, 1);
    }
    if !has_section(&whole, "Resources") {
        whole.push_str(
            "Resources:\n  Nothing:\n    Type: AWS::CloudFormation::WaitConditionHandle\n",
        );
    }
    let whole = completed(&whole);
    let transform = if sam {
        "Transform: AWS::Serverless-2016-10-31\n"
    } else {
        ""
    };
    Ok(Some(format!(
        "AWSTemplateFormatVersion: \"2010-09-09\"\n{transform}{whole}"
    )))
}

/// Where a fragment belongs, by its first key: what stands around it, and how deep it stands.
const PLACES: &[(&str, &str, usize)] = &[
    ("Resources:", "", 0),
    ("Outputs:", "", 0),
    ("Globals:", "", 0),
    (
        "Events:",
        "Resources:\n  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n",
        6,
    ),
    (
        "Environment:",
        "Resources:\n  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n",
        6,
    ),
    (
        "DefaultCacheBehavior:",
        "Resources:\n  Cdn:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      DistributionConfig:\n        Enabled: true\n        Origins:\n          - Id: api\n            DomainName: abc123defg.execute-api.eu-west-1.amazonaws.com\n            CustomOriginConfig:\n              OriginProtocolPolicy: https-only\n",
        8,
    ),
    (
        "- Name:",
        "Resources:\n  Acl:\n    Type: AWS::WAFv2::WebACL\n    Properties:\n      Scope: REGIONAL\n      DefaultAction: { Allow: {} }\n      VisibilityConfig:\n        SampledRequestsEnabled: true\n        CloudWatchMetricsEnabled: true\n        MetricName: acl\n      Rules:\n",
        8,
    ),
];

fn wrapped(fragment: &str) -> Result<String, String> {
    if let Some((_, around, depth)) = PLACES
        .iter()
        .find(|(first, ..)| fragment.starts_with(first))
    {
        return Ok(format!("{around}{}", indented(fragment, *depth)));
    }
    let second = fragment.lines().nth(1).unwrap_or_default();
    if second.starts_with("  Type: AWS::") {
        return Ok(format!("Resources:\n{}", indented(fragment, 2)));
    }
    let first = fragment.lines().next().unwrap_or_default();
    Err(format!("no place is known for what begins with {first}"))
}

fn indented(text: &str, depth: usize) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        if !line.is_empty() {
            writeln!(all, "{:depth$}{line}", "").expect("a String takes all");
        }
        all
    })
}

fn has_section(template: &str, name: &str) -> bool {
    template
        .lines()
        .any(|line| line.strip_suffix(':') == Some(name))
}

/// The API that an event of a function names must be one of SAM's, with the authorizers that it names.
const SAM_API: &str = "Type: AWS::Serverless::Api\nProperties:\n  StageName: prod\n  Auth:\n    DefaultAuthorizer: PetsAuthorizer\n    Authorizers:\n      PetsAuthorizer:\n        FunctionArn: !GetAtt AuthorizerFunction.Arn";

/// What the fragments refer to and leave to the reader's own template.
const STUBS: &[(&str, &str)] = &[
    (
        "Api",
        "Type: AWS::ApiGateway::RestApi\nProperties:\n  Name: pets",
    ),
    (
        "Authorizer",
        "Type: AWS::ApiGatewayV2::Authorizer\nProperties:\n  ApiId: !Ref WebSocketApi\n  Name: request\n  AuthorizerType: REQUEST\n  AuthorizerUri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:authorizer/invocations\n  IdentitySource:\n    - route.request.querystring.token",
    ),
    (
        "AuthorizerFunction",
        "Type: AWS::Serverless::Function\nProperties:\n  MemorySize: 128",
    ),
    (
        "ConnectIntegration",
        "Type: AWS::ApiGatewayV2::Integration\nProperties:\n  ApiId: !Ref WebSocketApi\n  IntegrationType: MOCK",
    ),
    (
        "Deployment",
        "Type: AWS::ApiGateway::Deployment\nProperties:\n  RestApiId: abc123defg",
    ),
    (
        "Domain",
        "Type: AWS::ApiGateway::DomainName\nProperties:\n  DomainName: api.example.com\n  RegionalCertificateArn: arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000\n  SecurityPolicy: TLS_1_2\n  EndpointConfiguration:\n    Types: [REGIONAL]",
    ),
    (
        "Stage",
        "Type: AWS::ApiGatewayV2::Stage\nProperties:\n  ApiId: !Ref WebSocketApi\n  StageName: prod",
    ),
    (
        "WebSocketApi",
        "Type: AWS::ApiGatewayV2::Api\nProperties:\n  Name: pets\n  ProtocolType: WEBSOCKET\n  RouteSelectionExpression: $request.body.action",
    ),
];

/// The resources that a template refers to, directly or through a stub, and does not define.
fn missing(template: &str, sam: bool) -> Result<Vec<(&'static str, &'static str)>, String> {
    let mut found: Vec<(&'static str, &'static str)> = Vec::new();
    let mut open = references(template);
    while let Some(name) = open.pop() {
        let defined = template.lines().any(|line| {
            line.trim_start().strip_suffix(':') == Some(&name) && line.starts_with("  ")
        });
        if defined || found.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let (name, stub) = STUBS
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("it refers to {name}, which no stub defines"))?;
        let stub = if sam && *name == "Api" {
            &SAM_API
        } else {
            stub
        };
        open.extend(references(stub));
        found.push((name, stub));
    }
    Ok(found)
}

/// The names in `!Ref Name`, `!GetAtt Name.Attribute` and `${Name}`, pseudo parameters apart.
fn references(template: &str) -> Vec<String> {
    let mut names = Vec::new();
    for opening in ["!Ref ", "!GetAtt ", "${"] {
        for (at, _) in template.match_indices(opening) {
            let rest = &template[at + opening.len()..];
            let name: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == ':')
                .collect();
            if !name.starts_with("AWS::") && !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

/// What the reader's own resource has as well, and the linter asks for.
const OWN: &[(&str, &str)] = &[
    (
        "Type: AWS::Serverless::Function",
        "CodeUri: s3://bucket/code.zip\nRuntime: nodejs22.x\nHandler: index.handler",
    ),
    // cfn-lint puts a file in the place of a definition that is not written out, and SAM then
    // refuses what it would add to the definition that it makes of the functions' events.
    (
        "Type: AWS::Serverless::Api",
        "DefinitionBody:\n  openapi: 3.0.1\n  paths: {}",
    ),
];

fn completed(template: &str) -> String {
    let mut whole = String::new();
    let mut own = None;
    for line in template.lines() {
        whole.push_str(line);
        whole.push('\n');
        let word = line.trim();
        if word.starts_with("Type: ") {
            own = OWN.iter().find(|(kind, _)| *kind == word);
        }
        if let (Some((_, lines)), "Properties:") = (own, word) {
            let depth = line.len() - line.trim_start().len() + 2;
            whole.push_str(&indented(lines, depth));
            own = None;
        }
    }
    whole
}
