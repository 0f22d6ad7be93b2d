//! Who descends from a process, as `/proc` tells.

use rustix::process::Pid;
use std::collections::BTreeMap;
use std::fs;

/// The living descendants of a process. Those that ended and wait to be taken away do not count.
pub(super) fn of(ancestor: Pid) -> Vec<Pid> {
    let Ok(items) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let mut children: BTreeMap<i32, Vec<(i32, bool)>> = BTreeMap::new();
    for item in items.flatten() {
        let name = item.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<i32>().ok()) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(item.path().join("stat")) else {
            continue;
        };
        // The name in brackets may hold anything, brackets too.
        let Some((_, rest)) = stat.rsplit_once(") ") else {
            continue;
        };
        let mut fields = rest.split(' ');
        let gone = matches!(fields.next(), Some("Z" | "X"));
        let Some(parent) = fields.next().and_then(|field| field.parse().ok()) else {
            continue;
        };
        children.entry(parent).or_default().push((pid, gone));
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
