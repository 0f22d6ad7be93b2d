//! `check --host`: what this machine says of a plan. Touches PATH and the network, each with a deadline.

use crate::domain::problem::{Problem, Severity};
use crate::formats::lint::host::{Question, questions};
use crate::formats::plan::Loaded;
use crate::formats::problems::quoted;
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

/// A name that is not resolved by then counts as not resolved.
const PATIENCE: Duration = Duration::from_secs(5);

/// Every question of the plan that this machine answers with no. All names are asked at once. `approved` knows which
/// listings of commands of pagers, and for updates, are.
#[must_use]
pub fn problems(loaded: &Loaded, approved: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let asked: Vec<_> = questions(loaded)
        .into_iter()
        .filter(|(question, _)| match question {
            Question::Approved(all) | Question::UpdatesApproved(all) => !approved(all),
            _ => true,
        })
        .map(|(question, place)| (ask(&question), question, place))
        .collect();
    asked
        .into_iter()
        .filter(|(answer, ..)| !answer.recv_timeout(PATIENCE * 2).unwrap_or(false))
        .map(|(_, question, place)| {
            let (code, what, remedy) = match &question {
                Question::OnPath(name) => (
                    "not-on-path",
                    format!("{} is not on PATH here", quoted(name)),
                    "install it, or mend PATH",
                ),
                Question::Resolves(host) => (
                    "unresolved",
                    format!("{} does not resolve here", quoted(host)),
                    "mend the name, or add it to /etc/hosts",
                ),
                Question::IsSet(name) => (
                    "unset",
                    format!("{} is not set here", quoted(name)),
                    "set it where `switchover join --headless` starts",
                ),
                Question::Approved(_) => (
                    "pager-not-approved",
                    "nobody is paged from here: its command is not approved".to_owned(),
                    "switchover approve --pager shows it first",
                ),
                Question::UpdatesApproved(_) => (
                    "updates-not-approved",
                    "no update that needs its cmd: is posted from here: it is not approved"
                        .to_owned(),
                    "switchover approve --updates shows it first",
                ),
                Question::Reaches(host) => (
                    "unreachable",
                    format!("ssh of {} does not answer from here", quoted(host)),
                    "look at the network, or the peer",
                ),
            };
            Problem {
                severity: Severity::Warning,
                code,
                place,
                what,
                remedy: remedy.to_owned(),
            }
        })
        .collect()
}

/// The answer arrives later; a thread that is stuck in a lookup ends with the program.
fn ask(question: &Question) -> mpsc::Receiver<bool> {
    let (answer, later) = mpsc::channel();
    let question = question.clone();
    std::thread::spawn(move || {
        let yes = match &question {
            Question::OnPath(name) => on_path(name),
            Question::Resolves(host) => (host.as_str(), 0).to_socket_addrs().is_ok(),
            Question::IsSet(name) => std::env::var_os(name).is_some_and(|v| !v.is_empty()),
            Question::Approved(_) | Question::UpdatesApproved(_) => false,
            Question::Reaches(host) => {
                (host.as_str(), 22).to_socket_addrs().is_ok_and(|mut all| {
                    all.any(|to| TcpStream::connect_timeout(&to, PATIENCE).is_ok())
                })
            }
        };
        let _ = answer.send(yes);
    });
    later
}

fn on_path(name: &str) -> bool {
    let runs = |path: &Path| {
        path.metadata()
            .is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| runs(&folder.join(name)))
}
