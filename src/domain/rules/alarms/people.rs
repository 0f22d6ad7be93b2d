//! Alarms about people: promises not kept, roles held too long, in two hands, or over their time.

use super::{Alarms, Board};
use crate::domain::plan::Plan;
use crate::domain::rules::moved::{ALARM, moved};
use crate::domain::rules::{people, promises};
use crate::domain::time::Time;

impl Alarms<'_> {
    pub(super) fn people(&mut self, plan: &Plan, board: &Board, now: Time) {
        for role in people::roles(plan, self.incident) {
            let (id, name) = (&role.id, &role.name);
            let held = self.incident.state().roles.get(id);
            let last = held.and_then(|r| r.holder.held()).map(|h| h.by);
            if let Some(offer) = &role.offer {
                let text = format!("{} offers {name} to {}", offer.by, offer.to);
                self.add(2, format!("role-offer.{id}"), text, &[Some(offer.no)]);
            }
            if let Some(moved) = moved(self.incident, id) {
                let alarm = format!("{ALARM}{id}");
                if !moved.known(self.incident, &alarm) {
                    self.add(2, alarm, moved.words(plan, id), &[Some(moved.no)]);
                }
            }
            let Some(holder) = &role.holder else { continue };
            if !role.rivals.is_empty() {
                let text = format!(
                    "{holder} and {} both took {name} at the same time",
                    role.rivals.join(", ")
                );
                let rivals = held.into_iter().flat_map(|r| r.holder.rivals());
                let causes: Vec<_> = rivals.map(|h| Some(h.by)).chain([last]).collect();
                self.add(2, format!("role-twice.{id}"), text, &causes);
            }
            if let Some(over) = role.over(now) {
                let text = format!("{holder}'s time as {name} is OVER by {}", over.calm());
                self.add(3, format!("role-until.{id}"), text, &[last]);
            }
            if let Some(hours) = role.long(now) {
                let text = format!("{holder} is {name} for {hours} h");
                self.add(4, format!("role-long.{id}.{hours}h"), text, &[role.begun]);
            }
        }
        for promise in promises::open(self.incident, board) {
            if promise.due >= now {
                continue;
            }
            let (whose, text) = (promise.whose(plan), &promise.text);
            let text = format!("{whose} promised {text}: {}", promise.left(now));
            let made = self.incident.log().find(&promise.reference);
            self.add(3, format!("promise.{}", promise.reference), text, &[made]);
        }
    }
}
