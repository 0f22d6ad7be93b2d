//! Placing a command at the prompt of another tmux pane, never pressing Enter there.

use super::tmux::Tmux;

/// The buffer used, and removed by the paste.
const BUFFER: &str = "switchover";

/// A pane of the tmux this program runs in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pane {
    /// `%3`.
    pub id: String,
    /// What to call it: window and pane number, its command. From another program: not safe to print.
    pub label: String,
}

/// The panes of this tmux server, without the pane called `own` (the value of `TMUX_PANE`).
pub fn panes(tmux: &Tmux, own: &str) -> Result<Vec<Pane>, String> {
    let format = "#{pane_id} #{session_name}:#{window_index}.#{pane_index} #{pane_current_command}";
    let listed = tmux.run(&["list-panes", "-a", "-F", format], "")?;
    let panes = listed.lines().filter_map(|line| {
        let (id, label) = line.split_once(' ')?;
        (is_id(id) && id != own).then(|| Pane {
            id: id.to_owned(),
            label: label.to_owned(),
        })
    });
    // A cockpit is no place to paste into: the shells come first.
    let mut panes: Vec<Pane> = panes.collect();
    panes.sort_by_key(|pane| pane.label.ends_with(" switchover"));
    Ok(panes)
}

/// Pastes the text into a pane, bracketed where the program there asks for it. Line breaks at the end are
/// dropped; a text of several lines is refused unless `several` says that the person confirmed it.
pub fn paste(tmux: &Tmux, pane: &str, text: &str, several: bool) -> Result<(), String> {
    let text = text.trim_end_matches(['\n', '\r']);
    if !is_id(pane) {
        return Err("that is no pane".to_owned());
    }
    if !several && text.contains(['\n', '\r']) {
        return Err("several lines: the lines before the last would run at once".to_owned());
    }
    tmux.run(&["load-buffer", "-b", BUFFER, "-"], text)?;
    tmux.run(&["paste-buffer", "-p", "-d", "-b", BUFFER, "-t", pane], "")?;
    Ok(())
}

fn is_id(id: &str) -> bool {
    id.strip_prefix('%')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pane_or_would_run_is_refused_before_tmux_is_asked() {
        let tmux = Tmux {
            socket: String::new(),
            path: "/nonexistent".to_owned(),
        };
        let why = |pane, text| paste(&tmux, pane, text, false).unwrap_err();
        assert_eq!(why("-t", "x"), "that is no pane");
        assert!(why("%1", "a\nb").starts_with("several lines"));
        assert!(why("%1", "a\n").starts_with("tmux did not start"));
    }
}
