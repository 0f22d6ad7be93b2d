//! The plan of a test: two providers and one checklist, in a home; and an incident opened with it.

use super::home::Home;
use std::fs;
use std::path::{Path, PathBuf};

/// From the first provider to the second.
pub const DIRECTION: [&str; 4] = ["--from", "h42", "--to", "c10"];

/// The text of a plan with two providers, each with its variables (`NAME = "VALUE"`; none: ""), and the rest.
pub fn plan(vars: [&str; 2], rest: &str) -> String {
    let [one, two] = vars.map(|vars| match vars {
        "" => String::new(),
        vars => format!("[provider.vars]\n{vars}\n"),
    });
    format!(
        "schema = 1\nname = \"Shop\"\n\
         [[provider]]\nid = \"h42\"\nname = \"Provider 42A\"\n{one}\
         [[provider]]\nid = \"c10\"\nname = \"Provider C10\"\n{two}{rest}"
    )
}

/// The text of the checklist `failover`: its title, and the rest.
pub fn checklist(title: &str, rest: &str) -> String {
    format!(
        "schema = 1\n[checklist]\nid = \"failover\"\ntitle = \"{title}\"\nkind = \"failover\"\n{rest}"
    )
}

/// Writes a plan with its one checklist into a home, and gives its folder.
pub fn write(home: &Home, plan: &str, checklist: &str) -> PathBuf {
    let folder = home.path().join("plan");
    fs::create_dir_all(folder.join("checklists")).unwrap();
    fs::write(folder.join("plan.toml"), plan).unwrap();
    fs::write(folder.join("checklists/failover.toml"), checklist).unwrap();
    folder
}

/// Opens a live incident as `gf`, and gives what was printed: its folder. Flags stand before `open`, the rest after.
pub fn open(home: &Home, plan: &Path, flags: &[&str], rest: &[&str]) -> String {
    let plan = plan.display().to_string();
    let args = ["--plan", &plan, "--as", "gf", "open", "--headless"];
    let out = home
        .command(&[flags, &args, &DIRECTION, rest].concat())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}
