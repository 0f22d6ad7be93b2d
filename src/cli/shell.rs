//! What a shell and a newcomer ask of the program itself: keys, themes, completions, the manual page.

use super::args::{Cli, Shell};
use super::fail::Fail;
use super::say::Say;
use crate::cockpit::Action;
use crate::ui::Theme;
use clap::CommandFactory;
use std::io::{self, Write};

/// `keys`: the action table.
pub fn keys(say: Say) {
    let mut group = None;
    for action in Action::ALL {
        if group != Some(action.group()) {
            group = Some(action.group());
            say.line(&format!("{:?}", action.group()));
        }
        let keys = action.keys().join(" ");
        let keys = if keys.is_empty() { "by : only" } else { &keys };
        let (label, help) = (action.label(), action.help());
        if !say.line(&format!("  {keys:<16} {label:<16} {help}")) {
            return;
        }
    }
}

/// `themes`: their names.
pub fn themes(say: Say) {
    Theme::names().all(|name| say.line(name));
}

/// Whether a theme is one of those shipped.
///
/// # Errors
/// When it is not: all names.
pub fn theme(name: &str, ascii: bool) -> Result<Theme, Fail> {
    let theme = Theme::shipped(name).ok_or_else(|| {
        let what = format!("there is no theme {name}");
        Fail::Wrong(super::plans::with_known(
            what,
            name,
            Theme::names().collect(),
        ))
    })?;
    Ok(theme.ascii(ascii))
}

/// `completions`: a script for a shell.
pub fn completions(shell: &Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell.shell, &mut Cli::command(), "switchover", &mut script);
    let _ = io::stdout().lock().write_all(&script);
}

/// `man`: the manual page, in roff; every command in it.
pub fn man() {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    let _ = clap_mangen::Man::new(command.clone()).render(&mut page);
    for sub in command.get_subcommands() {
        let _ = clap_mangen::Man::new(sub.clone()).render_synopsis_section(&mut page);
        let _ = clap_mangen::Man::new(sub.clone()).render_description_section(&mut page);
        let _ = clap_mangen::Man::new(sub.clone()).render_options_section(&mut page);
    }
    let _ = io::stdout().lock().write_all(&page);
}
