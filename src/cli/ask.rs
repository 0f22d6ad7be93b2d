//! Questions a person at a terminal answers, and a script answers by flags.

use super::args;
use super::fail::Fail;
use crate::domain::rules::closing::{QUESTIONS, Question};
use crate::domain::text::visible;
use crate::domain::words::Mode;
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write};

/// The answers asked for on closing, beside what the record says to each. A drill may be closed without them.
///
/// # Errors
/// When an answer is missing and nobody can be asked.
pub fn closing(
    args: &args::Close,
    mode: Mode,
    facts: impl Fn(&Question) -> Vec<String>,
) -> Result<BTreeMap<String, String>, Fail> {
    let given = [
        &args.data,
        &args.lingering,
        &args.told,
        &args.open,
        &args.objection,
    ];
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let mut answers = BTreeMap::new();
    for (question, answer) in QUESTIONS.iter().zip(given) {
        let answer = match answer {
            Some(answer) => answer.clone(),
            None if mode == Mode::Drill && !asks => continue,
            None if asks => {
                let facts = facts(question).into_iter();
                let facts = facts.map(|f| visible(&f).into_owned() + "\n");
                ask(&(facts.collect::<String>() + question.text))?
            }
            None => {
                let (text, name) = (question.text, question.name);
                let facts: Vec<String> = facts(question);
                let facts = facts.iter().map(|f| format!(" {f};")).collect::<String>();
                return Err(Fail::Wrong(format!(
                    "{text}{facts} answer with --{name} TEXT"
                )));
            }
        };
        answers.insert(question.name.to_owned(), answer);
    }
    Ok(answers)
}

/// Asks once whether to go on; without a terminal nobody is asked.
///
/// # Errors
/// When the answer is not yes.
pub fn sure(question: &str) -> Result<(), Fail> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(());
    }
    let question = visible(question);
    let answer = ask(&format!("{question} yes, or no:"))?;
    if answer.eq_ignore_ascii_case("yes") || answer.eq_ignore_ascii_case("y") {
        return Ok(());
    }
    Err(Fail::wrong("nothing was written"))
}

fn ask(question: &str) -> Result<String, Fail> {
    let mut err = io::stderr().lock();
    let _ = write!(err, "{question} ");
    let _ = err.flush();
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    match read {
        Ok(n) if n > 0 => Ok(answer.trim().to_owned()),
        _ => Err(Fail::wrong(
            "nothing was written: the question was not answered",
        )),
    }
}
