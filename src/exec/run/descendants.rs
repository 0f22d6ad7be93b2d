//! Who descends from a process, as `/proc` tells.

use crate::exec::processes;
use rustix::process::Pid;
use std::collections::BTreeMap;

/// The living descendants of a process. Those that ended and wait to be taken away do not count.
pub(super) fn of(ancestor: Pid) -> Vec<Pid> {
    let mut children: BTreeMap<i32, Vec<(i32, bool)>> = BTreeMap::new();
    for process in processes::all() {
        let of = children.entry(process.parent).or_default();
        of.push((process.pid, process.gone));
    }
    let mut found = Vec::new();
    let mut next = vec![ancestor.as_raw_nonzero().get()];
    while let Some(parent) = next.pop() {
        for (pid, gone) in children.remove(&parent).unwrap_or_default() {
            next.push(pid);
            found.extend(Pid::from_raw(pid).filter(|_| !gone));
        }
    }
    found
}
