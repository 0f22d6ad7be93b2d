//! Two evenings as their public timelines tell them, with the real program: three cockpits, commands in shells, and a
//! webhook that is down for a while. What happened has its own date and time; what falls due does so now, in seconds
//! instead of minutes.

mod stage;
mod story;

use crate::outbox::server::body;
use stage::Stage;

#[test]
fn the_evening_is_told_with_its_own_times_and_command_changes_hands() {
    let stage = Stage::open("evening");
    stage.play(|_| true);
    stage.told_with_their_times();
    let posted = stage.server.requests();
    let texts: Vec<&str> = posted.iter().map(|r| body(r)).collect();
    assert_eq!(
        texts.len(),
        3,
        "the one taken back while the webhook was down never left: {texts:?}"
    );
    assert!(texts[1].contains("Next update 21:35"), "{texts:?}");
    assert!(
        stage
            .ok("nm", &["status", "--json"])
            .contains("\"im\":\"nm\"")
    );
}

#[test]
fn the_outage_is_told_with_its_own_times_to_its_end() {
    let stage = Stage::open("outage");
    stage.play(|_| true);
    stage.told_with_their_times();
    let posted = stage.server.requests();
    assert_eq!(posted.len(), 5, "{posted:?}");
    assert!(body(&posted[4]).contains("no data is lost"), "{posted:?}");
    let brief = stage.ok("gf", &["status", "--brief"]);
    assert!(brief.contains("was down 5h44"), "{brief}");
}
