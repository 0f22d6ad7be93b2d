//! Names in a journal's folder that are not what they seem.

use super::site::{Site, lines, writer};
use std::fs;
use std::os::unix::fs::symlink;
use switchover::domain::ids::WriterId;
use switchover::store::read;

#[test]
fn what_is_no_regular_log_file_is_never_opened() {
    let site = Site::new();
    let gf = writer("gf");
    let path = site.shared(&gf);
    let machine = path.parent().unwrap();
    fs::create_dir(machine).unwrap();
    fs::write(&path, lines(&site, &gf, 3).concat()).unwrap();
    let name = |n: u64| machine.join(format!("{}.jsonl", WriterId::of("evil", "b1", n)));

    // A link to another incident's journal, sound and not ours to read.
    let other = Site::new();
    let secret = other.temp.path().join(path.file_name().unwrap());
    fs::write(&secret, lines(&site, &writer("secret"), 5).concat()).unwrap();
    symlink(&secret, name(1)).unwrap();
    symlink("/dev/zero", name(2)).unwrap();
    symlink("nowhere", name(3)).unwrap();
    fs::create_dir(name(4)).unwrap();
    let fifo = |path| rustix::fs::mkfifoat(rustix::fs::CWD, path, rustix::fs::Mode::RUSR);
    fifo(&name(5)).unwrap();
    let terabytes = fs::File::create(name(6)).unwrap();
    terabytes.set_len(1 << 40).unwrap();
    // Devices can only be made by root.
    let zero = rustix::fs::makedev(1, 5);
    let kind = rustix::fs::FileType::CharacterDevice;
    let _ = rustix::fs::mknodat(rustix::fs::CWD, name(7), kind, rustix::fs::Mode::RUSR, zero);
    // A folder of a machine that is a link, and names that replicators leave.
    let far = other.temp.path().join("far");
    fs::create_dir(&far).unwrap();
    fs::copy(&secret, far.join(secret.file_name().unwrap())).unwrap();
    symlink(&far, site.folder.journal().join("b9")).unwrap();
    for temporary in [
        format!(".{}.jsonl.XyZ123", writer("nm")),
        format!(
            "{}.sync-conflict-20261120-021300-ABCDEFG.jsonl",
            writer("nm")
        ),
        format!(".syncthing.{}.jsonl.tmp", writer("nm")),
        format!("{}.jsonl.bak", writer("nm")),
        "notes.txt".into(),
    ] {
        fs::copy(&secret, machine.join(temporary)).unwrap();
    }

    // A pipe that is opened, or terabytes that are read, would never end.
    let (entries, health) = read::load(&site.folder, None);
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().all(|entry| entry.writer == gf));
    assert_eq!(health.files, 2, "the log and the terabytes");
    let told: Vec<String> = health.unread.iter().map(ToString::to_string).collect();
    for n in [1, 2, 3, 4, 5] {
        let path = name(n).to_string_lossy().into_owned();
        assert!(
            told.iter().any(|told| told.starts_with(&path)),
            "{n}: {told:#?}"
        );
    }
}
