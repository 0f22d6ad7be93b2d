//! ```text
//! Enter step c copy  d done  f fail  s skip  n note  b update  . NOW  : all ? help
//! ```
//! The keys of what is on the screen, out of the action table. The first and the last two always stay.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::paper::Paper;
use crate::cockpit::{Action, Dialog, Model, Pane};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Key and word.
type Item = (String, String);

/// Draws the footer.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: &Theme) {
    draw(frame, area, &items(model), theme);
}

/// Draws keys with their words, with as much air between them as there is.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, items: &[Item], theme: &Theme) {
    let room = usize::from(area.width);
    let mut kept: Vec<&Item> = items.iter().collect();
    let wide = |i: &Item| paint::width(&i.0) + 1 + paint::width(&i.1);
    let words = |kept: &[&Item]| kept.iter().map(|i| wide(i)).sum::<usize>();
    while kept.len() > 2 && words(&kept) + kept.len() - 1 > room {
        kept.remove((kept.len() - 2 - usize::from(kept.len() > 3)).max(1));
    }
    let gaps = kept.len().saturating_sub(1);
    let short = (words(&kept) + 2 * gaps).saturating_sub(room).min(gaps);
    let narrow = |n: usize| n < short.div_ceil(2) || gaps - 1 - n < short / 2;
    let mut line = Row::new();
    for (n, (key, word)) in kept.iter().enumerate() {
        if n > 0 {
            line.push(
                if narrow(n - 1) { " " } else { "  " },
                theme.style(Role::Text),
            );
        }
        line.push(key.clone(), theme.style(Role::Key));
        line.push(format!(" {word}"), theme.style(Role::Text));
    }
    paint::row(frame, area, 0, 0, &line);
}

fn items(model: &Model) -> Vec<Item> {
    if let Some(dialog) = &model.view.dialog {
        return of_dialog(dialog);
    }
    let working: &[Action] = if model.me.observe {
        &[
            Action::Copy,
            Action::Status,
            Action::Zoom,
            Action::NextPane,
            Action::Filter,
        ]
    } else if model.view.focus == Pane::Timeline {
        &[
            Action::Start,
            Action::Correct,
            Action::Pin,
            Action::Redact,
            Action::Filter,
            Action::Note,
            Action::Now,
        ]
    } else if model.board.steps.is_empty() {
        &[
            Action::Adopt,
            Action::Insert,
            Action::Note,
            Action::Bulletin,
            Action::Milestone,
            Action::Severity,
            Action::Roles,
        ]
    } else {
        &[
            Action::Start,
            Action::Copy,
            Action::Done,
            Action::Fail,
            Action::Skip,
            Action::Note,
            Action::Bulletin,
            Action::Now,
        ]
    };
    let always = [Action::Palette, Action::Help];
    let all = working.iter().chain(&always);
    let label = |a: &Action| match (a, model.view.focus) {
        (Action::Start, Pane::Timeline) => "entry",
        _ => a.label(),
    };
    all.map(|a| (a.key().to_owned(), label(a).to_owned()))
        .collect()
}

fn of_dialog(dialog: &Dialog) -> Vec<Item> {
    let keys: &[(&str, &str)] = match dialog {
        Dialog::Ask(_) => &[("Enter", "accept"), ("Ctrl-g", "or Esc: cancel")],
        Dialog::Choose(_) => &[
            ("Enter", "choose"),
            ("j k", "move"),
            ("Ctrl-g", "or Esc: cancel"),
        ],
        Dialog::Note(_) => &[
            ("Enter", "write it"),
            ("Alt-Enter", "new line"),
            ("Ctrl-g", "or Esc: cancel"),
        ],
        Dialog::Sheet(sheet) if sheet.is_scratch() => &[
            ("Ctrl-s", "write it"),
            ("Enter", "new line"),
            ("Ctrl-g", "or Esc: leave, kept"),
        ],
        Dialog::Sheet(_) => &[
            ("Enter", "write it"),
            ("Alt-Enter", "new line"),
            ("Ctrl-g", "or Esc: cancel"),
        ],
        Dialog::Bulletin(draft) if draft.writing => &[
            ("Enter", "send"),
            ("Alt-Enter", "new line"),
            ("Tab", "out of the text"),
            ("Ctrl-g", "or Esc: cancel"),
        ],
        Dialog::Bulletin(draft) if draft.waiting.is_some() || draft.last.is_none() => &[
            ("Enter", "as said"),
            ("e", "edit"),
            ("j k", "audience"),
            ("y", "copy"),
            ("q", "or Esc: cancel"),
        ],
        Dialog::Bulletin(_) => &[
            ("b", "no material change"),
            ("Enter", "send"),
            ("e", "edit"),
            ("j k", "audience"),
            ("y", "copy"),
            ("q", "or Esc: cancel"),
        ],
        Dialog::Amend(amend) => &[
            ("Enter", "write it"),
            ("Tab", if amend.at_command { "text" } else { "command" }),
            ("Alt-Enter", "new line"),
            ("Ctrl-g", "or Esc: cancel"),
        ],
        Dialog::Run(_) | Dialog::Probes(_) => &[("j k", "scroll"), ("q", "or Esc: leave it")],
        Dialog::Probe { .. } => &[
            ("j k", "scroll"),
            ("Tab", "next probe"),
            ("c", "copy the command"),
            ("q", "or Esc: back"),
        ],
        Dialog::Output { .. } => &[("j k", "scroll"), ("K", "end it"), ("q", "close")],
        Dialog::Palette(_) => &[
            ("Enter", "do it"),
            ("Up Down", "move"),
            ("Ctrl-g", "or Esc: cancel"),
        ],
        Dialog::Details { .. } => &[
            ("j k", "scroll"),
            ("c", "copy"),
            ("d", "done"),
            ("f", "fail"),
            ("q", "or Esc: back"),
        ],
        Dialog::Paper { paper, .. } => of_paper(paper),
        Dialog::Who { .. } => &[
            ("Enter", "give, take; kept"),
            ("x", "broken"),
            ("p", "promise"),
            ("b", "back in"),
            ("H", "hand over"),
            ("q", "or Esc: back"),
        ],
        Dialog::Help { .. } | Dialog::Plain { .. } => {
            &[("j k", "scroll"), ("g G", "ends"), ("q", "or Esc: back")]
        }
    };
    keys.iter()
        .map(|(key, word)| ((*key).to_owned(), (*word).to_owned()))
        .collect()
}

/// The keys of a paper: what it asks comes first.
const fn of_paper(paper: &Paper) -> &'static [(&'static str, &'static str)] {
    match paper {
        Paper::Offering { .. } => &[
            ("Enter", "offer it"),
            ("j k Space", "scroll"),
            ("c", "copy"),
            ("q", "or Esc: not now"),
        ],
        Paper::Offered => &[
            ("a", "take it over"),
            ("x", "decline"),
            ("j k Space", "scroll"),
            ("c", "copy"),
            ("q", "or Esc: not yet"),
        ],
        Paper::Sheet | Paper::Providers => &[
            ("j k Space", "scroll"),
            ("c", "copy"),
            ("q", "or Esc: back"),
        ],
    }
}
