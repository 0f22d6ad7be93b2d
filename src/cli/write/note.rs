//! What is said: notes, acknowledgements, news of a drill, redactions.

use super::{Bench, Said, known, observer, save, tell, write};
use crate::cli::args;
use crate::cli::ask;
use crate::cli::choose::Purpose;
use crate::cli::desk;
use crate::cli::fail::Fail;
use crate::cli::plans::with_known;
use crate::cli::setup::Setup;
use crate::domain::facts::{AlarmAcknowledged, DrillInjected};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::note_text::parse_note;
use crate::domain::rules::narrative::line;
use crate::domain::rules::noted;
use crate::domain::rules::unreached::unreached;
use crate::domain::time::Time;
use crate::domain::words::{Mode, NoteKind};
use crate::store::folder::derived_files;
use std::path::Path;

/// `note`
///
/// # Errors
/// When there is no text, a flag does not fit, or it is not saved.
pub fn note(setup: &Setup, args: &args::Note) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        if let Some(said) = of_entry(bench, args)? {
            return Ok(said);
        }
        let mut note = parse_note(&args.text.join(" "), bench.now, bench.picture.plan);
        if note.text.is_empty() {
            return Err(Fail::wrong("a note needs a text"));
        }
        if let Some(kind) = args.kind {
            note.kind = kind;
        }
        if let Some(at) = &args.at {
            note.at = Time::parse_past(at, bench.now);
        }
        if let Some(provider) = &args.provider {
            let there = bench.picture.plan.providers.iter().map(|p| &p.id);
            known("provider", provider, there)?;
            note.provider = Some(provider.clone());
        }
        if note.kind == NoteKind::Provider && note.provider.is_none() {
            return Err(Fail::wrong("which provider said it? add --provider ID"));
        }
        note.ticket = args.ticket.clone().or(note.ticket);
        note.confidence = args.confidence.or(note.confidence);
        let kind = match note.kind {
            NoteKind::Note => "noted".to_owned(),
            kind => format!("noted, {kind}"),
        };
        let at = note.at.map(|t| format!(" at {}", t.clock()));
        let sentence = format!("{kind}{}: {}", at.unwrap_or_default(), note.text);
        Ok(Said::one(note, sentence))
    })
}

/// What is done to an entry that is there: corrected, pinned.
fn of_entry(bench: &Bench<'_>, args: &args::Note) -> Result<Option<Said>, Fail> {
    let incident = &bench.desk.incident;
    if let Some(entry) = &args.correct {
        let no = entry_of(incident, entry)?;
        let fact = noted::correct(incident, no, &args.text.join(" ")).map_err(Fail::Wrong)?;
        return Ok(Some(Said::one(fact, format!("{entry} is put right"))));
    }
    let pins = [(&args.pin, true), (&args.unpin, false)];
    let named = pins
        .into_iter()
        .find_map(|(e, pinned)| Some((e.as_ref()?, pinned)));
    let Some((entry, pinned)) = named else {
        return Ok(None);
    };
    let no = entry_of(incident, entry)?;
    let words = if pinned {
        "pinned"
    } else {
        "not pinned any more"
    };
    let fact = noted::pin(incident, no, pinned);
    Ok(Some(Said::one(fact, format!("{entry} is {words}"))))
}

/// An entry as it was named.
fn entry_of(incident: &Incident, entry: &str) -> Result<EntryNo, Fail> {
    let found = incident.log().find(entry);
    found.ok_or_else(|| {
        let how = "`switchover tail --json` names them: w, a colon, q";
        Fail::Wrong(format!("there is no entry {entry}; {how}"))
    })
}

/// `ack`
///
/// # Errors
/// When there is no such alarm, or it is not saved.
pub fn ack(setup: &Setup, args: &args::Ack) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        let alarms = &bench.picture.alarms;
        // A lost condition is measured by cockpits: a shell can only know of its step.
        let lost = |row: &crate::domain::rules::StepRow| {
            let run = bench.picture.board.run.as_ref();
            run.is_some_and(|run| args.alarm == format!("lost.{run}.{}", row.step.id))
        };
        if let Some(row) = bench.picture.board.steps.iter().find(|row| lost(row)) {
            let sentence = format!("you know of: {} is lost, if a cockpit says so", row.number);
            let alarm = args.alarm.clone();
            return Ok(Said::one(AlarmAcknowledged { alarm }, sentence));
        }
        // What only a cockpit knows of, and was paged, is acknowledged by who was woken up.
        let paged = bench.desk.incident.state().paged.contains_key(&args.alarm);
        if paged && !alarms.iter().any(|a| a.id == args.alarm) {
            let alarm = args.alarm.clone();
            let sentence = format!("you know of {alarm}, if a cockpit says so");
            return Ok(Said::one(AlarmAcknowledged { alarm }, sentence));
        }
        let Some(alarm) = alarms.iter().find(|a| a.id == args.alarm) else {
            let ids = alarms.iter().map(|a| a.id.as_str()).collect();
            let what = format!("there is no alarm {}", args.alarm);
            return Err(Fail::Wrong(with_known(what, &args.alarm, ids)));
        };
        let sentence = format!("you know of: {}", alarm.text);
        let alarm = alarm.id.clone();
        Ok(Said::one(AlarmAcknowledged { alarm }, sentence))
    })
}

/// `redact`
///
/// # Errors
/// When there is no such entry, or it is not saved.
pub fn redact(setup: &Setup, args: &args::Redact) -> Result<(), Fail> {
    let desk = desk::choose(setup, None, Purpose::Write)?;
    observer::refused(setup, &desk)?;
    if !args.yes {
        let picture = desk.picture(setup);
        let no = entry_of(&desk.incident, &args.entry)?;
        let at = desk.incident.written(no);
        let line = line(picture.plan, &picture.board, &desk.incident, at, no);
        ask::sure(&format!("hide \"{}\" for everybody, for good?", line.text))?;
    }
    let folder = desk.folder.path.clone();
    let (receipt, said) = save(setup, desk, |bench| {
        let no = entry_of(&bench.desk.incident, &args.entry)?;
        let reason = args.reason.as_deref();
        let facts = noted::redact(&bench.desk.incident, no, reason).map_err(Fail::Wrong)?;
        let sentence = format!("{} is hidden in views and reports", args.entry);
        let mut said = Said::new(facts, sentence);
        said.notes.extend(unreached(&bench.desk.incident, no));
        Ok(said)
    })?;
    let said = Said {
        notes: said
            .notes
            .into_iter()
            .chain(of_others(setup, &folder))
            .collect(),
        ..said
    };
    tell(setup, args.json, &receipt, &said);
    Ok(())
}

/// Files made for other users: they hold what was redacted until those write again.
fn of_others(setup: &Setup, folder: &Path) -> Option<String> {
    let own = setup.user_slug();
    let names = derived_files(folder);
    let others: Vec<&str> = names
        .iter()
        .filter(|(_, user)| *user != own)
        .map(|(name, _)| name.as_str())
        .collect();
    let all = others.join(", ");
    (!others.is_empty())
        .then(|| format!("may hold it until their users' cockpits write again: {all}"))
}

/// `inject`
///
/// # Errors
/// When the incident is no drill, or it is not saved.
pub fn inject(setup: &Setup, args: &args::Inject) -> Result<(), Fail> {
    write(setup, args.json, Purpose::Write, None, |bench| {
        if bench.picture.identity.mode != Mode::Drill {
            let mode = bench.picture.identity.mode.banner();
            return Err(Fail::Wrong(format!(
                "this incident is {mode}: news is made up in drills only; `switchover note` writes what is true"
            )));
        }
        if let Some(provider) = &args.provider {
            let there = bench.picture.plan.providers.iter().map(|p| &p.id);
            known("provider", provider, there)?;
        }
        let text = args.text.join(" ");
        let sentence = format!("DRILL news: {text}");
        let provider = args.provider.clone();
        Ok(Said::one(DrillInjected { text, provider }, sentence))
    })
}
