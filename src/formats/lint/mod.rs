//! What is probably or certainly wrong with a plan that can be read: pure, with the day and the drills given.

mod accepted;
mod codes;
mod course;
mod findings;
mod guards;
pub mod host;
mod ids;
mod order;
mod pager;
mod pairs;
mod plan;
mod probes;
mod refs;
mod roles;
mod scenario;
mod shape;
mod stale;
mod templates;
mod values;
mod variables;

pub use codes::CODES;

use crate::domain::ids::Id;
use crate::domain::problem::Problem;
use crate::domain::time::Time;
use crate::formats::plan::Loaded;
use findings::Findings;

/// What a lint must be told, because it reads neither clock nor disk.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The day, `YYYY-MM-DD`.
    pub today: &'a str,
    /// When a checklist of the plan of this name was last drilled.
    pub last_drill: &'a dyn Fn(&str, &Id) -> Option<Time>,
}

impl std::fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known")
            .field("today", &self.today)
            .finish_non_exhaustive()
    }
}

/// Everything the lints find, besides what reading found ([`Loaded::problems`]). Warnings the owner accepted
/// (`lint_ok`) come as notes with the reason.
#[must_use]
pub fn lint(loaded: &Loaded, known: &Known<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(plan) = &loaded.plan {
        let mut found = Findings::new(&plan.source);
        ids::of_plan(plan, &mut found);
        refs::of_plan(plan, &mut found);
        order::of_services(plan, &mut found);
        plan::plan(plan, &mut found);
        pager::pager(plan, &mut found);
        probes::probes(plan, &mut found);
        roles::roles(plan, &mut found);
        stale::plan(plan, known, &mut found);
        templates::bodies(plan, &mut found);
        problems.append(&mut found.list);
    }
    for checklist in &loaded.checklists {
        let mut found = Findings::new(&checklist.source);
        ids::of_checklist(checklist, loaded, &mut found);
        refs::of_checklist(checklist, loaded, &mut found);
        order::of_steps(checklist, &mut found);
        variables::of_checklist(checklist, loaded, &mut found);
        guards::guards(checklist, &mut found);
        shape::shape(checklist, &mut found);
        values::values(checklist, &mut found);
        course::course(checklist, &mut found);
        pairs::pairs(checklist, loaded, &mut found);
        stale::checklist(checklist, loaded, known, &mut found);
        accepted::accepted(checklist, &mut found);
        problems.append(&mut found.list);
    }
    for template in &loaded.templates {
        let mut found = Findings::new(template);
        templates::template(template, &mut found);
        problems.append(&mut found.list);
    }
    for scenario in &loaded.scenarios {
        let mut found = Findings::new(&scenario.source);
        scenario::scenario(scenario, loaded, &mut found);
        problems.append(&mut found.list);
    }
    problems
}

/// What was found outside the lints (`check --host`), with the warnings a checklist accepts as notes.
#[must_use]
pub fn accept(loaded: &Loaded, mut problems: Vec<Problem>) -> Vec<Problem> {
    for problem in &mut problems {
        let mut files = loaded.checklists.iter();
        if let Some(checklist) = files.find(|c| c.source.name == problem.place.file) {
            accepted::accept(checklist, &checklist.source, problem);
        }
    }
    problems
}
