//! Advice on the text of a communication update. It advises and never blocks: who writes knows more.

use crate::domain::plan::Plan;
use crate::domain::time::Time;
use crate::domain::words::Stage;
use regex::Regex;
use std::sync::LazyLock;

/// Whom a text is for, and when it is sent.
#[derive(Clone, Copy, Debug)]
pub struct For<'a> {
    /// The plan: its hosts and providers are names people outside do not know.
    pub plan: &'a Plan,
    /// The public reads it.
    pub public: bool,
    /// The state it speaks of.
    pub state: Stage,
    /// When the next update will be due.
    pub next_at: Option<Time>,
    /// It is sent from a drill.
    pub drill: bool,
}

/// What to look at again in a text, one line each, the gravest first. Empty: nothing.
#[must_use]
pub fn advice(text: &str, of: For<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |words: String| {
        if !found.contains(&words) {
            found.push(words);
        }
    };
    if of.drill && !text.contains("DRILL") {
        say("it does not say DRILL: it will be put before it".to_owned());
    }
    if of.public {
        if let Some(host) = hosts(of.plan, text).first() {
            say(format!(
                "\"{host}\" is a host: people outside do not know it"
            ));
        }
        if let Some(name) = provider(of.plan, text) {
            say(format!("\"{name}\" names a provider to the public"));
        }
    }
    for sentence in sentences(text) {
        let promises = sentence.to_ascii_lowercase();
        if !promises.contains("update")
            && let Some(eta) = first(&ETA, sentence)
        {
            say(format!(
                "\"{eta}\" promises an end: say when you speak next instead"
            ));
        }
        if let Some(guess) = first(&GUESS, sentence) {
            say(format!(
                "\"{guess}\" is a guess: say what is known, or that it is not"
            ));
        }
        if let Some(blame) = first(&BLAME, sentence) {
            say(format!(
                "\"{blame}\" blames: say what happens, not who is at fault"
            ));
        }
    }
    let speaks_on = of.state != Stage::Resolved && of.next_at.is_some();
    if speaks_on && !(NEXT.as_ref().is_some_and(|r| r.is_match(text))) {
        let next = of.next_at.map(super::draft::minute).unwrap_or_default();
        say(format!(
            "it does not say when the next update comes: {next}"
        ));
    }
    found
}

/// Words of a text that name a host: an address, a name with dots, or what the plan calls a machine.
fn hosts<'t>(plan: &Plan, text: &'t str) -> Vec<&'t str> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        if word.contains("://") {
            continue; // A page people may be sent to.
        }
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let named = HOST.as_ref().is_some_and(|r| r.is_match(word)) || is_value(plan, word);
        if named && !word.contains('@') {
            found.push(word);
        }
    }
    found
}

/// A value some provider has in the plan, as long and as odd as names of machines are.
fn is_value(plan: &Plan, word: &str) -> bool {
    let odd = |v: &&String| {
        v.len() >= 3 && v.contains(|c: char| c.is_ascii_digit() || c == '.' || c == '-')
    };
    let mut values = plan.providers.iter().flat_map(|p| p.vars.values());
    values.any(|v| odd(&v) && v.eq_ignore_ascii_case(word))
}

/// The name of a provider in a text, as a word of its own.
fn provider<'t>(plan: &Plan, text: &'t str) -> Option<&'t str> {
    let names = plan
        .providers
        .iter()
        .flat_map(|p| [p.name.as_str(), plan.short(&p.id), p.id.as_str()]);
    names
        .filter(|n| n.len() >= 2)
        .find_map(|name| word(text, name))
}

/// Where a text says a name, whatever its case, not as a part of a longer word.
fn word<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let lower = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    let mut places = lower.match_indices(&name);
    places.find_map(|(at, _)| {
        let end = at + name.len();
        let alone = !part(lower[..at].chars().next_back()) && !part(lower[end..].chars().next());
        alone.then(|| text.get(at..end)).flatten()
    })
}

/// A title as people outside may read it: hosts become "a server", providers "a site".
#[must_use]
pub fn without_hosts(plan: &Plan, title: &str) -> String {
    let mut out = title.to_owned();
    for host in hosts(plan, title) {
        out = out.replace(host, "a server");
    }
    let mut left = 8;
    while let Some(name) = provider(plan, &out).filter(|_| left > 0).map(str::to_owned) {
        out = out.replace(&name, "a site");
        left -= 1;
    }
    out
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '!', '?', ';'])
        .flat_map(|part| part.split(". "))
}

fn first<'t>(rule: &LazyLock<Option<Regex>>, text: &'t str) -> Option<&'t str> {
    let found = rule.as_ref()?.find(text)?;
    Some(found.as_str())
}

/// Everything is ASCII: the crate is built without Unicode tables.
macro_rules! rule {
    ($name:ident, $pattern:literal) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

rule!(
    ETA,
    r"(?-u:\b)(?i-u:eta|shortly|any (?:minute|moment) now|(?:with)?in (?:about |around |the next |less than |under |a few |an? )*(?:[0-9]+ ?)?(?:min|mins|minutes?|hours?|h)|(?:be|expect[a-z]*|back) [a-z ]{0,24}(?:by|at|until) [0-9][0-9:]*|soon)(?-u:\b)"
);
rule!(
    GUESS,
    r"(?-u:\b)(?i-u:probably|should be|likely|maybe|perhaps|presumably|apparently|hopefully|we (?:think|believe|hope|guess|assume)|seems? to|might be|could be)(?-u:\b)"
);
rule!(
    BLAME,
    r"(?-u:\b)(?i-u:fault of|(?:is|was|at) fault|their fault|to blame|blames?|blunder|careless|negligen(?:t|ce)|incompeten(?:t|ce)|human error|mistake (?:of|by)|let us down|failed us|messed up)(?-u:\b)"
);
rule!(
    NEXT,
    r"(?i-u:next (?:update|news|message)|update (?:at|by|in)|we (?:speak|report|write) (?:again )?(?:at|by))"
);
rule!(
    HOST,
    r"^(?i-u:[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9.-]+|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[a-z]+-?[0-9]+\.[a-z0-9.-]+|(?:db|web|app|lb|srv|node|host|bastion|pg|mysql|redis)-?[0-9]+)(?::[0-9]+)?$"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Id;
    use crate::domain::plan::Provider;

    fn plan() -> Plan {
        let provider = |id: &str, name: &str, host: &str| {
            Provider::plain(Id::new(id).unwrap(), name).with("db_host", host)
        };
        Plan {
            providers: vec![
                provider("h42", "Provider 42A", "pg-main-3"),
                provider("c10", "Provider C10", "pg-main-4"),
            ],
            ..Plan::default()
        }
    }

    fn said(text: &str, public: bool) -> Vec<String> {
        let plan = plan();
        let of = For {
            plan: &plan,
            public,
            state: Stage::Identified,
            next_at: Some(Time(1_795_210_000_000)),
            drill: false,
        };
        advice(text, of)
    }

    #[test]
    fn the_rules_read() {
        for rule in [&ETA, &GUESS, &BLAME, &NEXT, &HOST] {
            assert!(rule.is_some());
        }
    }

    #[test]
    fn a_plain_text_gets_no_advice() {
        for text in [
            "Orders cannot be placed since 01:32 UTC. Next update at 02:43 UTC.",
            "Service is restored since 02:13 UTC; we are watching it. Next update in 30 minutes.",
            "See https://status.example.com/x or mail ops@shop.example.com. Next update at 02:43.",
        ] {
            assert_eq!(said(text, true), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn each_slip_is_named_with_its_words() {
        let next = " Next update at 02:43 UTC.";
        for (text, part) in [
            (
                "db1.c10.example does not answer.",
                "\"db1.c10.example\" is a host",
            ),
            ("10.0.0.7 does not answer.", "\"10.0.0.7\" is a host"),
            ("PG-MAIN-3 does not answer.", "\"PG-MAIN-3\" is a host"),
            ("42A lost power.", "\"42A\" names a provider"),
            ("It was the fault of a supplier.", "\"fault of\" blames"),
            (
                "We will be back in 10 minutes.",
                "\"in 10 minutes\" promises",
            ),
            ("We expect to be back by 03:00.", "promises an end"),
            ("It is fixed shortly.", "\"shortly\" promises"),
            ("It is probably the disk.", "\"probably\" is a guess"),
            ("It should be fine.", "\"should be\" is a guess"),
        ] {
            let found = said(&format!("{text}{next}"), true);
            assert!(found.iter().any(|f| f.contains(part)), "{text}: {found:?}");
        }
        let none = said("Orders cannot be placed.", true);
        assert_eq!(none.len(), 1, "{none:?}");
        assert!(none[0].contains("next update"), "{none:?}");
    }

    #[test]
    fn inside_hosts_are_known_and_a_drill_says_so() {
        assert!(said("42A: db1 is down. Next update at 02:43.", false).is_empty());
        let plan = plan();
        let of = For {
            plan: &plan,
            public: false,
            state: Stage::Resolved,
            next_at: Some(Time(0)),
            drill: true,
        };
        assert_eq!(advice("It is over.", of).len(), 1);
        assert!(advice("DRILL. It is over.", of).is_empty());
    }

    #[test]
    fn a_title_loses_its_hosts() {
        let plan = plan();
        let said = |text| without_hosts(&plan, text);
        assert_eq!(said("Fence 42A"), "Fence a site");
        assert_eq!(said("Stop pg-main-3 now"), "Stop a server now");
        assert_eq!(said("Fail over"), "Fail over");
    }
}
