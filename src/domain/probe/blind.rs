//! One round without a memory, asked by a machine that is cut off itself.

use super::{Finding, ProbeId, Sample};

/// Whether every witness is silent: then it is this machine, and nothing is called down.
#[must_use]
pub fn is_blind<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> bool {
    let witnesses = samples.into_iter().filter_map(|s| match s.probe {
        ProbeId::Witness(_) => Some(s.finding == Finding::Bad),
        _ => None,
    });
    witnesses.reduce(|all, silent| all && silent) == Some(true)
}

/// What a result says where it may be this machine that is cut off: of a service that failed, nothing.
#[must_use]
pub fn unblamed(sample: Sample) -> Sample {
    match (&sample.probe, sample.finding) {
        (ProbeId::Service { .. }, Finding::Bad) => Sample {
            finding: Finding::NotMeasured,
            detail: format!("blind: {}", sample.detail),
            ..sample
        },
        _ => sample,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::id;
    use super::*;
    use crate::domain::time::Time;

    #[test]
    fn where_every_witness_is_silent_nothing_is_called_down() {
        let of = |probe, finding| Sample::new(probe, (Time(0), Time(0)), finding, "refused".into());
        let witness = |finding| of(ProbeId::Witness(id("w")), finding);
        let web = |finding| {
            let probe = ProbeId::Service {
                service: id("web"),
                provider: id("h42"),
            };
            of(probe, finding)
        };
        use Finding::{Bad, Good, NotMeasured};
        assert!(is_blind(&[witness(Bad), web(Good), witness(Bad)]));
        assert!(!is_blind(&[witness(Bad), witness(Good), web(Bad)]));
        assert!(!is_blind(&[witness(NotMeasured)]), "it was not asked");
        assert!(!is_blind(&[web(Bad)]), "there is no witness");
        let said = unblamed(web(Bad));
        assert_eq!(
            (said.finding, said.detail.as_str()),
            (NotMeasured, "blind: refused")
        );
        assert_eq!(unblamed(web(Good)), web(Good));
        assert_eq!(unblamed(witness(Bad)), witness(Bad));
    }
}
