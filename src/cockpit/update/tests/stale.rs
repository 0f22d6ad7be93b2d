//! Drafts that lie open while others go on.

use super::words::{approval_desks, desks, draft, sent};
use super::world::{Seat, meet};
use crate::cockpit::Dialog;
use crate::domain::facts::{SeveritySet, StageSet};
use crate::domain::time::Span;
use crate::domain::words::Stage;

/// gf says how bad it is and where it stands while cp's draft is open.
fn worse(gf: &mut Seat, cp: &mut Seat) {
    let level = "SEV2".to_owned();
    let state = Stage::Identified;
    let facts = [SeveritySet { level }.into(), StageSet { state }.into()];
    let effects = super::super::record::record(&mut gf.model, facts);
    gf.effects.extend(effects);
    meet(gf, cp);
}

#[test]
fn an_untouched_draft_that_went_stale_is_drawn_again_before_it_is_sent() {
    let (mut gf, mut cp) = desks();
    cp.press(&["b"]);
    assert_eq!(draft(&cp).state, Stage::Investigating);
    worse(&mut gf, &mut cp);
    cp.press(&["Enter"]);
    assert_eq!(sent(&mut cp), [""; 0]);
    assert_eq!(
        cp.answer(),
        "state is identified now (was investigating): drawn again, look at it"
    );
    assert_eq!(draft(&cp).state, Stage::Identified);
    cp.press(&["Enter"]);
    assert_eq!(sent(&mut cp).len(), 1);
}

#[test]
fn a_text_somebody_wrote_stands_and_is_asked_about_once() {
    let (mut gf, mut cp) = desks();
    cp.press(&["b", "e", "\" Sorry.\""]);
    worse(&mut gf, &mut cp);
    cp.press(&["Enter"]);
    assert_eq!(sent(&mut cp), [""; 0]);
    assert_eq!(
        cp.answer(),
        "state is identified now (was investigating): look at your text again, Enter sends it"
    );
    assert!(draft(&cp).editor.text().ends_with(" Sorry."));
    cp.press(&["Enter"]);
    assert!(sent(&mut cp)[0].ends_with(" Sorry."));
}

#[test]
fn a_draft_that_lay_until_its_own_promise_was_over_promises_anew() {
    let (mut gf, _) = desks();
    gf.press(&["b"]);
    gf.wait(Span::minutes(31));
    gf.press(&["Enter"]);
    assert!(
        gf.answer().contains("which it promises, is over"),
        "{}",
        gf.answer()
    );
    gf.press(&["Enter"]);
    assert!(gf.model.updates[0].due.unwrap() > gf.model.now);
}

#[test]
fn what_somebody_else_has_on_its_way_is_not_replaced_unasked_and_they_are_told() {
    for (opened_before, keys) in [(true, ["e", "\" Mine.\""]), (false, ["e", "\" Mine.\""])] {
        let (mut gf, mut cp) = approval_desks();
        if opened_before {
            gf.press(&["b"]).press(&keys);
        }
        cp.press(&["b", "Enter"]);
        meet(&mut gf, &mut cp);
        gf.wait(Span::seconds(1));
        if !opened_before {
            gf.press(&["b"]).press(&keys);
        }
        let waits = |seat: &Seat| seat.model.outbox.waiting[0].by.clone();
        gf.press(&["Enter"]);
        assert_eq!(waits(&gf), "cp", "{}", gf.answer());
        assert!(gf.answer().contains("cp's update"), "{}", gf.answer());
        gf.press(&["Enter"]);
        assert_eq!(waits(&gf), "gf", "{}", gf.answer());
        meet(&mut gf, &mut cp);
        assert_eq!(
            cp.answer(),
            "gf cancelled your update to customers (replaced by another text): b shows what stands"
        );
    }
}

#[test]
fn no_material_change_does_not_take_the_place_of_what_waits_unasked() {
    let (mut gf, mut cp) = approval_desks();
    gf.press(&["b", "Enter"]);
    super::words::saved(&mut gf);
    let reference = gf.model.outbox.waiting[0].reference.clone();
    let posted = crate::cockpit::msg::Posted::Sent;
    gf.tell(crate::cockpit::Msg::Posted { reference, posted });
    meet(&mut gf, &mut cp);
    cp.press(&["b", "Enter"]);
    meet(&mut gf, &mut cp);
    gf.wait(Span::seconds(1));
    gf.press(&["b", "b"]);
    assert!(matches!(gf.model.view.dialog, Some(Dialog::Bulletin(_))));
    assert_eq!(gf.model.outbox.waiting[0].by, "cp");
}

#[test]
fn an_update_that_waits_past_its_own_promise_is_an_alarm_and_says_so_in_b() {
    let (mut gf, mut cp) = approval_desks();
    cp.press(&["b", "Enter"]);
    meet(&mut gf, &mut cp);
    let late = |seat: &Seat| {
        let mut alarms = seat.model.alarms.iter();
        alarms.any(|a| a.id.starts_with("late.") && a.text.contains("is over: e edits it"))
    };
    gf.wait(Span::minutes(29));
    assert!(!late(&gf));
    gf.wait(Span::minutes(2));
    assert!(late(&gf), "{:?}", gf.model.alarms);
    gf.press(&["b"]);
    let advice = &draft(&gf).advice;
    assert!(advice[0].starts_with("its own next time, "), "{advice:?}");
    gf.press(&["x"]);
    assert!(!late(&gf));
}
