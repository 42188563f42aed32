//! Numbers over the whole list, kept up to date row by row: for the chips and the strip.

use std::collections::BTreeMap;

use gatewhy_core::origin::Who;
use gatewhy_core::rule::Family;

use super::row::Row;

/// Bins that the strip has at most.
pub(crate) const BINS_AT_MOST: i64 = 96;
/// Spans of a bin, in milliseconds, that read well on a clock.
const SPANS: &[i64] = &[
    250,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    14_400_000,
    43_200_000,
    86_400_000,
    604_800_000,
];
/// Families, and one place for what no cause is known of.
pub(crate) const GROUPS: usize = Family::ALL.len() + 1;

/// How many rows there are of each sort.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) families: BTreeMap<Family, u32>,
    /// By [`rank`].
    origins: BTreeMap<usize, u32>,
    times: BTreeMap<i64, u32>,
    pub(crate) strip: Strip,
}

/// Failures over time.
#[derive(Debug, Default)]
pub(crate) struct Strip {
    /// When the first bin begins.
    pub(crate) start: i64,
    /// How long each is.
    pub(crate) span: i64,
    pub(crate) bins: Vec<[u16; GROUPS]>,
}

/// Everybody who can have answered, in the order of the chips.
pub(crate) const SPEAKERS: [(Who, &str); 16] = [
    (Who::ApiGatewayRest, "api-gateway-rest"),
    (Who::ApiGatewayHttp, "api-gateway-http"),
    (Who::ApiGatewayWebsocket, "api-gateway-websocket"),
    (Who::Authorizer, "authorizer"),
    (Who::Waf, "waf"),
    (Who::Integration, "integration"),
    (Who::Cloudfront, "cloudfront"),
    (Who::LoadBalancer, "load-balancer"),
    (Who::LambdaUrl, "lambda-url"),
    (Who::S3, "s3"),
    (Who::AwsService, "aws-service"),
    (Who::Proxy, "proxy"),
    (Who::Other, "other"),
    (Who::Network, "network"),
    (Who::Browser, "browser"),
    (Who::Unknown, "unknown"),
];

fn rank(who: Who) -> usize {
    let of = SPEAKERS.iter().position(|(known, _)| *known == who);
    of.unwrap_or(SPEAKERS.len() - 1)
}

/// The id of a speaker, as in reports.
pub(crate) fn speaker_id(who: Who) -> &'static str {
    SPEAKERS[rank(who)].1
}

/// The place of a family in a bin; what has none comes last.
pub(crate) fn group(family: Option<Family>) -> usize {
    let of = |family| Family::ALL.iter().position(|known| *known == family);
    family.and_then(of).unwrap_or(GROUPS - 1)
}

impl Tally {
    /// Who answered, in order, and how often.
    pub(crate) fn origins(&self) -> impl Iterator<Item = (Who, u32)> {
        self.origins
            .iter()
            .map(|(rank, count)| (SPEAKERS[*rank].0, *count))
    }

    pub(super) fn add(&mut self, row: &Row) {
        if let Some(family) = row.verdict.family() {
            *self.families.entry(family).or_default() += 1;
        }
        if let Some(who) = row.who {
            *self.origins.entry(rank(who)).or_default() += 1;
        }
        *self.times.entry(row.began).or_default() += 1;
    }

    pub(super) fn remove(&mut self, row: &Row) {
        if let Some(family) = row.verdict.family() {
            take(&mut self.families, &family);
        }
        if let Some(who) = row.who {
            take(&mut self.origins, &rank(who));
        }
        take(&mut self.times, &row.began);
    }

    /// Whether all rows have their places in the strip as it is.
    pub(super) fn fits(&self) -> bool {
        let (Some((first, _)), Some((last, _))) =
            (self.times.first_key_value(), self.times.last_key_value())
        else {
            return self.strip.bins.is_empty();
        };
        let strip = &self.strip;
        strip.place(*first).is_some()
            && strip.place(*last).is_some()
            // A session that was cleared of its past gets a finer strip.
            && (strip.bins.len() < 8 || last - first >= strip.span * BINS_AT_MOST / 8)
    }

    /// An empty strip that all rows have their places in.
    pub(super) fn plan(&mut self) {
        let ends = (self.times.first_key_value(), self.times.last_key_value());
        let (Some((first, _)), Some((last, _))) = ends else {
            self.strip = Strip::default();
            return;
        };
        // Room for as much again, so that it is planned anew only now and then.
        let fits = |span: &i64| (last - first) / span < BINS_AT_MOST / 2;
        let span = SPANS.iter().copied().find(fits);
        let span = span.unwrap_or_else(|| (last - first) / (BINS_AT_MOST / 2) + 1);
        self.strip = Strip {
            start: first - first.rem_euclid(span),
            span,
            bins: vec![[0; GROUPS]; usize::try_from(BINS_AT_MOST).unwrap_or(0)],
        };
    }
}

impl Strip {
    /// The bin of a time.
    pub(crate) fn place(&self, began: i64) -> Option<usize> {
        if self.span == 0 {
            return None;
        }
        let place = usize::try_from((began - self.start).div_euclid(self.span)).ok()?;
        (place < self.bins.len()).then_some(place)
    }

    pub(super) fn count(&mut self, row: &Row, by: i32) {
        let group = group(row.verdict.family());
        if let Some(place) = self.place(row.began) {
            let count = &mut self.bins[place][group];
            *count = count.saturating_add_signed(i16::try_from(by).unwrap_or(0));
        }
    }

    /// The last bin that holds anything.
    pub(crate) fn last(&self) -> usize {
        let holds = |bin: &[u16; GROUPS]| bin.iter().any(|count| *count > 0);
        self.bins.iter().rposition(holds).unwrap_or(0)
    }

    /// When a bin begins.
    pub(crate) fn begin(&self, bin: usize) -> i64 {
        self.start + self.span * i64::try_from(bin).unwrap_or(0)
    }
}

fn take<K: Ord>(counts: &mut BTreeMap<K, u32>, of: &K) {
    if let Some(count) = counts.get_mut(of) {
        *count -= 1;
        if *count == 0 {
            counts.remove(of);
        }
    }
}
