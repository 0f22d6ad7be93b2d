//! Lengths of time as plans write them: `48h`, `30m`, `5s`, `800ms`, `1h30m`, `2d`.

use crate::domain::time::Span;

const UNITS: [(&str, i64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// The longest that is taken: ten years. Longer is a slip of the hand.
const LONGEST: i64 = 3_653 * 86_400_000;

/// The length of time, or what is wrong with the text. Larger units come first, each once.
///
/// # Errors
/// What to write instead.
pub fn duration(text: &str) -> Result<Span, &'static str> {
    const HOW: &str = "write a number and a unit, such as 800ms, 5s, 30m, 1h30m, 48h or 2d";
    let mut rest = text.trim();
    let mut total: i64 = 0;
    let mut last = i64::MAX;
    if rest.is_empty() {
        return Err(HOW);
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest[..digits].parse().map_err(|_| HOW)?;
        rest = &rest[digits..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let unit = UNITS.iter().find(|(name, _)| *name == &rest[..letters]);
        let (_, length) = unit.ok_or(HOW)?;
        if *length >= last {
            return Err("write the larger unit first and each unit once, such as 1h30m");
        }
        last = *length;
        total = number
            .checked_mul(*length)
            .and_then(|part| total.checked_add(part))
            .filter(|sum| *sum <= LONGEST)
            .ok_or("it is longer than ten years")?;
        rest = rest[letters..].trim_start();
    }
    Ok(Span(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read() {
        for (text, ms) in [
            ("48h", 172_800_000),
            ("30m", 1_800_000),
            ("5s", 5_000),
            ("800ms", 800),
            ("1h30m", 5_400_000),
            ("1h 30m", 5_400_000),
            ("2d", 172_800_000),
            ("0s", 0),
        ] {
            assert_eq!(duration(text), Ok(Span(ms)), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in [
            "",
            " ",
            "5",
            "s",
            "-5s",
            "5 s",
            "1.5h",
            "5min",
            "30m1h",
            "1h1h",
            "5S",
            "é",
            "99999999999999999999s",
            "9999999999d",
            "1h٣m",
        ] {
            assert!(duration(text).is_err(), "{text:?}");
        }
    }
}
