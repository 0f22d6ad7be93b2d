//! Approvals from a shell.

use super::world::Place;

#[test]
fn what_a_shell_approved_the_cockpit_does_not_ask_again() {
    let place = Place::new();
    let listed = place.shell(&["approve"]);
    assert!(
        listed.contains("1.1 Say hello (hello): not approved"),
        "{listed}"
    );
    assert!(listed.contains("./hello.sh {{to.id}}"), "{listed}");
    let said = place.shell(&["approve", "hello"]);
    assert!(said.contains("1.1 is approved as it is written"), "{said}");
    let listed = place.shell(&["approve"]);
    assert!(
        listed.contains("1.1 Say hello (hello): approved"),
        "{listed}"
    );
    assert!(
        listed.contains("1.2 It fails (fails): not approved"),
        "{listed}"
    );
    let gf = place.cockpit("gf");
    gf.send("r");
    gf.wait_for("RUNS it");
    gf.send("y");
    gf.wait_for("NOW 1.2");
    place.shell(&["step", "edit", "hello", "--command", "./hello.sh x"]);
    let listed = place.shell(&["approve"]);
    assert!(listed.contains("CHANGED since you approved it"), "{listed}");
    assert!(listed.contains("- ./hello.sh {{to.id}}"), "{listed}");
}
