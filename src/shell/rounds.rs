//! Probes outside a cockpit: one round of all of them, or one after the other as they fall due.

use crate::domain::probe::Sample;
use crate::domain::time::Time;
use crate::probes::{Engine, Options, Prober, Target};
use std::io;
use std::sync::mpsc::channel;
use tokio::runtime::{Builder, Runtime};

fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("probes")
        .enable_all()
        .build()
}

/// One round of every target, all at the same time; as long as the slowest takes.
///
/// # Errors
/// When no thread can be started.
pub fn one(options: Options, targets: Vec<Target>, clock: fn() -> Time) -> io::Result<Vec<Sample>> {
    let runtime = runtime()?;
    let samples = runtime.block_on(Prober::new(options).probe_all(targets, clock));
    runtime.shutdown_background();
    Ok(samples)
}

/// Every target again and again, each at its own pace, until `hear` says that is enough.
///
/// # Errors
/// When no thread can be started.
pub fn on_and_on(
    options: Options,
    targets: Vec<Target>,
    clock: fn() -> Time,
    mut hear: impl FnMut(Sample) -> bool,
) -> io::Result<()> {
    let runtime = runtime()?;
    let (send, receive) = channel();
    let inside = runtime.enter();
    let engine = Engine::start_with(options, targets, move |s| drop(send.send(s)), clock);
    drop(inside);
    while let Ok(sample) = receive.recv() {
        if !hear(sample) {
            break;
        }
    }
    engine.stop();
    runtime.shutdown_background();
    Ok(())
}
