//! What stands between an operator and a step. Never a prison: everything can be answered.

use super::board::{Board, StepRow};
use super::confirm::is_confirmed;
use super::decider::decider;
use crate::domain::checklist::Record;
use crate::domain::words::{StepKind, StepState};

/// Something to be answered before a step can take a state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Need {
    /// Another person holds it: it has to be asked for.
    HeldBy(String),
    /// Steps that come first are open: why now?
    Reason {
        /// Their numbers.
        unmet: Vec<String>,
    },
    /// It cannot be taken back: its id is typed.
    TypeId(String),
    /// A second person, not the doer, confirms.
    Confirm {
        /// Who: a role, or anybody.
        by: Option<String>,
    },
    /// Nobody started it: asked once.
    NotStarted,
    /// The observed value.
    Value {
        /// What to see when it worked, filled.
        expect: Option<String>,
    },
    /// One of the values that are recorded.
    Record {
        /// Which.
        record: Record,
        /// What to see when it worked, filled.
        expect: Option<String>,
    },
    /// Proven, or closed without proof.
    Proof,
    /// One of the decision's options.
    Option,
    /// Another person holds the role whose decision it is: said once.
    Decider {
        /// The role.
        role: String,
        /// Who holds it.
        holder: String,
    },
    /// Roles that are asked have not said go: why without?
    Quorum {
        /// Which.
        roles: String,
    },
    /// The own probe says something else: why is it closed?
    Disagrees {
        /// What the probe says.
        said: String,
    },
    /// What the step's probe watches held before the step's turn: asked once.
    AlreadyTrue {
        /// What the probe says.
        said: String,
    },
}

/// It can be started: nobody is at it, and what became of it is known.
#[must_use]
pub fn is_fresh(row: &StepRow) -> bool {
    use StepState::{Deferred, Failed, Todo};
    matches!(row.state, Todo | Failed | Deferred) && !row.struck
}

/// Why a step is not started a second time; none: it is fresh.
#[must_use]
pub fn begun(row: &StepRow) -> Option<String> {
    let who = row.who().map(|who| format!(", by {who}"));
    let (number, state) = (&row.number, row.state);
    (!is_fresh(row)).then(|| {
        let who = who.unwrap_or_default();
        format!("{number} is {state} already{who}: done, fail or reopen it")
    })
}

/// Why nothing more is written of a step that is closed: it says so, and by whom.
#[must_use]
pub fn closed(row: &StepRow) -> Option<String> {
    let by = row.by.as_deref().unwrap_or("?");
    row.is_closed().then(|| {
        if row.struck {
            return format!("{} was struck from the run", row.number);
        }
        format!("{} is {} already, by {by}", row.number, row.state)
    })
}

/// The roles of a decision's quorum that have not said go; none when all did, or none is asked.
#[must_use]
pub fn roles_without_go(row: &StepRow) -> Option<String> {
    let missing: Vec<&str> = row.without_go().map(|b| b.role.as_str()).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// What is to be answered before `operator` writes the update of a step.
#[must_use]
pub fn to_tell(row: &StepRow, operator: &str) -> Vec<Need> {
    if row.state.is_running() {
        return held_by_other(row, operator).into_iter().collect();
    }
    to_start(row, operator)
}

/// What is to be answered before `operator` starts a step.
#[must_use]
pub fn to_start(row: &StepRow, operator: &str) -> Vec<Need> {
    let mut needs = Vec::new();
    needs.extend(held_by_other(row, operator));
    if !row.unmet.is_empty() {
        needs.push(Need::Reason {
            unmet: row.unmet.clone(),
        });
    }
    if row.step.irreversible {
        needs.push(Need::TypeId(row.step.id.to_string()));
        needs.extend(confirmation(row, operator));
    }
    needs
}

/// What is to be answered before `operator` closes a step as done. A step nobody started has to pass
/// what starting it needs as well: nothing irreversible is ticked past its guards.
#[must_use]
pub fn to_finish(board: &Board, row: &StepRow, operator: &str) -> Vec<Need> {
    let mut needs = Vec::new();
    if row.step.kind == StepKind::Decision {
        needs.extend(to_tell(row, operator));
        needs.extend(decider(row, operator).map(|(role, holder)| Need::Decider {
            role: role.to_owned(),
            holder: holder.to_owned(),
        }));
        needs.push(Need::Option);
        return needs;
    }
    let tried = matches!(row.state, StepState::Failed | StepState::Unknown);
    let begun = tried && row.started.is_some();
    if row.state.is_running() || begun {
        needs.extend(held_by_other(row, operator));
    } else {
        needs.extend(to_start(row, operator));
        if !row.step.irreversible && row.step.kind == StepKind::Do {
            needs.push(Need::NotStarted);
        }
    }
    if row.step.unproven {
        needs.push(Need::Proof);
    }
    let expect = row.step.expect.as_deref().map(|t| board.names.text(t));
    for record in &row.step.record {
        let (record, expect) = (record.clone(), expect.clone());
        needs.push(Need::Record { record, expect });
    }
    let asks = matches!(row.step.kind, StepKind::Check | StepKind::Hold);
    let seen = asks || expect.is_some();
    if seen && row.step.record.is_empty() {
        needs.push(Need::Value { expect });
    }
    needs
}

/// Another person is at it, or has claimed it.
#[must_use]
pub fn held_by_other(row: &StepRow, operator: &str) -> Option<Need> {
    let other = row.who().filter(|who| *who != operator)?;
    (!row.is_closed()).then(|| Need::HeldBy(other.to_owned()))
}

/// The confirmation still missing: by another than the doer, from an own cockpit or by voice. A written reason
/// for doing without stands for it.
fn confirmation(row: &StepRow, operator: &str) -> Option<Need> {
    let by = row.step.confirm_by.as_ref()?;
    let by_other = is_confirmed(row, operator);
    let role = (by.as_str() != "any").then(|| by.to_string());
    (!by_other && row.overridden.is_none()).then_some(Need::Confirm { by: role })
}
