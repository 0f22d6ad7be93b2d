//! What is hidden by a redaction that was written without knowing of it.

use super::*;
use crate::domain::facts::{NoteCorrected, NoteRedacted};

#[test]
fn a_correction_written_while_its_note_is_redacted_elsewhere_is_hidden_in_any_order() {
    let note = NoteAdded {
        kind: NoteKind::Note,
        text: "the key is hunter2".into(),
        at: None,
        provider: None,
        ticket: None,
        confidence: None,
    };
    let note = entry(0, 0, 0, &[], note.into());
    let of = note.reference();
    let corrected = NoteCorrected {
        entry: of.clone(),
        text: "key: hunter2".into(),
    };
    let corrected = entry(1, 0, 10, &[(0, 0)], corrected.into());
    let redacted = NoteRedacted {
        entry: of,
        reason: None,
    };
    let redacted = entry(2, 0, 20, &[(0, 0)], redacted.into());
    let all = [note, corrected, redacted];
    for order in [[0, 1, 2], [0, 2, 1], [1, 2, 0], [2, 1, 0], [1, 0, 2]] {
        let incident = fold(order.map(|n: usize| all[n].clone()));
        let seen: Vec<&Entry> = incident.log().iter().map(|(_, e)| e).collect();
        let seen = format!("{seen:?} {:?}", incident.state());
        assert!(!seen.contains("hunter2"), "{order:?}: {seen}");
    }
}
