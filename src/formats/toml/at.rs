//! Where a value stands, in the words of the file and of the schema.

use crate::domain::text::is_hidden;

/// Where a value stands: its path in this file, in the schema, and as a header spells it.
#[derive(Clone, Debug, Default)]
pub(crate) struct At {
    /// `phase[1].step[0].after`
    pub(crate) full: String,
    /// `checklist.phase.step.after`
    pub(crate) schema: String,
    /// `phase.step`
    header: String,
    /// In double brackets.
    listed: bool,
}

impl At {
    /// The top of a file of the schema `name`.
    pub(crate) fn top(name: &str) -> At {
        At {
            schema: name.to_owned(),
            ..At::default()
        }
    }

    pub(crate) fn key(&self, name: &str) -> At {
        At {
            full: join(&self.full, name),
            schema: join(&self.schema, name),
            header: join(&self.header, name),
            listed: false,
        }
    }

    pub(super) fn index(&self, index: usize) -> At {
        At {
            full: format!("{}[{index}]", self.full),
            listed: true,
            ..self.clone()
        }
    }

    pub(super) fn named(&self, name: &str) -> At {
        At {
            full: join(&self.full, name),
            header: join(&self.header, name),
            ..self.clone()
        }
    }

    pub(super) fn renamed(&self, name: &str) -> At {
        At {
            schema: name.to_owned(),
            ..self.clone()
        }
    }

    /// The path of a name in this table.
    pub(crate) fn path(&self, name: &str) -> String {
        join(&self.full, name)
    }

    /// As a header spells it: `[[phase.step]]`.
    pub(crate) fn shown(&self) -> String {
        let short: String = self
            .header
            .chars()
            .take(60)
            .map(|c| if is_hidden(c) { '·' } else { c })
            .collect();
        match (short.is_empty(), self.listed) {
            (true, _) => "the top of the file".to_owned(),
            (_, true) => format!("[[{short}]]"),
            (_, false) => format!("[{short}]"),
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
