//! Commands of a checklist that was left for another one.

use super::super::jobs;
use super::Alarms;

impl Alarms<'_> {
    /// What they do goes on beside the new checklist.
    pub(super) fn left_running(&mut self) {
        let incident = self.incident;
        let active = incident.active_run().map(|(id, _)| id);
        for job in jobs::running(incident).filter(|job| Some(&job.started.run) != active) {
            let started = &job.started;
            let run = incident.state().runs.get(&started.run);
            let Some(adopted) = run.and_then(|run| run.adopted.get()) else {
                continue;
            };
            let text = format!(
                "{} of {} STILL RUNS on {}, since {}",
                started.step,
                adopted.checklist,
                started.machine,
                incident.written(job.by).clock(),
            );
            self.add(1, format!("runs.{}", started.job), text, &[Some(job.by)]);
        }
    }
}
