//! Three cockpits on one incident, and a story that is played on them.

use super::story::{Story, Told, folder};
use crate::cockpit::world::has_read;
use crate::outbox::server::Server;
use crate::support::home::Home;
use crate::support::pty::Pty;
use serde_json::Value;
use std::fs;
use std::sync::Arc;
use switchover::domain::time::Time;

/// Who takes part, with the size of the terminal.
const CREW: [(&str, u16, u16); 3] = [("gf", 80, 24), ("cp", 120, 40), ("nm", 80, 24)];

/// Every so many notes one is typed in its teller's cockpit.
const TYPED: usize = 4;

/// A story being played.
pub(super) struct Stage {
    pub(super) story: Story,
    pub(super) server: Server,
    home: Arc<Home>,
    incident: String,
    audience: String,
    crew: Vec<(&'static str, Pty)>,
}

/// The plan with clocks of seconds: the first audience is told after one, and every three.
fn compressed(plan: &str) -> String {
    let mut audiences = 0;
    let lines = plan.lines().map(|line| {
        audiences += usize::from(line == "[[audience]]");
        match line.split_once(" = ") {
            Some(("first_within", _)) if audiences == 1 => "first_within = \"1s\"",
            Some(("every", _)) if audiences == 1 => "every = \"3s\"",
            _ => line,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl Stage {
    /// The story's incident, open, with everybody there.
    pub(super) fn open(name: &str) -> Stage {
        let (story, server, home) = (Story::read(name), Server::new(&[]), Arc::new(Home::new()));
        let text = fs::read_to_string(folder(name).join("plan.toml")).unwrap();
        let read: toml::Table = toml::from_str(&text).unwrap();
        let id = |table: &str, n: usize| read[table][n]["id"].as_str().unwrap().to_owned();
        let plan = home.path().join("plan");
        fs::create_dir_all(&plan).unwrap();
        fs::write(plan.join("plan.toml"), compressed(&text)).unwrap();
        let sides = [id("provider", 0), id("provider", 1)];
        let args = [
            "--plan",
            plan.to_str().unwrap(),
            "--as",
            "gf",
            "open",
            "--headless",
            "--title",
            &story.title,
            "--from",
            &sides[0],
            "--to",
            &sides[1],
        ];
        let out = home.command(&args).output().unwrap();
        assert!(out.status.success(), "{out:?}");
        let incident = String::from_utf8(out.stdout).unwrap().trim().to_owned();
        let url = server.url();
        let join = |(who, columns, rows): (&'static str, u16, u16)| {
            let args = ["--as", who, "join", &incident];
            let env = [("STATUS_HOOK", url.as_str())];
            let pty = Pty::spawn_in(Arc::clone(&home), &args, &env, columns, rows);
            pty.wait_for("Triage");
            pty.wait_for("saved");
            has_read(&pty, who);
            (who, pty)
        };
        let crew = CREW.into_iter().map(join).collect();
        Stage {
            audience: id("audience", 0),
            story,
            server,
            home,
            incident,
            crew,
        }
    }

    /// What a command prints that must work.
    pub(super) fn ok(&self, who: &str, args: &[&str]) -> String {
        let all = [&["--as", who, "--incident", &self.incident], args].concat();
        let out = self.home.command(&all).output().unwrap();
        assert!(out.status.success(), "{args:?}: {out:?}");
        String::from_utf8(out.stdout).unwrap()
    }

    /// The cockpit of somebody.
    pub(super) fn cockpit(&self, who: &str) -> &Pty {
        &self.crew.iter().find(|(name, _)| *name == who).unwrap().1
    }

    /// Plays what happened, as far as it is meant; at its time command changes hands.
    pub(super) fn play(&self, meant: impl Fn(&Told) -> bool) {
        let [from, until] = [0, 1].map(|n| self.story.time(&self.story.down[n]));
        let handover = self.story.handover.as_ref().map(|at| self.story.time(at));
        let mut handed = handover.is_none();
        let mut down = false;
        let facts = self.story.facts.iter().filter(|told| meant(told));
        for (n, told) in facts.enumerate() {
            let at = self.story.time(&told.at);
            if handover.is_some_and(|time| time <= at) && !handed {
                self.change_hands();
                handed = true;
            }
            let goes = from <= at && at < until;
            if goes != down {
                down = goes;
                self.server.set_down(down);
                if !down {
                    self.leaves();
                }
            }
            self.tell(told, at, n, down);
        }
    }

    fn tell(&self, told: &Told, at: Time, n: usize, down: bool) {
        let time = at.rfc3339();
        if let Some(note) = &told.note {
            if n.is_multiple_of(TYPED) && !told.pin {
                return self.typed(&told.who, &format!("@{time} {note}"));
            }
            let said = self.ok(&told.who, &["note", "--json", "--at", &time, note]);
            if told.pin {
                let said: Value = serde_json::from_str(&said).unwrap();
                let entry = format!("{}:{}", said["w"].as_str().unwrap(), said["q"]);
                self.ok(&told.who, &["note", "--pin", &entry]);
            }
        } else if let Some(run) = &told.run {
            let mut args: Vec<&str> = run.iter().map(String::as_str).collect();
            if args[0] == "milestone" {
                args.extend(["--at", &time]);
            }
            self.ok(&told.who, &args);
        } else if let (Some(what), Some(within)) = (&told.promise, &told.within) {
            self.ok(&told.who, &["promise", &format!("{what} in {within}")]);
        } else if let Some(text) = &told.update {
            self.update(&told.who, text, down);
        }
    }

    /// A note by keys; what is typed is seen before it is sent.
    fn typed(&self, who: &str, text: &str) {
        let pty = self.cockpit(who);
        pty.send("n");
        pty.wait_for("write it");
        pty.type_text(text);
        pty.send("\r");
        pty.wait_screen("the note is taken", |screen| !screen.contains("write it"));
    }

    /// An update falls due on every screen, is written by one, approved by the manager, and leaves once.
    fn update(&self, who: &str, text: &str, down: bool) {
        for (_, pty) in &self.crew {
            // By its id in 80 columns, by its name in 120.
            let due = format!("{} overdue", self.audience);
            pty.wait_screen(&due, |screen| screen.to_lowercase().contains(&due));
        }
        let tries = self.server.refused();
        self.ok(who, &["bulletin", &self.audience, "--text", text]);
        self.ok("gf", &["bulletin", &self.audience, "--approve"]);
        if down {
            let gf = self.cockpit("gf");
            gf.wait_until("a try in vain", || self.server.refused() > tries);
            for (_, pty) in &self.crew {
                pty.wait_for("NOT OUT");
            }
            return;
        }
        self.leaves();
    }

    /// Waits until nothing is on its way.
    fn leaves(&self) {
        let gone = || {
            let status: Value =
                serde_json::from_str(&self.ok("cp", &["status", "--json"])).unwrap();
            let updates = status["updates"].as_array().unwrap();
            updates.iter().all(|u| u["waiting"].is_null())
        };
        self.cockpit("cp").wait_until("nothing is on its way", gone);
    }

    /// What who takes over has to know is on the sheet, in few columns, the first things first.
    fn sheet_tells(&self) {
        let sheet = self.ok("nm", &["show"]);
        let parts = [
            "Booking is flooded",
            "was down 30:00, from 07-12 18:20:00Z to 07-12 18:50:00Z",
            "users: Many cannot book",
            "PINNED",
            "* 07-12 18:31:00Z gf: the waiting room stays ON",
            "NOW 1 More servers: doing by nm",
            "FALLS DUE",
            "CDN promised: figures of the waiting room, noted by nm",
            "by cp:",
            "Booking works, with a waiting list at the door. Next update 22:05.",
            "? 07-12 19:40:00Z gf: do we take the waiting room away tonight",
            "TODO 07-12 19:20:00Z gf: cache the free slots",
            "Incident manager: gf since ",
            "Operations: nobody",
            "18:40:00Z the waiting room holds",
        ];
        let mut rest = sheet.as_str();
        for part in parts {
            let words = part.split(' ').collect::<Vec<_>>();
            let found = find(rest, &words).unwrap_or_else(|| panic!("{part}\n{sheet}"));
            rest = &rest[found..];
        }
        for line in sheet.lines().take_while(|line| !line.is_empty()) {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    /// The manager hands over in one cockpit; the other reads the sheet and accepts.
    fn change_hands(&self) {
        self.sheet_tells();
        let (gf, nm) = (self.cockpit("gf"), self.cockpit("nm"));
        gf.send("H");
        gf.wait_for("Give it over to whom?");
        let screen = gf.screen();
        let words: Vec<&str> = screen.split_whitespace().collect();
        let choice = words.windows(2).find(|w| w[1] == "nm" && w[0].len() == 1);
        gf.send(choice.unwrap()[0]);
        gf.wait_for("Incident manager to nm: goes with it");
        gf.send("\r");
        gf.wait_for("offered to nm: yours until nm accepts");
        nm.wait_for("gf offers Incident manager to nm");
        nm.send("H");
        nm.wait_for("gf offers you Incident manager");
        nm.send("a");
        nm.wait_for("you are Incident manager now");
        gf.wait_for("IM nm");
    }

    /// Every note and milestone of the story is in the timeline with its own time, by who told it.
    pub(super) fn told_with_their_times(&self) {
        let tail = self.ok("cp", &["tail", "--json"]);
        let lines: Vec<Value> = tail
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        for told in &self.story.facts {
            let time = self.story.time(&told.at);
            let words = match (&told.note, &told.run) {
                (Some(note), _) => note.split_whitespace().last().unwrap().to_owned(),
                (None, Some(run)) if run[0] == "milestone" => {
                    format!("milestone {} at {}", run[1], time.clock())
                }
                _ => continue,
            };
            let time = time.rfc3339_millis();
            let is = |line: &Value| {
                line["time"] == *time && line["text"].as_str().unwrap().contains(&words)
            };
            assert!(lines.iter().any(is), "{told:?} at {time}\n{tail}");
        }
    }
}

/// Where words begin that follow each other, whatever breaks lie between them.
fn find(text: &str, words: &[&str]) -> Option<usize> {
    let follow = |at: usize| {
        let mut rest = text[at..].split_whitespace();
        words
            .iter()
            .all(|word| rest.next().is_some_and(|next| next.starts_with(word)))
    };
    text.match_indices(words[0])
        .map(|(at, _)| at)
        .find(|at| follow(*at))
}
