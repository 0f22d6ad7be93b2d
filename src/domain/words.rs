//! Closed sets of words, each with the one spelling that files and screens use.

/// Declares an enum whose variants are words: `as_str`, `parse`, `ALL`, `Display`.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every word of the set, in its natural order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word as files and screens spell it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// The variant a word names, or `None` for a word not in the set.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::domain::facts::Field for $name {
            fn put(&self) -> Option<$crate::domain::facts::Datum<'_>> {
                Some($crate::domain::facts::Datum::Text(self.as_str().into()))
            }
            fn get(datum: Option<&$crate::domain::facts::Datum<'_>>) -> Option<Self> {
                datum?.text().and_then($name::parse)
            }
        }
    };
}

words! {
    /// What kind of incident this is. Shown everywhere, never by colour alone.
    pub enum Mode {
        /// The real thing.
        Live = "live",
        /// Announced work on production.
        Planned = "planned",
        /// A rehearsal against simulated providers.
        Drill = "drill",
    }
}

impl Mode {
    /// The word of the header: `LIVE`, `PLANNED`, `DRILL`.
    #[must_use]
    pub const fn banner(self) -> &'static str {
        match self {
            Mode::Live => "LIVE",
            Mode::Planned => "PLANNED",
            Mode::Drill => "DRILL",
        }
    }
}

words! {
    /// Where the understanding of an incident stands.
    pub enum Stage {
        /// The cause is not known yet.
        Investigating = "investigating",
        /// The cause is known.
        Identified = "identified",
        /// A remedy is in and being watched.
        Monitoring = "monitoring",
        /// Over.
        Resolved = "resolved",
    }
}

words! {
    /// The points in time by which a fail-over is judged.
    pub enum Milestone {
        /// Users began to suffer.
        ImpactStart = "impact_start",
        /// Somebody or something noticed.
        Detected = "detected",
        /// A person took it.
        Acknowledged = "acknowledged",
        /// It was called an incident.
        Declared = "declared",
        /// The decision to fail over fell.
        Decided = "decided",
        /// The failed side cannot write any more.
        Fenced = "fenced",
        /// The target's database accepts writes.
        DbWritable = "db_writable",
        /// The names point to the target.
        DnsSwitched = "dns_switched",
        /// Users are served again.
        ServiceRestored = "service_restored",
        /// Nothing is left to do.
        Resolved = "resolved",
    }
}

words! {
    /// The state of a step.
    pub enum StepState {
        /// Not begun.
        Todo = "todo",
        /// Somebody is at it.
        Doing = "doing",
        /// A wait that runs.
        Waiting = "waiting",
        /// Closed by its doer.
        Done = "done",
        /// Seen right by a second person.
        Verified = "verified",
        /// Tried, and it did not work.
        Failed = "failed",
        /// Left out, with a reason.
        Skipped = "skipped",
        /// Comes back at its phase's end.
        Deferred = "deferred",
        /// Will not be done, and that is accepted.
        Waived = "waived",
        /// On the branch a decision did not take.
        NotTaken = "not-taken",
        /// Its runner is gone without an exit status: never treated as todo.
        Unknown = "unknown",
    }
}

impl StepState {
    /// Nothing more is expected of the step.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(
            self,
            Self::Done | Self::Verified | Self::Skipped | Self::Waived | Self::NotTaken
        )
    }

    /// What waits for this step may go on.
    #[must_use]
    pub const fn satisfies(self) -> bool {
        self.is_closed()
    }

    /// Somebody or a clock is at it.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Doing | Self::Waiting)
    }
}

words! {
    /// What kind of act a step is.
    pub enum StepKind {
        /// An action.
        Do = "do",
        /// Asks for the observed value beside the expected one.
        Check = "check",
        /// A question with options.
        Decision = "decision",
        /// Time has to pass, or a probe to be stable.
        Wait = "wait",
        /// Do not continue until somebody says so.
        Hold = "hold",
        /// A communication update.
        Bulletin = "bulletin",
        /// Due after the run.
        Task = "task",
    }
}

words! {
    /// Which provider a step works at.
    pub enum Side {
        /// The provider production leaves.
        From = "from",
        /// The provider production goes to.
        To = "to",
        /// Both.
        Both = "both",
    }
}

words! {
    /// What a checklist is for.
    pub enum ChecklistKind {
        /// To the other provider, after a failure.
        Failover = "failover",
        /// Back again, without losing data.
        Failback = "failback",
        /// Planned, both sides healthy.
        Switchover = "switchover",
        /// Anything else.
        Runbook = "runbook",
    }
}

words! {
    /// What a probe says of one service at one provider.
    pub enum ProbeState {
        /// Measured good.
        Up = "up",
        /// Measured slow or over its first threshold.
        Degraded = "degraded",
        /// Measured bad.
        Down = "down",
        /// Could not be measured, or not yet.
        Unknown = "unknown",
        /// The last measurement is too old to believe.
        Stale = "stale",
        /// This vantage is cut off: it is us, not them.
        Blind = "blind",
        /// No errors, and no traffic either.
        Quiet = "quiet",
    }
}

words! {
    /// What a note says of itself.
    pub enum NoteKind {
        /// Plain.
        Note = "note",
        /// `!`: a decision.
        Decision = "decision",
        /// `?`: an open question.
        Question = "question",
        /// `TODO`: a follow-up.
        Todo = "todo",
        /// Something found out.
        Finding = "finding",
        /// A provider said it.
        Provider = "provider",
    }
}

words! {
    /// How sure somebody is.
    pub enum Confidence {
        /// A guess.
        Low = "low",
        /// Likely.
        Medium = "medium",
        /// As good as certain.
        High = "high",
    }
}

words! {
    /// How a step's command behaves in a drill.
    pub enum Rehearsal {
        /// As in the real run, with drill values.
        Same = "same",
        /// The result is made up.
        Simulate = "simulate",
        /// Left out.
        Skip = "skip",
    }
}

words! {
    /// Who is told, as templates are chosen.
    pub enum AudienceKind {
        /// The public: the plan says `public = true`.
        Public = "public",
        /// Those who answer for the business.
        Execs = "execs",
        /// A provider.
        Provider = "provider",
        /// Everybody inside.
        Internal = "internal",
    }
}

words! {
    /// How often everybody is told, where an audience has no cadence of its own.
    pub enum Profile {
        /// Every 15 minutes, and the CTO is called at 30.
        CtoAt30 = "15-cto-30",
        /// 10 minutes while investigating and once identified, 30 while monitoring.
        TenTenThirty = "10-10-30",
        /// 5 minutes while investigating and once identified, 20 while monitoring.
        FiveFiveTwenty = "5-5-20",
        /// Every hour.
        Hourly = "hourly",
    }
}
