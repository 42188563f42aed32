//! Everybody whose answers are told apart from API Gateway's, by name.

use crate::text::Text;
use crate::who::{Role, Speaker, Who};

const fn speaker(who: Who, role: Role, name: Text) -> Speaker {
    Speaker { who, role, name }
}

macro_rules! speakers {
    ($who:ident, $role:ident: $($id:ident = $name:literal),+ $(,)?) => {
        $(pub(super) const $id: Speaker = speaker(Who::$who, Role::$role, text!(en: $name, ja: $name));)+
    };
}

speakers! { Cloudfront, Aws: CLOUDFRONT = "CloudFront" }
speakers! { S3, Aws: S3 = "Amazon S3" }
speakers! { AwsService, Aws:
    APPSYNC = "AWS AppSync",
    COGNITO = "Amazon Cognito",
    DYNAMODB = "Amazon DynamoDB",
    OPENSEARCH = "Amazon OpenSearch Service",
    STS = "AWS STS",
    VPC_LATTICE = "VPC Lattice",
}
pub(super) const FUNCTION_URL: Speaker = Speaker {
    who: Who::LambdaUrl,
    role: Role::Aws,
    name: text!(en: "a Lambda function URL", ja: "Lambda関数URL"),
};
/// A function at the edge wrote the answer in CloudFront's place.
pub(super) const EDGE_FUNCTION: Speaker = Speaker {
    who: Who::Cloudfront,
    role: Role::Aws,
    name: text!(en: "a function at CloudFront's edge", ja: "CloudFrontのエッジ関数"),
};
pub(super) const ANOTHER_AWS_SERVICE: Speaker = Speaker {
    who: Who::AwsService,
    role: Role::Aws,
    name: text!(en: "another AWS service", ja: "別のAWSサービス"),
};
speakers! { Proxy, ForwardProxy:
    BLUE_COAT = "Symantec Web Security (Blue Coat)",
    CISCO_UMBRELLA = "Cisco Umbrella",
    FORCEPOINT = "Forcepoint",
    FORTIGUARD = "FortiGuard",
    MCAFEE = "McAfee Web Gateway",
    MITMPROXY = "mitmproxy",
    NETSKOPE = "Netskope",
    PALO_ALTO = "Palo Alto Networks",
    PRIVOXY = "Privoxy",
    SQUID = "Squid",
    TINYPROXY = "Tinyproxy",
    ZSCALER = "Zscaler",
}
pub(super) const A_PROXY: Speaker = Speaker {
    who: Who::Proxy,
    role: Role::ForwardProxy,
    name: text!(en: "a proxy on the way", ja: "経路上のプロキシ"),
};
pub(super) const CAPTIVE_PORTAL: Speaker = Speaker {
    who: Who::Proxy,
    role: Role::ForwardProxy,
    name: text!(en: "the network's sign-in page", ja: "ネットワークのログインページ"),
};
speakers! { Proxy, Edge:
    AKAMAI = "Akamai",
    AZURE_FRONT_DOOR = "Azure Front Door",
    CLOUDFLARE = "Cloudflare",
    DATADOME = "DataDome",
    F5 = "F5 BIG-IP",
    FASTLY = "Fastly",
    IMPERVA = "Imperva",
    SUCURI = "Sucuri",
    VARNISH = "Varnish",
}
speakers! { Proxy, ReverseProxy:
    APIGEE = "Apigee",
    AZURE_APIM = "Azure API Management",
    ENVOY = "Envoy",
    GOOGLE_ENDPOINTS = "Google Cloud Endpoints",
    GOOGLE_FRONT_END = "Google Front End",
    GRAVITEE = "Gravitee",
    HAPROXY = "HAProxy",
    ISTIO = "Istio",
    KONG = "Kong",
    KRAKEND = "KrakenD",
    LINKERD = "Linkerd",
    TYK = "Tyk",
    WSO2 = "WSO2",
}
speakers! { Other, Hosting:
    FIREBASE = "Firebase Hosting",
    FLY = "Fly.io",
    GITHUB_PAGES = "GitHub Pages",
    HEROKU = "Heroku",
    NETLIFY = "Netlify",
    RAILWAY = "Railway",
    RENDER = "Render",
    VERCEL = "Vercel",
}
speakers! { Other, WebServer:
    APACHE = "Apache HTTP Server",
    CADDY = "Caddy",
    IIS = "Microsoft IIS",
    LIGHTTPD = "lighttpd",
    LITESPEED = "LiteSpeed",
    NGINX = "nginx",
    OPENRESTY = "OpenResty",
    TENGINE = "Tengine",
    TOMCAT = "Apache Tomcat",
}
speakers! { Other, Application:
    ASP_NET = "ASP.NET",
    DJANGO = "Django",
    EXPRESS = "Express",
    FLASK = "Flask",
    JETTY = "Jetty",
    KESTREL = "ASP.NET Kestrel",
    LARAVEL = "Laravel",
    NEXT = "Next.js",
    PHP = "PHP",
    RAILS = "Ruby on Rails",
    SPRING = "Spring Boot",
}
pub(super) const LOAD_BALANCER: Speaker = Speaker {
    who: Who::LoadBalancer,
    role: Role::Aws,
    name: text!(en: "an Application Load Balancer", ja: "Application Load Balancer"),
};
pub(super) const GRAPHQL: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "a GraphQL server", ja: "GraphQLサーバー"),
};
pub(super) const GRPC: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "a gRPC server", ja: "gRPCサーバー"),
};
pub(super) const PYTHON: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "a Python server", ja: "Pythonのサーバー"),
};
pub(super) const RUBY: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "a Ruby server", ja: "Rubyのサーバー"),
};
pub(super) const FASTAPI: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "FastAPI or Django REST framework", ja: "FastAPIやDjango REST framework"),
};
pub(super) const NEST: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "NestJS, Fastify or hapi", ja: "NestJS、Fastify、hapiなど"),
};
pub(super) const GO: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "Traefik or another Go server", ja: "TraefikなどのGoのサーバー"),
};
pub(super) const KUBERNETES_INGRESS: Speaker = Speaker {
    who: Who::Proxy,
    role: Role::ReverseProxy,
    name: text!(en: "a Kubernetes ingress", ja: "KubernetesのIngress"),
};
pub(super) const OAUTH: Speaker = Speaker {
    who: Who::Other,
    role: Role::Application,
    name: text!(en: "an OAuth library", ja: "OAuthライブラリー"),
};
