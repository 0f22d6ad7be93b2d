//! The scratch text two people edit at once.

use super::world::{Seat, meet, two};
use crate::cockpit::Dialog;
use crate::cockpit::sheet::Sheet;
use crate::domain::rules::scratch::scratch;

fn text(seat: &Seat) -> String {
    scratch(&seat.model.incident).text
}

fn open(seat: &Seat) -> &Sheet {
    match &seat.model.view.dialog {
        Some(Dialog::Sheet(sheet)) => sheet,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_other_wrote_meanwhile_is_said_and_kept() {
    let (mut gf, mut cp) = two();
    gf.press(&["N", "\"ports\"", "Enter", "\"hosts\"", "Ctrl-s"]);
    assert_eq!(gf.answer(), "scratch text written");
    meet(&mut gf, &mut cp);
    gf.press(&["N", "\" 2\""]);
    cp.press(&["N", "Up", "End", "\" 1\"", "Ctrl-s"]);
    assert!(open(&gf).hint.is_empty());
    meet(&mut gf, &mut cp);
    assert_eq!(
        open(&gf).hint,
        ["cp wrote meanwhile: Ctrl-s puts both together"]
    );
    gf.press(&["Ctrl-s"]);
    assert_eq!(gf.answer(), "scratch text put together with what cp wrote");
    meet(&mut gf, &mut cp);
    assert_eq!(
        (text(&gf), text(&cp)),
        ("ports 1\nhosts 2".into(), "ports 1\nhosts 2".into())
    );
}

#[test]
fn written_on_both_sides_of_a_cut_network_both_stand() {
    let (mut gf, mut cp) = two();
    gf.press(&["N", "\"port 1\"", "Ctrl-s"]);
    meet(&mut gf, &mut cp);
    gf.press(&["N", "\"0\"", "Ctrl-s"]);
    cp.press(&["N", "\"1\"", "Ctrl-s"]);
    meet(&mut gf, &mut cp);
    assert_eq!(text(&gf), text(&cp));
    for line in ["[gf wrote]", "port 10", "[cp wrote]", "port 11", "[end]"] {
        assert!(text(&gf).lines().any(|l| l == line), "{}", text(&gf));
    }
    cp.press(&["N", "Ctrl-s"]);
    meet(&mut gf, &mut cp);
    assert_eq!(
        gf.model.incident.state().scratch.rivals().count(),
        1,
        "nothing changed yet"
    );
    cp.press(&["N", "\" settled\"", "Ctrl-s"]);
    meet(&mut gf, &mut cp);
    assert_eq!(gf.model.incident.state().scratch.rivals().count(), 0);
    assert!(text(&gf).ends_with("[end] settled"));
}

#[test]
fn what_was_typed_is_not_lost_by_leaving() {
    let (mut gf, _) = two();
    gf.press(&["N", "\"half a line\"", "Ctrl-g"]);
    assert_eq!(gf.answer(), "not written; N goes on with it");
    gf.press(&["N"]);
    assert_eq!(open(&gf).editor.text(), "half a line");
    gf.press(&["Ctrl-s"]);
    assert_eq!(text(&gf), "half a line");
    gf.press(&["N", "Ctrl-g"]);
    assert_eq!(gf.answer(), "left as it was");
}
