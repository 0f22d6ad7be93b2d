//! How an n of m moves, in words.

use crate::cockpit::Model;
use crate::domain::checklist::Sensed;
use crate::domain::probe::Pace;
use crate::domain::rules::{StepRow, sense};
use crate::domain::time::Time;

/// `3/9 ~4m`: and how long it takes still, where there is room for it.
#[must_use]
pub(super) fn short(pace: &Pace, now: Time, room: usize) -> String {
    let count = format!("{}/{}", pace.done, pace.total);
    match pace.ends {
        Some(ends) => {
            let whole = format!("{count} ~{}", (ends - now).short());
            if whole.len() <= room { whole } else { count }
        }
        None => count,
    }
}

/// `3/9, 12 a minute, all at about 02:41Z`.
#[must_use]
pub(super) fn long(pace: &Pace) -> String {
    let count = format!("{}/{}", pace.done, pace.total);
    let Some(hourly) = pace.hourly.filter(|_| pace.done < pace.total) else {
        return count;
    };
    let rate = match hourly {
        fast if fast >= 120.0 => format!("{:.0} a minute", fast / 60.0),
        slow => format!("{slow:.0} an hour"),
    };
    let ends = pace.ends.map(super::words::minute);
    let ends = ends.map_or_else(String::new, |at| format!(", all at about {at}"));
    format!("{count}, {rate}{ends}")
}

/// How the n of m of the probe a step names moves, while the step is open.
#[must_use]
pub(super) fn of_step(model: &Model, step: &StepRow) -> Option<Pace> {
    let probe = step.step.progress.clone().filter(|_| !step.is_closed())?;
    let on = Sensed {
        probe,
        is: String::new(),
        stable: 1,
    };
    let probe = sense::probe(&on, model.incident.direction())?;
    let pace = model.history.of(&probe)?.pace(model.wall)?;
    Some(pace.scaled(model.incident.scale()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Span;

    #[test]
    fn a_count_says_its_rate_and_end() {
        let now = Time::parse("2026-11-20T02:13:44Z").unwrap();
        let mut pace = Pace {
            done: 3,
            total: 9,
            hourly: Some(720.0),
            ends: Some(now + Span::minutes(4)),
        };
        assert_eq!(short(&pace, now, 10), "3/9 ~4m");
        assert_eq!(short(&pace, now, 5), "3/9");
        assert_eq!(long(&pace), "3/9, 12 a minute, all at about 02:17Z");
        pace.hourly = Some(40.0);
        assert_eq!(long(&pace), "3/9, 40 an hour, all at about 02:17Z");
        pace.done = 9;
        assert_eq!(long(&pace), "9/9");
    }
}
