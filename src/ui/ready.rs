//! ```text
//! 42A → C10 READY      42A → C10 NOT READY: lag 41 s      42A → C10 ✔
//! ```
//! What the decision asks: whether the target can take over, beside its name in the header and below the probes, and
//! what would be lost.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::Model;
use crate::cockpit::probes::ProbePane;
use crate::domain::rules::ready::Ready;
use crate::domain::rules::writers::Writers;
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

const fn look(ready: &Ready) -> (&'static str, Role) {
    match ready {
        Ready::Yes => ("✔", Role::Ok),
        Ready::No(_) => ("✖", Role::Bad),
        Ready::Unknown(_) => ("?", Role::Unknown),
    }
}

/// The ways to say it after the direction, the longest first; none when it is not asked any more.
pub(super) fn ways(model: &Model, direction: &Row, theme: &Theme) -> Vec<Row> {
    let Some(ready) = &model.probes.ready else {
        return Vec::new();
    };
    let (glyph, role) = look(ready);
    let lost = model
        .probes
        .risk
        .as_ref()
        .is_some_and(|r| r.contains("OVER"));
    let (words, role) = match lost && *ready == Ready::Yes {
        // Ready, at a price that nobody agreed to.
        true => (
            ["READY, LOSS OVER RPO", "READY!", "!"]
                .map(str::to_owned)
                .to_vec(),
            Role::Warn,
        ),
        false => {
            let why = Some(ready.why()).filter(|why| !why.is_empty());
            let long = why.map(|why| format!("{}: {}", ready.word(), paint::cut(&why, 40)));
            let words = [long, Some(ready.word().to_owned()), Some(glyph.to_owned())];
            (words.into_iter().flatten().collect(), role)
        }
    };
    let ways = words.into_iter();
    ways.map(|words| {
        let row = direction.clone().plain(" ");
        row.add(words, theme.style(role))
    })
    .collect()
}

/// What keeps the target from being ready and what would be lost, at the bottom of the pane; what is left above.
pub(super) fn below(frame: &mut Frame<'_>, inner: Rect, pane: &ProbePane, theme: &Theme) -> Rect {
    let width = usize::from(inner.width);
    let mut said: Vec<(String, Role)> = lacks(pane, inner.height).into_iter().collect();
    let whole = pane.loss.join(" ");
    let losses = match paint::width(&whole) <= width && !whole.is_empty() {
        true => vec![whole],
        false => pane.loss.clone(),
    };
    said.extend(losses.into_iter().map(|line| {
        let over = line.contains("OVER");
        (line, if over { Role::Alarm } else { Role::Warn })
    }));
    let writers = pane.writers.iter().map(|(stand, words)| {
        let look = match stand {
            Writers::One => Role::Ok,
            Writers::NotMeasured | Writers::Nobody => Role::Warn,
            Writers::Several => Role::Alarm,
        };
        (words.clone(), look)
    });
    said.extend(writers);
    // Heads and two services stay.
    let room = usize::from(inner.height.saturating_sub(3));
    said.truncate(room);
    let height = inner.height - u16::try_from(said.len()).unwrap_or(0);
    for (y, (words, look)) in (height..).zip(&said) {
        let row = Row::new().add(paint::cut(words, width), theme.style(*look));
        paint::row(frame, inner, 0, y, &row);
    }
    Rect { height, ..inner }
}

/// What keeps the target from being ready; none when nothing does, or nothing is seen anyway.
fn lacks(pane: &ProbePane, height: u16) -> Option<(String, Role)> {
    let ready = pane.ready.as_ref()?;
    // Of what is not measured the rows tell, unless all of them are in sight anyway.
    let worth = match ready {
        Ready::Yes => false,
        Ready::No(_) => true,
        Ready::Unknown(_) => usize::from(height) > pane.rows.len() + 5,
    };
    (worth && pane.blind.is_none()).then(|| (ready.words(&pane.sides.1), look(ready).1))
}
