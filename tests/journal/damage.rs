//! Damaged files: at most one entry a damaged byte, and never a panic.

use super::site::{Site, lines, writer};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use switchover::store::read::{self, Own, Reader};

struct Damaged {
    site: Site,
    path: PathBuf,
    lines: Vec<String>,
}

fn damaged(count: u64) -> Damaged {
    let site = Site::new();
    let writer = writer("gf");
    let lines = lines(&site, &writer, count);
    let path = site.shared(&writer);
    fs::create_dir(path.parent().unwrap()).unwrap();
    Damaged { site, path, lines }
}

impl Damaged {
    /// Entries read, and bad lines.
    fn count(&self, bytes: &[u8]) -> (usize, usize) {
        fs::write(&self.path, bytes).unwrap();
        let (entries, health) = read::load(&self.site.folder, None);
        (entries.len(), health.bad_lines)
    }
}

#[test]
fn a_flipped_inserted_or_deleted_byte_costs_one_entry() {
    let file = damaged(4);
    let whole = file.lines.concat().into_bytes();
    assert_eq!(file.count(&whole), (4, 0));
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] = bytes[at].wrapping_add(1);
        assert!(file.count(&bytes).0 >= 3, "flipped at {at}");
        bytes[at] = b'\n';
        assert!(file.count(&bytes).0 >= 3, "broken at {at}");
        let mut bytes = whole.clone();
        bytes.remove(at);
        assert!(file.count(&bytes).0 >= 3, "deleted at {at}");
        let mut bytes = whole.clone();
        bytes.insert(at, 0xff);
        assert!(file.count(&bytes).0 >= 3, "inserted at {at}");
    }
}

#[test]
fn a_file_cut_anywhere_gives_every_whole_line() {
    let file = damaged(4);
    let whole = file.lines.concat().into_bytes();
    for at in 0..=whole.len() {
        let breaks = whole[..at].iter().filter(|b| **b == b'\n').count();
        assert_eq!(file.count(&whole[..at]), (breaks, 0), "cut at {at}");
    }
}

#[test]
fn foreign_bytes_between_entries_cost_none() {
    let file = damaged(4);
    let join = |between: &[u8]| -> Vec<u8> {
        let lines = file.lines.iter();
        lines
            .flat_map(|line| [line.as_bytes(), between].concat())
            .collect()
    };
    let windows = file.lines.concat().replace('\n', "\r\n");
    assert_eq!(file.count(windows.as_bytes()), (4, 0));
    assert_eq!(file.count(&join(b"\n\n")), (4, 8));
    assert_eq!(file.count(&join(&[0; 5000])), (4, 3));
    assert_eq!(file.count(&join(&[0; 100_000])), (4, 3));
    let mut long = vec![b'x'; 10 * 1024 * 1024];
    long.push(b'\n');
    assert_eq!(file.count(&join(&long)), (4, 4));
    // Starts of entries without end: the work stays bounded.
    let hostile = b"{\"v\":".repeat(200_000);
    assert_eq!(
        file.count(&[&hostile[..], b"\n", file.lines.concat().as_bytes()].concat()),
        (4, 1)
    );
}

#[test]
fn reading_again_takes_only_what_is_new_and_forgets_nothing() {
    let file = damaged(6);
    let mut reader = Reader::new(&file.site.folder.path, None, Own::default());
    let mut seen = Vec::new();
    let mut poll = |reader: &mut Reader| {
        let before = seen.len();
        let changed = reader.poll(|slice| seen.extend(slice));
        (changed, seen.len() - before)
    };
    let text = |upto: usize| file.lines[..upto].concat();
    assert_eq!(poll(&mut reader), (false, 0));
    fs::write(&file.path, text(2)).unwrap();
    assert_eq!(poll(&mut reader), (true, 2));
    assert_eq!(poll(&mut reader), (false, 0));
    // Half a line, then the rest of it.
    let half = file.lines[2].split_at(50);
    fs::write(&file.path, text(2) + half.0).unwrap();
    assert_eq!(poll(&mut reader), (true, 0));
    fs::write(&file.path, text(3)).unwrap();
    assert_eq!(poll(&mut reader), (true, 1));
    // Shrunk, replaced, written over in place by another order.
    fs::write(&file.path, text(1)).unwrap();
    assert_eq!(poll(&mut reader), (true, 0));
    let other = file.path.with_file_name("other");
    fs::write(&other, text(4)).unwrap();
    fs::rename(&other, &file.path).unwrap();
    assert_eq!(poll(&mut reader), (true, 1));
    let turned = format!("{}{}{}", file.lines[5], "garbage\n", text(5));
    fs::write(&file.path, turned).unwrap();
    assert_eq!(poll(&mut reader), (true, 2));
    assert_eq!(reader.health().bad_lines, 1);
    assert_eq!(reader.health().damages[0].line, 2);
    fs::remove_file(&file.path).unwrap();
    poll(&mut reader);
    assert_eq!(reader.health().entries, 6);
    let _ = Arc::strong_count(&Own::default());
}

#[test]
fn copies_in_the_inbox_are_read_once_and_forks_are_kept() {
    let file = damaged(3);
    fs::write(&file.path, file.lines.concat()).unwrap();
    let name = file.path.file_name().unwrap();
    let inbox = file.site.folder.path.join("inbox/b2/journal/b1");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join(name), file.lines.concat()).unwrap();
    let (entries, health) = read::load(&file.site.folder, None);
    assert_eq!((entries.len(), health.files), (3, 2));
    // The same writer's name on another machine that was cloned.
    let site = Site::new();
    let writer = entries[0].writer.clone();
    let other = lines(&site, &writer, 2).concat();
    fs::write(inbox.join(name), other).unwrap();
    let (entries, health) = read::load(&file.site.folder, None);
    assert_eq!(entries.len(), 5);
    assert_eq!(health.forks, [(writer.clone(), 0), (writer, 1)]);
}
