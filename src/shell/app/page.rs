//! Pages, each on a thread of its own; who watches without a screen tells each try on stderr.

use super::event::Event;
use super::run::App;
use crate::cockpit::Msg;
use crate::cockpit::msg::Posted;
use crate::cockpit::pager::{Page, PagerAsk};
use crate::domain::presence::Paging;
use crate::domain::rules::paging::{Way, plain};
use crate::outbox::{Outcome, Request};
use crate::shell::clock::now;
use crate::shell::pager::{LIMIT, page};
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::sync::mpsc::Sender;
use std::thread;

impl App {
    pub(super) fn pager(&mut self, ask: PagerAsk) {
        match ask {
            PagerAsk::Hold(holds) => {
                if let Some(store) = &self.store {
                    store.page(holds);
                }
            }
            PagerAsk::Page(sent) => match sent.way.clone() {
                Way::Command(script) => self.run_pager(sent, script),
                Way::Webhook(hook) => self.post_page(sent, hook),
                Way::Simulated => tell(&self.send, sent, Posted::Sent),
            },
        }
    }

    /// Who watches without a screen is told on stderr whether it pages, whenever that changes.
    pub(super) fn say_who_pages(&mut self) {
        let paging = self.model.pager.standing;
        if std::mem::replace(&mut self.present.paging, paging) == paging {
            return;
        }
        let words = match paging {
            Paging::No => return,
            Paging::Pages => "paging from here",
            Paging::Waits => "another one of this machine pages; this one takes over from it",
            Paging::NotApproved => "nobody is paged from here: switchover approve --pager",
            Paging::Unusable => "nobody is paged from here: switchover check says why",
        };
        let _ = writeln!(io::stderr(), "{} {words}", now().clock());
    }

    fn post_page(&self, sent: Page, hook: String) {
        let send = self.send.clone();
        let request = Request {
            key: sent.key.clone(),
            hook,
            headers: BTreeMap::new(),
            body: None,
            values: BTreeMap::from([("text", sent.text.clone())]),
            // A command of the plan for its address was approved, or there would be no page.
            commands: self.reference_commands(None),
        };
        self.session.poster.post(request, move |outcome| {
            let ended = match outcome {
                Outcome::Sent => Posted::Sent,
                Outcome::Failed(why) => Posted::Failed(why),
                Outcome::Unsure(why) => Posted::Unsure(why),
            };
            tell(&send, sent, ended);
        });
    }

    fn run_pager(&self, sent: Page, script: String) {
        let failed = |sent: &Page, why: &str| {
            tell(&self.send, sent.clone(), Posted::Failed(why.to_owned()));
        };
        let (env, send) = (&self.commands.env, self.send.clone());
        let incident = self.commands.incident.as_ref();
        let incident = incident.map(|path| path.display().to_string());
        let Some((program, incident)) = env.program.clone().zip(incident) else {
            return failed(&sent, "this program cannot be started once more");
        };
        let (cwd, mode, kept) = (env.folder.clone(), self.model.mode(), sent.clone());
        let work = move || {
            let alarm = plain(&sent.alarm, 200);
            let values = [&incident, &alarm, &sent.text, &sent.key, mode.as_str()];
            let ended = page(&program, &cwd, &script, values, LIMIT);
            tell(&send, sent, ended);
        };
        let thread = thread::Builder::new().name("page".to_owned());
        if thread.spawn(work).is_err() {
            failed(&kept, "no thread can be started");
        }
    }
}

/// A try has ended: said where whoever watches without a screen looks, and to the loop.
fn tell(send: &Sender<Event>, sent: Page, ended: Posted) {
    let (clock, text) = (now().clock(), &sent.text);
    let words = match &ended {
        Posted::Sent => format!("{clock} paged: {text}"),
        Posted::Failed(why) => format!("{clock} NOBODY was paged, {why}; tried again: {text}"),
        Posted::Unsure(why) => format!("{clock} paged or not, {why}; tried again: {text}"),
    };
    let _ = writeln!(io::stderr(), "{words}");
    let _ = send.send(Event::Msg(Box::new(Msg::Paged(sent, ended))));
}
