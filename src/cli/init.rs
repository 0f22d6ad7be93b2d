//! `switchover init`: a plan to edit.

use crate::domain::text::visible;
use crate::formats::plan::to_edit;
use crate::store::plan_folder::{NotWritten, write_new};
use std::io::Write;
use std::path::Path;

/// Writes a plan to edit into a new or empty folder. 0 when it stands, 2 when something was there already, 3
/// when the disk refused.
pub fn run(folder: &Path, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let files = to_edit();
    let shown = visible(&folder.to_string_lossy()).into_owned();
    match write_new(folder, &files) {
        Ok(()) => {
            let mut text = format!("A plan to edit is in {shown}:\n");
            for file in &files {
                text.push_str(&format!("  {}\n", file.name));
            }
            text.push_str(&format!(
                "Next: put your own values in, then: switchover check {shown}\nTo try a drill at once: switchover rehearse\n"
            ));
            let _ = out.write_all(text.as_bytes());
            0
        }
        Err(NotWritten::Taken(there)) => {
            let _ = writeln!(
                err,
                "{shown}: nothing was written, the folder is not empty; name a new or empty one"
            );
            for name in there.iter().take(20) {
                let _ = writeln!(err, "  {}", visible(name));
            }
            2
        }
        Err(error) => {
            let _ = writeln!(
                err,
                "{}; see to it, then try again",
                visible(&error.to_string())
            );
            3
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_writes_once_and_lists_what_stands_there() {
        let dir = tempfile::tempdir().unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        assert_eq!(run(dir.path(), &mut out, &mut err), 0);
        assert!(
            String::from_utf8(out)
                .unwrap()
                .contains("checklists/failover.toml")
        );
        let before = std::fs::read(dir.path().join("plan.toml")).unwrap();
        assert_eq!(run(dir.path(), &mut Vec::new(), &mut err), 2);
        let said = String::from_utf8(err).unwrap();
        assert!(
            said.contains("not empty") && said.contains("  plan.toml"),
            "{said}"
        );
        assert_eq!(std::fs::read(dir.path().join("plan.toml")).unwrap(), before);
        let under_a_file = dir.path().join("plan.toml/x");
        assert_eq!(run(&under_a_file, &mut Vec::new(), &mut Vec::new()), 3);
    }
}
