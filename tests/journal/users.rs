//! Two Unix users on one shared folder. Needs root, to be both of them.

use super::child::{As, Writer, read_mark};
use super::site::{Site, marks};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use switchover::store::read;

const GROUP: u32 = 64_200;
const GF: u32 = 64_201;
const NM: u32 = 64_202;

/// A shared root, private state of each user, and the test binary where both may run it.
struct Shared {
    site: Site,
    program: PathBuf,
}

fn shared() -> Shared {
    assert!(
        rustix::process::geteuid().is_root(),
        "this test needs root, to run as two Unix users"
    );
    let temp = tempfile::tempdir().unwrap();
    open(temp.path(), 0o755);
    let root = temp.path().join("root");
    fs::create_dir(&root).unwrap();
    chown(&root, None, Some(GROUP)).unwrap();
    open(&root, 0o3770);
    for (name, user) in [("gf", GF), ("nm", NM)] {
        let state = temp.path().join(name);
        fs::create_dir(&state).unwrap();
        chown(&state, Some(user), Some(user)).unwrap();
        open(&state, 0o700);
    }
    let program = temp.path().join("program");
    let own = std::env::current_exe().unwrap();
    if fs::hard_link(&own, &program).is_err() {
        fs::copy(&own, &program).unwrap();
    }
    let site = Site::below(temp, &root);
    Shared { site, program }
}

fn open(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

impl Shared {
    fn start(&self, user: &str, uid: u32) -> Writer {
        let who = As {
            user,
            ids: Some((uid, GROUP)),
            program: Some(self.program.clone()),
        };
        Writer::start(
            &self.site.folder.path,
            &self.site.temp.path().join(user),
            &who,
        )
    }
}

#[test]
fn each_sees_what_the_other_writes() {
    let shared = shared();
    let (mut gf, mut nm) = (shared.start("gf", GF), shared.start("nm", NM));
    for _ in 0..3 {
        gf.tell("note");
        let mark = gf.wait("saved ");
        while nm.wait("saw ") != mark {}
        nm.tell("note");
        let mark = nm.wait("saved ");
        while gf.wait("saw ") != mark {}
    }
    gf.tell("quit");
    nm.tell("quit");
    assert_eq!(
        (gf.wait("left "), nm.wait("left ")),
        ("0 true".into(), "0 true".into())
    );
    let machine = shared.site.folder.journal().join("b1");
    let meta = fs::metadata(&machine).unwrap();
    assert_eq!((meta.mode() & 0o7777, meta.gid()), (0o3770, GROUP));
    for item in fs::read_dir(&machine).unwrap() {
        let meta = item.unwrap().metadata().unwrap();
        assert_eq!((meta.mode() & 0o7777, meta.gid()), (0o640, GROUP));
    }
    let private = shared.site.temp.path().join("gf/journal");
    assert_eq!(fs::metadata(private).unwrap().mode() & 0o7777, 0o700);
}

#[test]
fn a_log_whose_name_is_taken_goes_on_under_the_next() {
    let shared = shared();
    // The machine's folder is the other's, so that its sticky bit protects the other's file.
    let mut nm = shared.start("nm", NM);
    nm.tell("note");
    nm.wait("shared 0");
    let mut gf = shared.start("gf", GF);
    let name = gf.wait("writer ");
    gf.tell("note");
    let mut wanted = vec![read_mark(&gf.wait("saved ")).unwrap()];
    gf.wait("shared 0");

    // A stale copy, brought by the other user's replicator.
    let machine = shared.site.folder.journal().join("b1");
    let path = machine.join(format!("{name}.jsonl"));
    let stale = machine.join("stale");
    fs::write(&stale, b"not what it was\n").unwrap();
    chown(&stale, Some(NM), Some(GROUP)).unwrap();
    open(&stale, 0o640);
    fs::rename(&stale, &path).unwrap();

    gf.tell("note");
    wanted.push(read_mark(&gf.wait("saved ")).unwrap());
    let told = gf.wait("trouble Share ");
    assert!(
        told.starts_with(&format!("{}: was replaced", path.display())),
        "{told}"
    );
    gf.wait("shared 1");
    gf.tell("note");
    wanted.push(read_mark(&gf.wait("saved ")).unwrap());
    gf.wait("shared 2");
    assert_eq!(fs::read(&path).unwrap(), b"not what it was\n");
    let next = machine.join(format!("{name}~2.jsonl"));
    assert_eq!(fs::metadata(&next).unwrap().uid(), GF);
    let lines = fs::read(&next)
        .unwrap()
        .iter()
        .filter(|b| **b == b'\n')
        .count();
    assert_eq!(lines, 3, "the same lines, byte for byte, in the next file");
    let read = marks(&read::load(&shared.site.folder, None).0);
    assert!(wanted.iter().all(|mark| read.contains(mark)));
}

#[test]
fn a_journal_that_cannot_be_read_comes_with_the_command_that_helps() {
    let shared = shared();
    let mut gf = shared.start("gf", GF);
    let name = gf.wait("writer ");
    gf.tell("note");
    gf.wait("shared 0");
    let path = shared
        .site
        .folder
        .journal()
        .join(format!("b1/{name}.jsonl"));
    open(&path, 0o600);
    let nm = shared.start("nm", NM);
    let told = nm.wait("unread ");
    let path = path.to_string_lossy();
    assert!(told.starts_with(&*path), "{told}");
    assert!(
        told.ends_with(&format!("user {GF} runs: chmod 0640 {path}")),
        "{told}"
    );
}
