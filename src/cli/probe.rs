//! `probe`: what the probes say, for shells and scripts; it works with no incident and no screen.

use super::args;
use super::choose::Purpose;
use super::desk::{self, Desk};
use super::fail::Fail;
use super::setup::Setup;
use crate::domain::drill::Ports;
use crate::domain::plan::Plan;
use crate::domain::probe::{NOT_RUN, ProbeId, Sample, is_blind, listing, orders, unblamed};
use crate::domain::words::{Mode, ProbeState};
use crate::probes::{Commands, Options, Target};
use crate::report::{probe_change, probe_json, probe_state, probe_sum, probe_table};
use crate::shell::{probe_command, rounds};
use std::collections::HashMap;
use std::env;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// One round of every probe, or with `--watch` every change from now on. Commands run in `folder`.
///
/// # Errors
/// When there is no plan, or it probes nothing.
pub fn probe(setup: &Setup, args: &args::Probe, folder: PathBuf) -> Result<ExitCode, Fail> {
    let (plan, ports) = meant(setup)?;
    let targets = Target::from_plan(&plan, ports.as_ref());
    if targets.is_empty() {
        return Err(Fail::wrong("the plan probes nothing"));
    }
    let options = Options {
        commands: commands(setup, &plan, ports.is_some(), folder),
        ..Options::default()
    };
    let broken = |error: io::Error| Fail::Wrong(error.to_string());
    let json = |sample: &Sample| setup.say.line(&probe_json(&plan, sample, &setup.machine));
    if args.watch {
        let mut last: HashMap<ProbeId, Sample> = HashMap::new();
        rounds::on_and_on(options, targets, setup.clock, |sample| {
            let sample = match is_blind(last.values()) {
                true => unblamed(sample),
                false => sample,
            };
            let line = probe_change(&plan, last.get(&sample.probe), &sample);
            let heard = match line {
                Some(_) if args.json => json(&sample),
                Some(line) => setup.say.line(&line),
                None => true,
            };
            last.insert(sample.probe.clone(), sample);
            heard
        })
        .map_err(broken)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut samples = rounds::one(options, targets, setup.clock).map_err(broken)?;
    let blind = is_blind(&samples);
    if blind {
        samples = samples.into_iter().map(unblamed).collect();
    }
    if args.json {
        samples.iter().all(json);
    } else {
        for line in probe_table(&plan, &samples) {
            setup.say.line(&line);
        }
        setup.say.note(&probe_sum(&samples));
        if blind {
            setup
                .say
                .note("every witness is silent: this machine is cut off, nothing is called down");
        }
        if samples.iter().any(|s| s.detail == NOT_RUN) {
            setup
                .say
                .note("commands are not run before `switchover approve --probes`");
        }
    }
    let up = samples.iter().all(|s| probe_state(s) == ProbeState::Up);
    Ok(ExitCode::from(u8::from(!up)))
}

/// The plan that is probed, and the ports where a drill simulates it: of the incident that is named, else the plan in
/// use, else the incident that is open.
fn meant(setup: &Setup) -> Result<(Arc<Plan>, Option<Ports>), Fail> {
    let desk = match desk::named(setup, None)? {
        Some(folder) => Some(Desk::load(setup, folder)),
        None => match setup.plan()? {
            Some(team) => return Ok((team.usable()?.plan, None)),
            None => desk::choose(setup, None, Purpose::Read).ok(),
        },
    };
    let desk = desk.ok_or_else(|| {
        Fail::wrong("there is no plan and no incident: --plan DIR, or `switchover init` makes one")
    })?;
    let identity = &desk.folder.identity;
    let ports = (identity.mode == Mode::Drill).then(|| identity.ports.clone());
    Ok((desk.team.plan, ports))
}

/// Commands run where they are approved; in a drill never.
fn commands(setup: &Setup, plan: &Plan, drill: bool, folder: PathBuf) -> Commands {
    match env::current_exe() {
        Ok(program) if !drill => {
            let (state, all) = (setup.places.state.clone(), listing(&orders(plan)));
            probe_command::commands(program, folder, state, all)
        }
        _ => Commands::NotApproved,
    }
}
