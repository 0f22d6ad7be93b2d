//! Looking without writing: list, show, status, tail, verify, doctor.

use super::args;
use super::choose::Purpose;
use super::desk::{Desk, all, choose};
use super::fail::Fail;
use super::setup::Setup;
use crate::domain::problem::Severity;
use crate::domain::rules::handover;
use crate::domain::words::Mode;
use crate::report::{Live, chat_text, checklist_text, item_json, score, status_json, status_text};
use crate::store::{doctor as storage, verify as verifier, writable};
use std::env;
use std::io::{self, IsTerminal};

/// So many columns a sheet of paper, and a small terminal, has.
const PAPER: usize = 80;

/// `list`: newest first, open ones before closed ones, with the id that `--incident` takes the beginning of.
///
/// # Errors
/// When the root cannot be read.
pub fn list(setup: &Setup, json: bool) -> Result<(), Fail> {
    let root = setup.root()?;
    let (mut desks, problems) = all(setup, &root);
    let order = |desk: &Desk| (!desk.incident.is_open(), desk.folder.identity.opened);
    desks.sort_by(|a, b| {
        let (a, b) = (order(a), order(b));
        a.0.cmp(&b.0).then(b.1.cmp(&a.1))
    });
    for desk in &desks {
        let picture = desk.picture(setup);
        let line = if json {
            item_json(&picture)
        } else {
            let state = match picture.closed() {
                Some(at) => format!("closed {}", at.clock()),
                None => "OPEN".to_owned(),
            };
            let opened = picture.identity.opened;
            format!(
                "{state:<16} {:<7} {:<6} {} {}  {}  {}  {}",
                picture.identity.mode.banner(),
                desk.incident.state().severity.get().map_or("", |s| s),
                opened.date(),
                opened.clock(),
                picture.identity.id,
                picture.title(),
                desk.folder.path.display(),
            )
        };
        if !setup.say.line(&line) {
            return Ok(());
        }
    }
    if desks.is_empty() && !json {
        let root = root.display();
        setup.say.note(&format!("no incident below {root} yet"));
    }
    problems
        .iter()
        .for_each(|p| setup.say.error(&p.to_string()));
    Ok(())
}

/// `status`
///
/// # Errors
/// When no incident is meant.
pub fn status(setup: &Setup, args: &args::Status) -> Result<(), Fail> {
    let desk = choose(setup, args.which.as_deref(), Purpose::Read)?;
    let (picture, live) = (desk.learnt(setup), desk.live(setup));
    if args.json {
        setup.say.line(&status_json(&picture, &live));
    } else if args.brief {
        setup.say.text(&chat_text(&picture));
    } else {
        setup.say.text(&status_text(&picture, &live));
        problems(setup, &live);
    }
    Ok(())
}

/// `show`: the state of things and the checklist; of a closed drill its score too.
///
/// # Errors
/// When no incident is meant.
pub fn show(setup: &Setup, args: &args::Show) -> Result<(), Fail> {
    let desk = choose(setup, args.which.as_deref(), Purpose::Read)?;
    let (picture, live) = (desk.learnt(setup), desk.live(setup));
    let measured = handover::Measured::of(&live.views);
    let scene = picture.scene(&live.present, &measured);
    setup
        .say
        .text(&handover::page(&handover::sheet(&scene), PAPER));
    setup.say.text("");
    setup.say.text(&checklist_text(&picture));
    if picture.identity.mode == Mode::Drill && picture.closed().is_some() {
        setup.say.text("");
        setup.say.text(&score(&picture).lines().join("\n"));
    }
    problems(setup, &live);
    Ok(())
}

fn problems(setup: &Setup, live: &Live) {
    live.problems.iter().for_each(|p| setup.say.error(p));
}

/// `verify`: every byte of every journal.
///
/// # Errors
/// [`Fail::Trouble`] when something is wrong.
pub fn verify(setup: &Setup, args: &args::Verify) -> Result<(), Fail> {
    let desk = choose(setup, args.which.as_deref(), Purpose::Read)?;
    let private = setup.places.journal(&desk.folder.identity.id);
    let found = verifier::verify(&desk.folder, private.is_dir().then_some(&*private));
    for problem in &found.problems {
        setup.say.line(&problem.to_string());
    }
    let (files, entries, writers) = (found.files, found.entries, found.writers);
    let worst = found.problems.iter().map(|p| p.severity).max();
    let bad = worst >= Some(Severity::Warning);
    let word = if bad { "TROUBLE" } else { "whole" };
    let sum = format!("{entries} entries of {writers} writers in {files} files: {word}");
    setup.say.line(&sum);
    if bad { Err(Fail::Trouble) } else { Ok(()) }
}

/// `doctor`: paths, terminal, permissions.
///
/// # Errors
/// [`Fail::Trouble`] when something needs doing.
pub fn doctor(setup: &Setup) -> Result<(), Fail> {
    let say = setup.say;
    let line = |name: &str, value: &str| say.line(&format!("{name:<16} {value}"));
    line("version", env!("CARGO_PKG_VERSION"));
    line("operator", &setup.operator);
    line(
        "writes as",
        &format!("{}@{}", setup.user_slug(), setup.machine),
    );
    let plan = setup.plan_folder();
    let shown = plan.as_ref().map_or_else(
        || "none: the embedded one, for drills only".to_owned(),
        |p| p.display().to_string(),
    );
    line("plan", &shown);
    let mut trouble = 0;
    let root = match setup.root() {
        Ok(root) => root,
        Err(fail) => {
            say.fail(&fail);
            trouble += 1;
            setup.places.incidents()
        }
    };
    let desk = choose(setup, None, Purpose::Read).ok();
    let folder = desk.as_ref().map(|d| &d.folder);
    let (known, mut problems) = storage::storage(&setup.places, &root, folder);
    problems.extend(plan.iter().flat_map(|p| writable::whole(p)));
    known.iter().for_each(|(name, value)| {
        line(name, value);
    });
    let variable = |name| env::var(name).unwrap_or_else(|_| "not set".to_owned());
    for name in [
        "TERM",
        "COLORTERM",
        "NO_COLOR",
        "LANG",
        "TMUX",
        "SSH_CONNECTION",
    ] {
        line(name, &variable(name));
    }
    let terminal = io::stdout().is_terminal();
    line(
        "stdout",
        if terminal {
            "a terminal"
        } else {
            "not a terminal"
        },
    );
    let damaged = desk.as_ref().map(|d| d.live(setup).problems);
    let damaged = damaged.unwrap_or_default();
    for text in problems.iter().map(ToString::to_string).chain(damaged) {
        say.error(&text);
        trouble += 1;
    }
    if trouble > 0 {
        Err(Fail::Trouble)
    } else {
        Ok(())
    }
}
