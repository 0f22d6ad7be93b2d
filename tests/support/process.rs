//! Other processes, looked at from outside.

use super::pty::Pty;
use rustix::process::{Pid, Signal, test_kill_process};
use std::cell::Cell;
use std::fs;

/// The children of a process.
pub fn children(parent: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{parent}/task"))
        .into_iter()
        .flatten();
    let listed = tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .collect::<String>();
    listed
        .split_whitespace()
        .filter_map(|pid| pid.parse().ok())
        .collect()
}

/// Waits for the child of a process whose arguments hold a word.
pub fn wait_for_child(parent: u32, word: &str, pty: &Pty) -> u32 {
    let found = Cell::new(0);
    pty.wait_until(&format!("a child {word}"), || {
        let child = children(parent).into_iter().find(|pid| {
            fs::read_to_string(format!("/proc/{pid}/cmdline")).is_ok_and(|args| args.contains(word))
        });
        found.set(child.unwrap_or(0));
        child.is_some()
    });
    found.get()
}

/// Waits until a process is gone, or is no more than a zombie.
pub fn wait_for_end(pid: u32, pty: &Pty) {
    let raw = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    pty.wait_until("a process's end", || {
        test_kill_process(raw).is_err() || cpu_ticks(pid).is_none()
    });
}

/// Sends a signal.
pub fn kill(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    rustix::process::kill_process(pid, signal).unwrap();
}

/// User and system time spent; `None` when the process is gone or a zombie.
pub fn cpu_ticks(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    if fields.first() == Some(&"Z") {
        return None;
    }
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// The kernel function in which a thread waits, by the thread's name.
pub fn waits_in(pid: u32, name: &str) -> Option<String> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let named = tasks.flatten().find(|task| {
        fs::read_to_string(task.path().join("comm")).is_ok_and(|comm| comm.trim() == name)
    });
    fs::read_to_string(named?.path().join("wchan")).ok()
}
