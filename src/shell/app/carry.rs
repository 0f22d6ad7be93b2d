//! Effects carried out. Nothing here waits.

use super::event::Event;
use super::run::{App, Ended, left};
use crate::cockpit::effect::Post;
use crate::cockpit::msg::Posted;
use crate::cockpit::secrets::Secret;
use crate::cockpit::{Effect, Msg};
use crate::domain::approval;
use crate::domain::probe::{listing, orders};
use crate::domain::rules::references::listing as listed;
use crate::exec::clipboard::{Way, copy, copy_unkept};
use crate::outbox::{self, Outcome, Request};
use crate::probes::{Commands, Engine, Options, Target};
use crate::shell::clock::now;
use crate::shell::{probe_command, references};
use crate::store::approvals;
use std::thread;

impl App {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Append(drafts) => {
                self.present.changed = true;
                let Some(store) = &self.store else { return };
                if let Err(refused) = store.append(&drafts) {
                    let problem = crate::domain::problem::Problem {
                        severity: crate::domain::problem::Severity::Error,
                        code: "unwritable",
                        place: crate::domain::problem::Place::default(),
                        what: refused.to_string(),
                        remedy: "leave and join again".to_owned(),
                    };
                    self.tell(Msg::DiskTrouble(problem));
                }
            }
            Effect::Copy { step, text } => self.copy(step, text),
            Effect::CopySecret { step, text, shown } => self.copy_secret(step, text, shown),
            Effect::Write(document) => {
                let text = self.document(document);
                self.tell(Msg::Document(document, text));
            }
            Effect::Post(post) => self.post(*post),
            Effect::Draft(draft) => {
                let audience = draft.audience.clone();
                let filled = self.fill(&draft);
                self.tell(Msg::Drafted {
                    audience,
                    text: filled.text,
                    from: filled.from,
                    trouble: filled.trouble,
                });
            }
            Effect::Simulate {
                job,
                step,
                takes,
                exit,
                seconds,
                output,
            } => {
                let wall = now() + takes;
                self.jobs.add(
                    wall,
                    Msg::JobEnded {
                        job,
                        step,
                        exit,
                        seconds,
                        output,
                        wall,
                    },
                );
            }
            Effect::Runner(ask) => self.command(ask),
            Effect::Pager(ask) => self.pager(ask),
            Effect::Mouse(on) => {
                if let Some(screen) = &mut self.screen {
                    screen.mouse(on);
                }
            }
            Effect::Bell => {
                if let Some(screen) = self.screen.as_ref().filter(|_| self.model.settings.bell) {
                    screen.bell();
                }
            }
            Effect::Suspend => self.suspend(),
            Effect::Repaint => {
                if let Some(screen) = &mut self.screen {
                    screen.refresh();
                }
            }
            Effect::List => self.lists.look(now(), &self.send),
            Effect::Join { path } => self.end(Ended::Join(path)),
            Effect::Open(request) => self.end(Ended::Open(request)),
            Effect::Rehearse => self.end(Ended::Rehearse),
            Effect::Quit => {
                if self.ended.is_none() {
                    self.ended = Some(left(0));
                }
            }
        }
    }

    fn end(&mut self, how: Ended) {
        self.ended = Some(super::run::Exit {
            how,
            status: 0,
            words: None,
        });
    }

    /// A try waits on a thread of its own.
    fn post(&self, post: Post) {
        let (send, reference) = (self.send.clone(), post.reference.clone());
        let request = Request {
            key: post.reference,
            hook: post.hook,
            headers: post.headers,
            body: post.body,
            values: post.values,
            commands: self.reference_commands(listed(&self.model.plan)),
        };
        self.session.poster.post(request, move |outcome| {
            let posted = match outcome {
                Outcome::Sent => Posted::Sent,
                Outcome::Failed(why) => Posted::Failed(why),
                Outcome::Unsure(why) => Posted::Unsure(why),
            };
            let _ = send.send(Event::Msg(Box::new(Msg::Posted { reference, posted })));
        });
    }

    /// How commands of references are run: `listed` are those that have to be approved first; none: they were.
    pub(super) fn reference_commands(&self, listed: Option<String>) -> outbox::Commands {
        let env = &self.commands.env;
        let Some(program) = env.program.clone() else {
            return outbox::Commands::default();
        };
        let state = env.state.clone();
        let is = move |all: &String| approvals::updates(&state).contains(all);
        let approved = move || listed.as_ref().is_none_or(&is);
        references::commands(program, env.folder.clone(), approved)
    }

    /// The clipboard's ladder runs on a thread of its own: a tmux that hangs stops no key.
    fn copy(&mut self, step: Option<crate::domain::ids::Id>, text: String) {
        let (env, send) = (self.session.clipboard.clone(), self.send.clone());
        let work = move || {
            let copied = copy(&text, &env);
            let (words, sha256) = (copied.said(), approval::sha256(text.as_bytes()));
            if let Way::Terminal(bytes) = copied.way {
                let _ = send.send(Event::Terminal(bytes));
            }
            let msg = Msg::Copied {
                step,
                how: "clipboard".to_owned(),
                words,
                sha256,
            };
            let _ = send.send(Event::Msg(Box::new(msg)));
        };
        let _ = thread::Builder::new().name("copy".to_owned()).spawn(work);
    }

    /// The same without the file, and with the hash of what may be shown.
    fn copy_secret(&mut self, step: crate::domain::ids::Id, text: Secret, shown: String) {
        let (env, send) = (self.session.clipboard.clone(), self.send.clone());
        let work = move || {
            let copied = copy_unkept(text.reveal(), &env);
            let (words, sha256) = (copied.said(), approval::sha256(shown.as_bytes()));
            if let Way::Terminal(bytes) = copied.way {
                let _ = send.send(Event::Terminal(bytes));
            }
            let msg = Msg::Copied {
                step: Some(step),
                how: "clipboard".to_owned(),
                words,
                sha256,
            };
            let _ = send.send(Event::Msg(Box::new(msg)));
        };
        let _ = thread::Builder::new().name("copy".to_owned()).spawn(work);
    }

    /// After the first paint: the network's part of the program is the slowest to start.
    pub(super) fn start_probes(&mut self) {
        let ports = &self.model.identity.ports;
        let drill = self.model.mode() == crate::domain::words::Mode::Drill;
        let plan = &self.model.plan;
        if (plan.services.is_empty() && plan.dns.is_empty()) || !self.model.incident.is_open() {
            return;
        }
        let targets = Target::from_plan(&self.model.plan, drill.then_some(ports));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("probes")
            .enable_all()
            .build();
        let Ok(runtime) = runtime else { return };
        let send = self.send.clone();
        let _inside = runtime.enter();
        let options = Options {
            commands: self.probe_commands(),
            ..Options::default()
        };
        let engine = Engine::start_with(
            options,
            targets,
            move |sample| drop(send.send(Event::Sample(sample))),
            now,
        );
        drop(_inside);
        self.engine = Some((runtime, engine));
    }

    /// How commands of probes are run: in a drill not at all.
    fn probe_commands(&self) -> Commands {
        let env = &self.commands.env;
        let live = self.model.mode() != crate::domain::words::Mode::Drill;
        match env.program.clone().filter(|_| live) {
            Some(program) => {
                let all = listing(&orders(&self.model.plan));
                let (cwd, state) = (env.folder.clone(), env.state.clone());
                probe_command::commands(program, cwd, state, all)
            }
            None => Commands::NotApproved,
        }
    }
}
