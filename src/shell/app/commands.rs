//! Commands that really run: their runners are started here, and watched on a thread of its own, so that a share that
//! hangs stops no key.

use super::event::Event;
use super::run::App;
use super::watch::{Ask, Watch, Watched};
use crate::cockpit::runner::{JobOrder, Remains, RunnerAsk, RunnerNews};
use crate::cockpit::{Dialog, Msg};
use crate::domain::approval::sha256;
use crate::domain::ids::Id;
use crate::domain::rules::{Standing, jobs};
use crate::exec::pane;
use crate::shell::runner::{COMMAND, GO, READY};
use crate::store::folder::Folder;
use crate::store::jobs::Jobs;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// What running commands takes.
#[derive(Clone, Debug, Default)]
pub struct CommandsEnv {
    /// This program, to be run once more as a runner.
    pub program: Option<PathBuf>,
    /// The folder commands run in: the plan's, else the home.
    pub folder: PathBuf,
    /// Private state of the user.
    pub state: PathBuf,
    /// The pane this cockpit is in, in tmux.
    pub pane: String,
}

/// The commands of this cockpit.
#[derive(Default)]
pub(super) struct Commands {
    pub(super) env: CommandsEnv,
    pub(super) incident: Option<PathBuf>,
    desk: Option<Sender<Ask>>,
    watched: Vec<Watched>,
    waiting: BTreeMap<Id, Sender<bool>>,
}

impl Commands {
    /// Begins to look after the commands of an incident on this machine; without one after what is approved only.
    pub(super) fn start(
        env: CommandsEnv,
        folder: Option<&Folder>,
        machine: &str,
        send: &Sender<Event>,
    ) -> Self {
        let jobs = folder.and_then(|f| Jobs::of(f, machine).ok());
        let looks_after = jobs.is_some();
        let (desk, asks) = channel();
        let (state, cwd) = (env.state.clone(), env.folder.display().to_string());
        let tell = send.clone();
        let tell = Box::new(move |news| tell.send(msg(Msg::Runner(news))).is_ok());
        let mut watch = Watch::new(jobs, state, cwd, tell);
        let started = thread::Builder::new()
            .name("commands".to_owned())
            .spawn(move || watch.work(&asks));
        let path = |f: &Folder| std::fs::canonicalize(&f.path).unwrap_or_else(|_| f.path.clone());
        Commands {
            env,
            incident: folder.filter(|_| looks_after).map(path),
            desk: started.is_ok().then_some(desk),
            ..Commands::default()
        }
    }
}

fn msg(msg: Msg) -> Event {
    Event::Msg(Box::new(msg))
}

impl App {
    /// Which jobs are looked after now.
    pub(super) fn watch_commands(&mut self) {
        let shown = match &self.model.view.dialog {
            Some(Dialog::Output { step, .. } | Dialog::Details { step, .. }) => Some(step),
            _ => None,
        };
        let machine = &self.model.me.machine;
        // Of all runs: a checklist that was left for another one has commands that run, too.
        let running = jobs::running(&self.model.incident);
        let here = running.filter(|job| &job.started.machine == machine);
        let mut list: Vec<Watched> = here
            .map(|job| Watched {
                job: job.started.job.clone(),
                run: job.started.run.clone(),
                step: job.started.step.clone(),
                runs: true,
                evidence: None,
            })
            .collect();
        let row = shown.and_then(|step| self.model.board.step(step));
        let job = row.and_then(|row| Some((row, row.job.as_ref()?)));
        if let Some((row, job)) = job.filter(|(_, job)| !job.simulated)
            && let Some(run) = self.model.board.run.clone()
            && list.iter().all(|w| w.job != job.id)
        {
            let evidence = match &job.standing {
                Standing::Ended { evidence, .. } => evidence.clone(),
                _ => None,
            };
            list.push(Watched {
                job: job.id.clone(),
                run,
                step: row.step.id.clone(),
                runs: false,
                evidence,
            });
        }
        if list != self.commands.watched
            && let Some(desk) = &self.commands.desk
        {
            let _ = desk.send(Ask::Watch(list.clone()));
            self.commands.watched = list;
        }
    }

    pub(super) fn command(&mut self, ask: RunnerAsk) {
        let desk = |commands: &Commands, ask: Ask| {
            if let Some(desk) = &commands.desk {
                let _ = desk.send(ask);
            }
        };
        match ask {
            RunnerAsk::Prepare(order) => self.prepare(order),
            RunnerAsk::Go(job) => self.decide(&job, true),
            RunnerAsk::Abandon(job) => self.decide(&job, false),
            RunnerAsk::Approve(approved) => desk(&self.commands, Ask::Approve(approved)),
            RunnerAsk::ApproveProbes(all) => desk(&self.commands, Ask::ApproveProbes(all)),
            RunnerAsk::Cancel { job, by } => desk(&self.commands, Ask::Cancel(job, by)),
            RunnerAsk::Panes(step) => self.panes(step),
            RunnerAsk::Paste { step, pane, text } => self.paste(step, pane, text),
        }
    }

    fn decide(&mut self, job: &Id, go: bool) {
        if let Some(waiting) = self.commands.waiting.remove(job) {
            let _ = waiting.send(go);
        }
    }

    /// Starts a runner; a thread talks with it, and waits for its end.
    fn prepare(&mut self, order: JobOrder) {
        let (decide, decided) = channel();
        self.commands.waiting.insert(order.job.clone(), decide);
        let send = self.send.clone();
        let spawned = self.spawn_runner(&order);
        let job = order.job.clone();
        let work = move || {
            let job = order.job.clone();
            let tell = |news| drop(send.send(msg(Msg::Runner(news))));
            match spawned.and_then(|child| talk(child, &order, &decided, &tell)) {
                Ok(()) => {}
                Err(why) => tell(RunnerNews::Refused(job, why)),
            }
        };
        // Without the thread nobody holds the runner's stdin: it ends, and runs nothing.
        if let Err(error) = thread::Builder::new().name("runner".to_owned()).spawn(work) {
            self.commands.waiting.remove(&job);
            let why = format!("its runner cannot be talked to: {error}");
            let _ = self
                .send
                .send(msg(Msg::Runner(RunnerNews::Refused(job, why))));
        }
    }

    fn spawn_runner(&self, order: &JobOrder) -> Result<Child, String> {
        let (Some(program), Some(incident)) = (&self.commands.env.program, &self.commands.incident)
        else {
            return Err("this program cannot be started once more".to_owned());
        };
        let me = &self.model.me.operator;
        let ids = [&order.run, &order.step, &order.job].map(|id| id.as_str().to_owned());
        Command::new(program)
            .arg(COMMAND)
            .arg(incident)
            .arg(me)
            .args(ids)
            .arg(order.limit.0.max(0).to_string())
            .arg(&self.commands.env.folder)
            .env("SWITCHOVER_MACHINE", &self.model.me.machine)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("its runner did not start: {error}"))
    }

    fn panes(&self, step: Id) {
        let (tmux, own) = (
            self.session.clipboard.tmux.clone(),
            self.commands.env.pane.clone(),
        );
        let send = self.send.clone();
        let work = move || {
            let panes = match tmux {
                None => Err("this cockpit is not in tmux: c copies it".to_owned()),
                Some(tmux) => pane::panes(&tmux, &own),
            };
            let panes = panes.map(|list| list.into_iter().map(|p| (p.id, p.label)).collect());
            let _ = send.send(msg(Msg::Runner(RunnerNews::Panes(step, panes))));
        };
        let _ = thread::Builder::new().name("panes".to_owned()).spawn(work);
    }

    fn paste(&self, step: Id, pane: String, text: String) {
        let (tmux, send) = (self.session.clipboard.tmux.clone(), self.send.clone());
        let work = move || {
            let done = match tmux {
                None => Err("this cockpit is not in tmux".to_owned()),
                Some(tmux) => pane::paste(&tmux, &pane, &text, true),
            };
            let said = match done {
                Ok(()) => Msg::Copied {
                    step: Some(step),
                    how: "pane".to_owned(),
                    words: format!("pasted into pane {pane}; Enter there runs it"),
                    sha256: sha256(text.as_bytes()),
                },
                Err(why) => Msg::Runner(RunnerNews::NotPasted(why)),
            };
            let _ = send.send(msg(said));
        };
        let _ = thread::Builder::new().name("paste".to_owned()).spawn(work);
    }
}

/// Hands the command over, hears whether the lock is held, and says go or nothing.
fn talk(
    mut child: Child,
    order: &JobOrder,
    decided: &Receiver<bool>,
    tell: &impl Fn(RunnerNews),
) -> Result<(), String> {
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("its runner did not start".to_owned());
    };
    let handed = to
        .write_all(format!("{}\n{}", order.text.len(), order.text).as_bytes())
        .and_then(|()| to.flush());
    let mut said = String::new();
    let _ = BufReader::new(from).take(4096).read_line(&mut said);
    let said = said.trim();
    if said != READY || handed.is_err() {
        drop(to);
        let _ = child.wait();
        let why = if said.is_empty() {
            "its runner ended"
        } else {
            said
        };
        return Err(why.to_owned());
    }
    tell(RunnerNews::Ready(order.job.clone()));
    let go = decided.recv().unwrap_or(false);
    let told = match go {
        true => writeln!(to, "{GO}").and_then(|()| to.flush()),
        false => Ok(()),
    };
    drop(to);
    let gone = told.is_err();
    let _ = child.wait();
    if gone {
        tell(RunnerNews::Gone(order.job.clone(), Remains::Nothing));
    }
    Ok(())
}
