//! Which commands a plan's audiences run to know where updates go: looked at before they run, as a probe's are.

use crate::domain::plan::{Audience, Plan};
use crate::domain::probe::{self, Order};

/// The commands of all references of a plan's audiences, as they are shown and approved; none: it has none.
#[must_use]
pub fn listing(plan: &Plan) -> Option<String> {
    let orders: Vec<Order> = plan.audiences.iter().flat_map(of).collect();
    (!orders.is_empty()).then(|| probe::listing(&orders))
}

fn of(audience: &Audience) -> Vec<Order> {
    let id = &audience.id;
    let named = |text: &Option<String>, name: &str| {
        let text = text.as_ref()?;
        Some((format!("{name} of {id}"), text.clone()))
    };
    let hooks = [
        named(&audience.webhook, "webhook"),
        named(&audience.rehearsal_webhook, "rehearsal_webhook"),
    ];
    let headers = audience.headers.iter();
    let headers = headers.map(|(name, text)| (format!("header {name} of {id}"), text.clone()));
    let all = hooks.into_iter().flatten().chain(headers);
    let commands = all.filter_map(|(probe, text)| {
        let script = text.strip_prefix("cmd:")?.to_owned();
        Some(Order { probe, script })
    });
    commands.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::Desk;
    use super::*;

    #[test]
    fn every_command_is_shown_wherever_it_stands_and_no_other_reference() {
        let mut plan = Desk::new().plan;
        assert_eq!(listing(&plan), None);
        let audience = &mut plan.audiences[0];
        audience.webhook = Some("env:HOOK".into());
        assert_eq!(listing(&plan), None);
        let audience = &mut plan.audiences[0];
        audience.webhook = Some("cmd:pass show hook".into());
        audience.rehearsal_webhook = Some("cmd:pass show test".into());
        let token = ("X-Token".to_owned(), "cmd:a\nb".to_owned());
        audience.headers = [token].into_iter().collect();
        let shown = "webhook of customers\n  pass show hook\nrehearsal_webhook of customers\n  \
                     pass show test\nheader X-Token of customers\n  a\n  b\n";
        assert_eq!(listing(&plan).as_deref(), Some(shown));
    }
}
