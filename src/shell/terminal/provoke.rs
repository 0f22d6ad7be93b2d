//! Faults on purpose, so that tests can see the terminal given back. Debug builds only.

/// The variable the program reads the word for [`provoke`] from.
pub const PROVOKE_VARIABLE: &str = "SWITCHOVER_TEST_PANIC";

/// Does what the word says: `thread`, `task` or `loop` panic there, `abort` and `overflow` end the process
/// at once, `hang` never returns. Any other word, and a release build, do nothing. Call it on the loop, in
/// the runtime when there is one, after the first paint.
pub fn provoke(word: &str) {
    #[cfg(debug_assertions)]
    match word {
        "thread" => {
            let _ = std::thread::Builder::new()
                .name("unlucky".to_owned())
                .spawn(fail);
        }
        "task" => {
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                runtime.spawn(async { fail() });
            }
        }
        "loop" => fail(),
        "abort" => std::process::abort(),
        "overflow" => {
            deeper(0);
        }
        "hang" => loop {
            std::thread::park();
        },
        _ => {}
    }
    let _ = word;
}

#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "this is what is being provoked")]
fn fail() {
    panic!("provoked");
}

#[cfg(debug_assertions)]
#[expect(unconditional_recursion, reason = "this is what is being provoked")]
fn deeper(n: u64) -> u64 {
    std::hint::black_box(deeper(n + 1)) + n
}
