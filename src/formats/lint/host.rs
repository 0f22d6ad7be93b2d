//! What only the machine can answer: commands on PATH, hosts that resolve, peers that answer.

use super::findings::{Findings, step_path};
use crate::domain::plan::Check;
use crate::domain::problem::Place;
use crate::domain::rules::paging::way;
use crate::domain::rules::references;
use crate::domain::words::Mode;
use crate::formats::plan::Loaded;
use std::collections::BTreeSet;

/// A question to the machine.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Question {
    /// A command is on PATH.
    OnPath(String),
    /// A host name resolves.
    Resolves(String),
    /// A peer's ssh answers.
    Reaches(String),
    /// A variable of the environment is set.
    IsSet(String),
    /// This user approved the command of a pager here: its listing.
    Approved(String),
    /// This user approved the commands here that say where updates go: their listing.
    UpdatesApproved(String),
}

/// Every question a plan asks of the machine, once each, with where it comes from.
#[must_use]
pub fn questions(loaded: &Loaded) -> Vec<(Question, Place)> {
    let mut all = Vec::new();
    if let Some(plan) = &loaded.plan {
        let found = Findings::new(&plan.source);
        for (at, provider) in plan.providers.iter().enumerate() {
            for (name, value) in &provider.vars {
                let host = value
                    .rsplit_once(':')
                    .map_or(value.as_str(), |(host, _)| host);
                let is_name =
                    host.contains('.') && host.contains(|c: char| c.is_ascii_alphabetic());
                let whole = host
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
                if is_name && whole {
                    let place = found.place(&format!("provider[{at}].vars.{name}"));
                    all.push((Question::Resolves(host.to_owned()), place));
                }
            }
        }
        for (at, service) in plan.services.iter().enumerate() {
            if let Check::Command { run, .. } | Check::Progress { run, .. } = &service.probe.check {
                let place = found.place(&format!("service[{at}].probe.run"));
                all.extend(command(run).map(|q| (q, place)));
            }
        }
        if let Some(pager) = &plan.pager {
            let place = found.place("pager.run");
            all.extend(pager.run.as_deref().and_then(command).map(|q| (q, place)));
            let hook = pager
                .webhook
                .as_deref()
                .and_then(|w| w.strip_prefix("env:"));
            let hook = hook.map(|name| Question::IsSet(name.to_owned()));
            all.extend(hook.map(|q| (q, found.place("pager.webhook"))));
            let way = way(pager, Mode::Live).ok();
            let listing = way.and_then(|way| way.listing());
            all.extend(listing.map(|l| (Question::Approved(l), found.place("pager"))));
        }
        let listing = references::listing(plan).map(Question::UpdatesApproved);
        all.extend(listing.map(|q| (q, found.place("audience"))));
        for (at, peer) in plan.peers.iter().enumerate() {
            let host = peer
                .ssh
                .rsplit_once('@')
                .map_or(peer.ssh.as_str(), |(_, host)| host);
            all.push((
                Question::Reaches(host.to_owned()),
                found.place(&format!("peer[{at}].ssh")),
            ));
        }
    }
    for checklist in &loaded.checklists {
        let found = Findings::new(&checklist.source);
        for (p, phase) in checklist.phases.iter().enumerate() {
            for (s, step) in phase.steps.iter().enumerate() {
                let place = found.place(&format!("{}.command", step_path(p, s)));
                all.extend(
                    step.command
                        .as_deref()
                        .and_then(command)
                        .map(|q| (q, place)),
                );
            }
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|(question, _)| seen.insert(question.clone()));
    all
}

/// The program a command line begins with; none for the team's own scripts (`./x.sh`) and shell words.
fn command(line: &str) -> Option<Question> {
    let words = line
        .split_whitespace()
        .skip_while(|w| w.contains('=') || *w == "sudo");
    let first = words.map(|w| w.trim_matches(['\'', '"'])).next()?;
    const SHELL: [&str; 9] = [
        "cd",
        "for",
        "if",
        "while",
        "set",
        "export",
        "echo",
        "source",
        "switchover",
    ];
    let fine = |b: u8| b.is_ascii_alphanumeric() || b"._-+".contains(&b);
    let plain = !first.starts_with('-') && first.bytes().all(fine);
    (plain && !SHELL.contains(&first)).then(|| Question::OnPath(first.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_of_a_command_line_is_found() {
        let on = |name: &str| Some(Question::OnPath(name.into()));
        assert_eq!(
            command("sudo -u postgres x"),
            None,
            "options of sudo are not guessed at"
        );
        assert_eq!(command("PGUSER=x psql -c 'select 1'"), on("psql"));
        assert_eq!(command("ssh host 'x'"), on("ssh"));
        assert_eq!(command("./fence.sh {{from.id}}"), None);
        assert_eq!(command("{{tool}} x"), None);
        assert_eq!(command("for i in 1 2; do x; done"), None);
    }
}
