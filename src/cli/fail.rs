//! How a command ends that did not do what was asked.

use crate::domain::problem::Problem;
use std::process::ExitCode;

/// Why a command did not do what was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fail {
    /// Wrong use, or input that is unreadable or invalid: exit status 2.
    Wrong(String),
    /// Input that is invalid, with its places: exit status 2.
    Invalid(Vec<Problem>),
    /// Input that is invalid, as a terminal shows it: exit status 2.
    Shown(Vec<String>),
    /// Nothing was saved: exit status 3.
    NotSaved(String),
    /// It looked and found trouble, which was said: exit status 1.
    Trouble,
}

impl Fail {
    /// Wrong use, said in a sentence.
    pub fn wrong(what: impl Into<String>) -> Self {
        Fail::Wrong(what.into())
    }

    /// A command of the contract that this version does not have. It never pretends.
    #[must_use]
    pub fn not_built(command: &str) -> Self {
        Fail::Wrong(format!(
            "`switchover {command}` is not built yet in this version"
        ))
    }

    /// The exit status.
    #[must_use]
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Fail::Trouble => 1,
            Fail::Wrong(_) | Fail::Invalid(_) | Fail::Shown(_) => 2,
            Fail::NotSaved(_) => 3,
        })
    }
}

impl From<Vec<Problem>> for Fail {
    fn from(problems: Vec<Problem>) -> Self {
        Fail::Invalid(problems)
    }
}

impl From<Box<Problem>> for Fail {
    fn from(problem: Box<Problem>) -> Self {
        Fail::Invalid(vec![*problem])
    }
}
