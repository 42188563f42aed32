//! The session as a file: a HAR, or a report for people. Secrets are masked in both, and so are
//! account ids, unless the reader asked for them.

use gatewhy_core::{Text, render, text};

use crate::model::{Diagnose, Model};

/// The session as HAR.
pub(crate) fn har(model: &Model) -> String {
    model.settings.account_ids.of(render::har(model.session()))
}

/// The reports on all listed failures as one Markdown document.
pub(crate) fn markdown(model: &Model, diagnose: Diagnose<'_>) -> String {
    let lang = model.lang;
    let mut page = format!("# {}\n", TITLE.get(lang));
    for row in model.rows() {
        page.push_str("\n---\n\n");
        if let Some(report) = model.report(row, &model.with_neighbours(row), diagnose) {
            page.push_str(&render::markdown(&report));
        } else {
            page.push_str(crate::words::BROKEN.get(lang));
            page.push('\n');
        }
    }
    model.settings.account_ids.of(page)
}

/// `gatewhy-2026-01-31T12-00-00.har`, from an ISO time.
pub(crate) fn name(now: &str, ending: &str) -> String {
    let moment: String = now.chars().take(19).collect();
    format!("gatewhy-{}.{ending}", moment.replace(':', "-"))
}

const TITLE: Text = text! {
    en: "Failing API Gateway calls",
    ja: "失敗したAPI Gatewayの呼び出し",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::engine::{judge, report};
    use crate::model::{Exchange, Msg, Source, update};
    use crate::settings::AccountIds;
    use gatewhy_core::{Evidence, Lang, diagnose, intake};

    fn session() -> Model {
        let mut model = Model::new(Lang::En, []);
        for (id, path, status) in [
            (1, "/prod/pets", 200),
            (2, "/prod/pet", 403),
            (3, "/prod/me", 401),
        ] {
            let mut evidence = Evidence {
                url: Some(format!(
                    "https://abc123defg.execute-api.us-east-1.amazonaws.com{path}"
                )),
                method: Some("GET".into()),
                status: Some(status),
                started: Some(format!("2026-01-01T00:00:0{id}.000Z")),
                ..Evidence::default()
            };
            evidence
                .request_headers
                .push("authorization", "Bearer s3cr3t");
            if status == 403 {
                evidence.body = Some(r#"{"message":"Missing Authentication Token"}"#.into());
            }
            let msg = Msg::Met(Exchange::of(id, evidence), Source::Event);
            update(&mut model, msg, &judge);
        }
        while let Some(id) = model.next_work(&[]) {
            update(&mut model, Msg::Diagnose(id), &judge);
        }
        model
    }

    #[test]
    fn what_is_exported_opens_to_the_same_diagnoses() {
        let model = session();
        let text = har(&model);
        assert!(!text.contains("s3cr3t"));
        let read = intake::read(&text, None).expect("it is a HAR");
        let causes: Vec<_> = read
            .exchanges()
            .filter(|(evidence, _)| evidence.failed())
            .map(|(evidence, _)| diagnose(&evidence, Lang::En).diagnoses[0].cause)
            .collect();
        let listed: Vec<_> = model
            .rows()
            .map(|row| row.verdict.cause().unwrap_or_default())
            .collect();
        assert_eq!(causes, listed);
        assert_eq!(read.len(), 3, "what worked tells something, too");
    }

    #[test]
    fn the_report_tells_every_failure() {
        let page = markdown(&session(), &report);
        assert!(page.starts_with("# Failing API Gateway calls\n"));
        assert_eq!(page.matches("\n---\n").count(), 2);
        assert!(page.contains("/prod/pet") && !page.contains("s3cr3t"));
    }

    #[test]
    fn account_ids_go_unless_they_are_asked_for() {
        const ID: &str = "123456789012";
        let mut model = session();
        let mut evidence = Evidence {
            url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
            status: Some(403),
            ..Evidence::default()
        };
        evidence.body = Some(format!(
            r#"{{"Message":"User: arn:aws:iam::{ID}:user/u is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:abc123defg/prod/GET/pets"}}"#
        ));
        let msg = Msg::Met(Exchange::of(4, evidence), Source::Event);
        update(&mut model, msg, &judge);
        while let Some(id) = model.next_work(&[]) {
            update(&mut model, Msg::Diagnose(id), &judge);
        }
        for (ids, shows) in [(AccountIds::Masked, false), (AccountIds::Kept, true)] {
            model.settings.account_ids = ids;
            for text in [har(&model), markdown(&model, &report)] {
                assert_eq!(text.contains(ID), shows, "{text}");
                assert!(text.contains("user/u") && !text.contains("s3cr3t"));
            }
        }
    }

    #[test]
    fn a_file_is_named_for_its_time() {
        assert_eq!(
            name("2026-01-31T12:00:00.123Z", "har"),
            "gatewhy-2026-01-31T12-00-00.har"
        );
    }
}
