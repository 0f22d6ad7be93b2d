//! A static status page, for those without a shell. No script, nothing loaded from elsewhere.

use super::chat::chat_text;
use super::picture::{Live, Picture};
use crate::domain::rules::handover::{Measured, sheet};
use crate::domain::text::visible;
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.4 sans-serif;max-width:60em;margin:1em auto;padding:0 1em}\
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #8888;padding:.2em .5em;\
text-align:left;vertical-align:top}pre{white-space:pre-wrap;border:1px solid #8888;padding:.5em}\
h1 b{border:2px solid;padding:0 .3em}ul{margin:.2em 0;padding-left:1.2em}h2{font-size:1em;margin:1em 0 0}";

/// Nothing is fetched and nothing runs, whatever got into it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a page does not show of the sheet: it has it otherwise, or it is not for everybody who can read a page.
const ELSEWHERE: [&str; 3] = ["THE INCIDENT", "NEWEST IN THE TIMELINE", "PROVIDERS"];

/// `status-<user>.html`: six lines, the state of things, the steps and the last thirty entries. While the incident
/// goes on it asks the browser to read it again every 30 seconds.
#[must_use]
pub fn status_html(picture: &Picture<'_>, live: &Live) -> String {
    let mode = picture.identity.mode.banner();
    let title = escape(picture.title());
    let again = match picture.closed() {
        None => "<meta http-equiv=\"refresh\" content=\"30\">\n",
        Some(_) => "",
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n{again}\
<meta name=\"viewport\" content=\"width=device-width\">\n<title>{mode}: {title}</title>\n<style>{STYLE}</style></head>\n\
<body><h1><b>{mode}</b> {title}</h1>\n<p>Written {}. All times are UTC. It is rewritten on each change: an old time \
means that nothing happened, or that its writer is gone.</p>\n",
        picture.now.rfc3339()
    );
    let _ = writeln!(out, "<pre>{}</pre>", escape_lines(&chat_text(picture)));
    let measured = Measured::of(&live.views);
    for section in sheet(&picture.scene(&live.present, &measured)) {
        if ELSEWHERE.contains(&section.title) {
            continue;
        }
        let _ = writeln!(out, "<h2>{}</h2>\n<ul>", escape(section.title));
        for line in &section.lines {
            let _ = writeln!(out, "<li>{}</li>", escape(line.trim_start()));
        }
        out.push_str("</ul>\n");
    }
    if !picture.board.steps.is_empty() {
        out.push_str("<h2>Steps</h2>\n<table><tr><th>Step</th><th>State</th><th>Who</th><th>What</th></tr>\n");
        for row in &picture.board.steps {
            let closer = row.by.as_deref().filter(|_| row.since.is_some());
            let who = row.who().or(closer).unwrap_or("");
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td>{}{}</td><td>{}</td><td>{}</td></tr>",
                escape(&row.number),
                row.state,
                if row.unproven { " UNPROVEN" } else { "" },
                escape(who),
                escape(&row.title)
            );
        }
        out.push_str("</table>\n");
    }
    out.push_str("<h2>Timeline, newest first</h2>\n<table>\n");
    for line in picture.lines().rev().take(30) {
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{} {}{}</td></tr>",
            line.at.near(picture.now),
            escape(&line.who),
            escape(line.mark),
            escape(&line.text),
            line.written
                .map(|t| format!(" (written {})", t.near(line.at)))
                .unwrap_or_default()
        );
    }
    out.push_str("</table>\n");
    let scratch = crate::domain::rules::scratch::scratch(picture.incident).text;
    if !scratch.is_empty() {
        let _ = writeln!(
            out,
            "<h2>Scratch text</h2>\n<pre>{}</pre>",
            escape_lines(&scratch)
        );
    }
    let _ = writeln!(out, "<p>{mode}</p></body></html>");
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn escape_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escape).collect();
    lines.join("\n")
}
