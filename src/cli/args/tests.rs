//! Every command of the contract parses.

use super::*;
use clap::CommandFactory;

/// The commands of the contract, one line each.
const CONTRACT: &[&str] = &[
    "",
    "open",
    "open failover --title T --severity SEV1 --mode live --from h42 --to c10 --since 12m --var a=b --var c=d --headless",
    "open --mode drill --since 02:02",
    "adopt failback --from c10 --to h42",
    "join",
    "join x --observe --headless",
    "rehearse",
    "rehearse power-loss --speed 5 --seed 7",
    "list",
    "show",
    "show x",
    "status x --json",
    "status --brief",
    "tail x --follow --json",
    "note a b c --kind decision --at 20:04 --provider h42 --ticket 8841 --confidence low",
    "note a --kind provider",
    "note a --kind finding",
    "note a --kind todo",
    "note a --kind question",
    "step start 2.3 --value v --reason r --by w",
    "step done x",
    "step fail x",
    "step skip x",
    "step defer x",
    "step waive x",
    "step reopen x",
    "step claim x --by cp",
    "step release x",
    "step confirm x --by cp",
    "step undo x",
    "step add a b --after 2.3",
    "step strike x",
    "step edit x --text t",
    "step move x --after y",
    "step move x --before y",
    "abort --reason r",
    "milestone decided --at 20:04",
    "severity SEV2",
    "state investigating",
    "state identified",
    "state monitoring",
    "state resolved",
    "role im gf",
    "handover im nm",
    "accept im",
    "decline im --reason busy --json",
    "role im gf --for 20m",
    "promise back in 3m",
    "promise --kept w:1",
    "bulletin customers --text t --via c --approve",
    "bulletin customers --no-change",
    "bulletin customers --draft",
    "bulletin customers --cancel --reason r",
    "bulletin customers --approve --reason r",
    "impact t --scope s --unaffected u --workaround w --data d",
    "snooze customers 10m --reason r",
    "close",
    "close x",
    "reopen x",
    "ack alarm",
    "redact w:1",
    "approve x",
    "approve --probes",
    "approve --pager",
    "approve --updates",
    "inject some text --provider h42",
    "probe --json --watch",
    "init dir",
    "check path --host --json",
    "import f.md -o f.toml",
    "export failover --format csv",
    "export failover --format md",
    "report x --format public-md -o f",
    "report --format html",
    "report --format json",
    "report --format csv",
    "compare a b c",
    "patch x",
    "sync --once",
    "verify x",
    "doctor",
    "keys",
    "scratch",
    "scratch --add line --json",
    "scratch --write --base gf@b1.7f3a9c21d0e455aa:42",
    "note --correct gf@b1.7f3a9c21d0e455aa:42 text",
    "note --pin gf@b1.7f3a9c21d0e455aa:42",
    "tail --only !",
    "themes",
    "completions bash",
    "man",
];

#[test]
fn every_command_of_the_contract_parses() {
    for line in CONTRACT {
        let words = std::iter::once("switchover").chain(line.split_whitespace());
        let parsed = Cli::try_parse_from(words);
        assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
    }
}

#[test]
fn the_contract_names_every_command() {
    for command in Cli::command().get_subcommands() {
        let name = command.get_name();
        let named = |line: &&&str| line.split_whitespace().next() == Some(name);
        assert!(CONTRACT.iter().any(|line| named(&line)), "{name}");
    }
}

#[test]
fn global_flags_go_with_every_command_and_stand_anywhere() {
    let flags = "--plan p --incident i --as gf --root r --theme t --ascii --no-color -q";
    for line in ["{} status", "status {}", "step done 2.3 {}", "{}"] {
        let line = format!("switchover {}", line.replace("{}", flags));
        let cli = Cli::try_parse_from(line.split_whitespace()).unwrap();
        assert_eq!(cli.global.operator.as_deref(), Some("gf"), "{line}");
        assert!(cli.global.ascii && cli.global.no_color && cli.global.quiet);
    }
}

#[test]
fn the_definition_holds_together_and_every_command_is_described() {
    Cli::command().debug_assert();
    for command in Cli::command().get_subcommands() {
        assert!(command.get_about().is_some(), "{}", command.get_name());
    }
}

#[test]
fn no_argument_of_a_command_is_taken_for_a_global_one() {
    fn walk(command: &clap::Command, globals: &[String]) {
        for inner in command.get_subcommands() {
            let own = inner.get_arguments().filter(|a| !a.is_global_set());
            let clash = own
                .map(|a| a.get_id().to_string())
                .find(|id| globals.contains(id));
            assert_eq!(clash, None, "{}: name its id otherwise", inner.get_name());
            walk(inner, globals);
        }
    }
    let command = Cli::command();
    let globals = command.get_arguments().filter(|a| a.is_global_set());
    let globals: Vec<String> = globals.map(|a| a.get_id().to_string()).collect();
    assert!(globals.contains(&"operator".to_owned()));
    walk(&command, &globals);
}
