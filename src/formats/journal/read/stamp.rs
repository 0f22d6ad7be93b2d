//! The wall clock of an entry, read without a calendar library when it has the shape we write.

use crate::domain::time::Time;

/// `2026-11-20T21:40:00.123Z`; any other RFC 3339 by the slow way.
pub(super) fn read(text: &str) -> Option<Time> {
    usual(text.as_bytes()).or_else(|| Time::parse(text))
}

fn usual(b: &[u8]) -> Option<Time> {
    let fits = b.len() == 24 && [b[4], b[7], b[10], b[13], b[16], b[19], b[23]] == *b"--T::.Z";
    if !fits {
        return None;
    }
    let number = |from: usize, to: usize| {
        b[from..to].iter().try_fold(0_i64, |n, c| {
            c.is_ascii_digit().then(|| n * 10 + i64::from(c - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let plain = (1..=12).contains(&month) && (1..=28).contains(&day) && hour < 24;
    if !plain || minute > 59 || second > 59 {
        return None;
    }
    // Days since 1970 of a civil date: Hinnant, "chrono-compatible low-level date algorithms".
    let year = if month > 2 { year } else { year - 1 };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    Some(Time(seconds * 1000 + number(20, 23)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_agrees_with_the_calendar() {
        let mut time = Time(-2_000_000_000_123);
        while time.0 < 5_000_000_000_000 {
            let text = time.rfc3339_millis();
            assert_eq!(read(&text), Some(time), "{text}");
            time.0 += 86_400_000 * 9 + 12_345_678;
        }
        assert_eq!(
            read("2026-11-20T02:13:00+02:00"),
            Time::parse("2026-11-20T00:13:00Z")
        );
        assert_eq!(read("2026-02-31T02:13:00.000Z"), None);
        assert_eq!(read("yesterday"), None);
    }
}
