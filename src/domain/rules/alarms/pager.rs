//! Pagers that do not get through: who relies on one has to know.

use super::Alarms;

impl Alarms<'_> {
    /// Each machine whose last page did not leave; known until it fails in another way.
    pub(super) fn pagers(&mut self) {
        for (machine, pager) in &self.incident.state().pagers {
            let held = pager.held();
            let failed = held.and_then(|h| Some((h.by, h.value.failed.as_ref()?)));
            let Some((by, why)) = failed else { continue };
            let text = format!("PAGER of {machine} FAILS: {why}");
            self.add(2, format!("pager.{machine}"), text, &[Some(by)]);
        }
    }
}
