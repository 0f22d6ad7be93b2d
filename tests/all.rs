//! Every test that needs more than one module: one binary, so that it links once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, also in its helpers"
)]
#![expect(unreachable_pub, reason = "the helpers are this binary's own")]

mod cockpit;
mod journal;
mod operators;
mod outbox;
mod pair;
mod plan;
mod probes;
mod replay;
mod runner;
mod screens;
mod support;
mod terminal;
mod tidy;
