//! What `verify` and `doctor` say of damage.

use super::site::{DEADLINE, Site, lines, writer};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use switchover::domain::problem::Severity;
use switchover::store::places::Places;
use switchover::store::{doctor, verify};

#[test]
fn damage_is_named_by_file_line_and_byte() {
    let site = Site::new();
    let gf = writer("gf");
    let path = site.shared(&gf);
    fs::create_dir(path.parent().unwrap()).unwrap();
    let mut all = lines(&site, &gf, 4);
    let second = all[0].len();
    all[1] = all[1].replace("note 1", "note X");
    fs::write(&path, all.concat() + "{\"v\":1,\"w\"").unwrap();
    let verified = verify::verify(&site.folder, None);
    assert_eq!(
        (verified.files, verified.entries, verified.writers),
        (1, 3, 1)
    );
    let told: Vec<String> = verified.problems.iter().map(ToString::to_string).collect();
    let place = path.to_string_lossy();
    assert!(
        told[0].starts_with(&format!(
            "{place}:2:1: byte {second}: does not have the hash it says"
        )),
        "{told:#?}"
    );
    assert!(
        told[1].starts_with(&format!("{place}:5: byte ")),
        "{told:#?}"
    );
    assert!(
        told[2].contains(&format!("entry 1 of {gf} is missing before this")),
        "{told:#?}"
    );
    assert_eq!(verified.problems.len(), 3);
}

#[test]
fn a_journal_of_another_incident_does_not_fit() {
    let (site, other) = (Site::new(), Site::new());
    let gf = writer("gf");
    let path = site.shared(&gf);
    fs::create_dir(path.parent().unwrap()).unwrap();
    fs::write(&path, lines(&other, &gf, 2).concat()).unwrap();
    let verified = verify::verify(&site.folder, None);
    let codes: Vec<&str> = verified.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["chain"]);
    fs::write(
        path.with_file_name(format!("{gf}~2.jsonl")),
        lines(&site, &gf, 1).concat(),
    )
    .unwrap();
    let codes = verify::verify(&site.folder, None).problems;
    assert!(
        codes
            .iter()
            .any(|p| p.code == "fork" && p.severity == Severity::Error)
    );
}

#[test]
fn what_is_saved_and_not_shared_is_told() {
    let site = Site::new();
    let mut gf = site.start(&writer("gf"));
    gf.note("x");
    gf.wait_shared(0);
    let _ = gf.store.shutdown(DEADLINE);
    assert!(
        verify::verify(&site.folder, Some(&site.private()))
            .problems
            .is_empty()
    );
    fs::remove_file(site.shared(&gf.writer)).unwrap();
    let problems = verify::verify(&site.folder, Some(&site.private())).problems;
    assert_eq!(problems[0].code, "not-shared");
}

#[test]
fn doctor_tells_what_makes_a_root_unsafe() {
    let site = Site::new();
    let root = site.temp.path().join("root");
    let places = Places {
        config: site.temp.path().join("none"),
        state: site.temp.path().to_path_buf(),
    };
    assert!(
        doctor::storage(&places, &root, Some(&site.folder))
            .1
            .is_empty()
    );
    fs::set_permissions(&root, fs::Permissions::from_mode(0o770)).unwrap();
    let (known, problems) = doctor::storage(&places, &root, None);
    assert!(known.iter().any(|(name, _)| *name == "incidents"));
    let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["not-sticky", "not-setgid"]);
    assert!(
        problems[0].remedy.contains("chmod 3770"),
        "{}",
        problems[0].remedy
    );
}
