//! `:` names every action, fuzzily.

use crate::cockpit::dialog::Palette;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::{Action, Dialog, Editor};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

pub(super) fn open() -> Dialog {
    let found = Action::ALL.to_vec();
    Dialog::Palette(Palette {
        editor: Editor::line(""),
        found,
        at: 0,
    })
}

/// Finds what is looked for, best first.
pub(super) fn search(palette: &mut Palette) {
    let pattern = Pattern::parse(
        &palette.editor.text(),
        CaseMatching::Ignore,
        Normalization::Smart,
    );
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut scored: Vec<(u32, Action)> = Action::ALL
        .iter()
        .filter_map(|action| {
            let mut buffer = Vec::new();
            let mut score = |text: &str| {
                pattern.score(
                    nucleo_matcher::Utf32Str::new(text, &mut buffer),
                    &mut matcher,
                )
            };
            let label = score(action.label()).map(|s| s + 1000);
            let help = score(action.help());
            label.or(help).map(|s| (s, *action))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    palette.found = scored.into_iter().map(|(_, action)| action).collect();
    palette.at = 0;
}

/// Takes a key in. `Some` when it is over: with the action, or with nothing found.
pub(super) fn key(palette: &mut Palette, key: Key) -> Option<Option<Action>> {
    match key.code {
        KeyCode::Enter => return Some(palette.found.get(palette.at).copied()),
        KeyCode::Up => palette.at = palette.at.saturating_sub(1),
        KeyCode::Down | KeyCode::Tab => {
            palette.at = (palette.at + 1).min(palette.found.len().saturating_sub(1));
        }
        _ => {
            palette.editor.key(key);
            search(palette);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<Action> {
        let Dialog::Palette(mut palette) = open() else {
            return None;
        };
        palette.editor.paste(text);
        search(&mut palette);
        palette.found.first().copied()
    }

    #[test]
    fn actions_are_found_by_name() {
        assert_eq!(found("close"), Some(Action::Close));
        assert_eq!(found("sever"), Some(Action::Severity));
        assert_eq!(found("xyzzy"), None);
    }
}
