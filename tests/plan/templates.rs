//! Templates of updates in a plan: located, and never in the way.

use super::support::{all_problems, examples, strict};
use switchover::formats::toml::SourceFile;

#[test]
fn a_template_is_read_like_the_rest() {
    let mut files = examples();
    let template = |name: &str, text: &str| SourceFile {
        name: format!("templates/{name}"),
        bytes: text.into(),
    };
    files.push(template("a.txt", "We see\n  {{ impct }} here"));
    files.push(template("b.txt", "We see\n{% if impact %}x{% endfor %}"));
    files.push(SourceFile {
        name: "templates/c.txt".into(),
        bytes: vec![b'a', 0xff],
    });
    let found: Vec<String> = all_problems(&files)
        .iter()
        .filter(|p| p.place.file.starts_with("templates/"))
        .map(|p| format!("{} {} {:?}", p.code, p, p.severity))
        .collect();
    let begins = [
        "template-variable templates/a.txt:2:6: nothing is called \"impct\"; did you mean \"impact\"? Error",
        "bad-template templates/b.txt:2:",
        "not-utf8 templates/c.txt:1:2: byte 0xff is not UTF-8",
    ];
    assert_eq!(found.len(), 3, "{found:#?}");
    for part in begins {
        assert!(
            found.iter().any(|f| f.starts_with(part)),
            "{part}: {found:#?}"
        );
    }
    let loaded = strict(&files);
    assert!(
        loaded.is_usable(),
        "no template keeps a plan from being used"
    );
}
