//! The list changed by key while the run goes on, and steps captured without a checklist.

use super::world::World;

#[test]
fn a_step_is_edited_and_one_inserted_and_the_other_sees_both() {
    let world = World::live();
    let (gf, cp) = (world.cockpit("gf"), world.cockpit("cp"));
    gf.send("E");
    gf.wait_for("Edit 1.1 for this run");
    gf.type_text(" now");
    gf.send("\r");
    cp.wait_for("Inform both now");
    gf.send("i");
    gf.wait_for("A step after 1.1");
    gf.type_text("Call the bank");
    gf.send("\t");
    gf.wait_for("its command:");
    gf.type_text("ssh bank");
    gf.send("\r");
    gf.wait_for("added 1.1a");
    cp.wait_for("1.1a Call the bank");
    let told = world.shell(&["tail"]);
    assert!(told.contains("edited live: Inform both now"), "{told}");
}

#[test]
fn two_cockpits_capture_steps_in_a_triage() {
    let world = World::triage();
    let (gf, cp) = (world.in_triage("gf"), world.in_triage("cp"));
    gf.send("i");
    gf.wait_for("The first step");
    gf.type_text("Look at the graphs");
    gf.send("\r");
    cp.wait_for("1   Look at the graphs");
    cp.send("i");
    cp.wait_for("A step after 1");
    cp.type_text("Restart web");
    cp.send("\r");
    gf.wait_for("2   Restart web");
    gf.send("\r");
    cp.wait_for("doing");
    gf.send("d");
    gf.wait_for("NOW 2");
    world.shell(&["--as", "nm", "step", "add", "Call", "42A"]);
    gf.wait_for("3   Call 42A");
}
