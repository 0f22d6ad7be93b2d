//! Secrets are masked before they are written down: what looks like one in a free text becomes `***`. Rather
//! one word too many than one password in a journal that is copied to every machine.

use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What stands where a secret stood.
pub const MASK: &str = "***";

/// A text without the secrets that can be told by their looks: user info in URLs, values of names such as
/// `token` or `password`, Authorization headers, PEM blocks, tokens of common clouds and chats. Masking twice
/// changes nothing more.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    if !may_hold(text) {
        return Cow::Borrowed(text);
    }
    let mut out = Cow::Borrowed(text);
    for rule in RULES.iter() {
        let kept = |found: &Captures<'_>| {
            let part = |n| found.get(n).map_or("", |m| m.as_str());
            format!("{}{MASK}{}", part(1), part(2))
        };
        if let Cow::Owned(changed) = rule.replace_all(&out, kept) {
            out = Cow::Owned(changed);
        }
    }
    out
}

/// Words without which no rule fits: most texts are let through without a closer look.
const SIGNS: [&str; 36] = [
    "://",
    "auth",
    "bearer",
    "basic",
    "token",
    "key",
    "secret",
    "passw",
    "passphrase",
    "pwd",
    "signature",
    "sig=",
    "credential",
    "-----begin",
    "akia",
    "asia",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    "xapp-",
    "sk-",
    "k_live_",
    "k_test_",
    "aiza",
    "ya29.",
    "eyj",
    "hvs.",
    "dop_v1_",
    "npm_",
    "sg.",
    "hooks.",
];

fn may_hold(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign)) || text.contains(":AA")
}

/// In order: what is longer first. Group 1 is kept before the mask, group 2 after it.
static RULES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    PATTERNS
        .iter()
        .filter_map(|pattern| Regex::new(pattern).ok())
        .collect()
});

/// Everything is ASCII: the crate is built without Unicode tables.
const PATTERNS: [&str; 10] = [
    // A PEM block, also one that is cut off.
    r"(-----BEGIN [A-Z0-9 ]+-----)(?s:.*?)(-----END [A-Z0-9 ]+-----|\z)",
    // Who logs in, in a URL.
    r#"((?i-u:[a-z][a-z0-9+.\-]*)://)[^ \t\r\n/?#"'<>]+(@)"#,
    // A header, to the end of its line or quotes.
    r#"((?i-u:authorization)["']?[ \t]*[:=][ \t]*["']?)[^\r\n"']+"#,
    r"((?-u:\b)(?i-u:bearer|basic)[ \t]+)[A-Za-z0-9._~+/=\-]{12,}",
    // A named value: `db_password=x`, `"api_key": "x"`, `X-Amz-Signature=x`.
    r#"((?i-u:[a-z0-9_.\-]*(?:token|secret|password|passwd|passphrase|pwd|api[_\-]?key|access[_\-]?key(?:[_\-]?id)?|private[_\-]?key|secret[_\-]?key(?:[_\-]?base)?|account[_\-]?key|signature|credentials?))["']?[ \t]*[:=][ \t]*)(?:"[^"\r\n]*"|'[^'\r\n]*'|[^ \t\r\n&;,"']+)"#,
    r#"((?-u:\b)(?i-u:(?:[a-z0-9]+[_\-])*(?:key|sig))=)[^ \t\r\n&;,"']+"#,
    // A flag of a command: `--token x`.
    r#"(--?(?i-u:[a-z0-9\-]*(?:token|secret|password|passwd|passphrase|api-?key|access-?key|private-?key))[ \t]+)(?:"[^"\r\n]*"|'[^'\r\n]*'|[^ \t\r\n\-][^ \t\r\n]*)"#,
    // Addresses that are the secret.
    r#"((?i-u:hooks\.slack\.com/[a-z]+/|discord(?:app)?\.com/api/webhooks/|webhook\.office\.com/|api\.telegram\.org/bot))[^ \t\r\n"'<>]+"#,
    // Tokens of clouds and chats, by how they begin.
    r"(?-u:\b)(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_\-]{16,}|xox[a-z]-[A-Za-z0-9\-]{10,}|xapp-[A-Za-z0-9\-]{10,}|sk-[A-Za-z0-9_\-]{20,}|[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|AIza[0-9A-Za-z_\-]{30,}|ya29\.[0-9A-Za-z_\-]{20,}|eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]+)?|hvs\.[A-Za-z0-9_\-]{20,}|dop_v1_[a-f0-9]{32,}|npm_[A-Za-z0-9]{30,}|SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,})",
    r"(?-u:\b)[0-9]{8,10}:AA[A-Za-z0-9_\-]{30,}",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_reads() {
        assert_eq!(RULES.len(), PATTERNS.len());
    }

    #[test]
    fn what_looks_like_a_secret_is_masked() {
        let table = [
            (
                "psql postgres://app:hunter2@db1/x",
                "psql postgres://***@db1/x",
            ),
            (
                "https://u:p@ss@h/ and https://a.b/c",
                "https://***@h/ and https://a.b/c",
            ),
            ("PGPASSWORD=hunter2 psql", "PGPASSWORD=*** psql"),
            (
                "{\"api_key\": \"a b\", \"n\": 1}",
                "{\"api_key\": ***, \"n\": 1}",
            ),
            ("password: hunter2, then go", "password: ***, then go"),
            ("GET /x?key=abc&n=1", "GET /x?key=***&n=1"),
            ("?X-Amz-Signature=00ff&a=b", "?X-Amz-Signature=***&a=b"),
            (
                "curl -H 'Authorization: Bearer abc' u",
                "curl -H 'Authorization: ***' u",
            ),
            (
                "authorization: Basic dTpw\nnext",
                "authorization: ***\nnext",
            ),
            ("it says bearer abcdefghijklmnop", "it says bearer ***"),
            ("x --token abc --yes", "x --token *** --yes"),
            ("the key is AKIAABCDEFGHIJKLMNOP.", "the key is ***."),
            (
                "ghp_abcdefghijklmnopqrstuvwxyz0123456789 leaked",
                "*** leaked",
            ),
            ("xoxb-123456789012-abcdef", "***"),
            ("eyJhbGciOiJI.eyJzdWIiOiIx.sig_nature-1", "***"),
            (
                "https://hooks.slack.com/services/T0/B0/xyz",
                "https://hooks.slack.com/services/***",
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nok",
                "-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\nok",
            ),
            (
                "-----BEGIN PRIVATE KEY-----\nMIIE cut",
                "-----BEGIN PRIVATE KEY-----***",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(masked(text), expected, "{text:?}");
            assert_eq!(masked(expected), expected, "once more");
        }
    }

    #[test]
    fn what_people_say_in_an_incident_stays() {
        for text in [
            "recovery = f",
            "who has keys for the rack? ask at the key desk: room 2",
            "promote the replica, token ring is a joke",
            "https://status.example.com/incidents/8841",
            "gf@b1.7f3a9c21d0e455aa:42",
            "mail ops@example.com; sudo -u postgres pg_ctl promote -D /var/lib/pg",
            "42A: basic service is back, bearer of bad news: CP",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
