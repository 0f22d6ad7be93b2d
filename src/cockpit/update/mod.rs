//! The state function: a [`Msg`] changes the [`Model`] and asks for [`Effect`]s.

mod answer;
mod asked;
mod away;
mod believe;
mod bulletin;
mod choose;
mod completions;
mod danger;
mod deciding;
mod flow;
mod heard;
mod hint;
mod holder;
mod incident;
mod keys;
mod left;
mod news;
mod outbox;
mod overtime;
mod paging;
mod palette;
mod present;
mod printed;
mod probe;
mod ready;
mod recall;
mod record;
mod recording;
mod refresh;
mod reminders;
mod ring;
mod runner;
mod scratch;
mod scroll;
mod sense;
mod serving;
mod sheet;
mod sides;
mod snooze;
mod start;
mod step;
mod tick;
mod unposted;
mod vantage;
mod waits;
mod watched;
mod window;

pub use hint::hint;
pub use probe::repeat_of;
pub use refresh::refresh;

#[cfg(test)]
mod tests;

use super::{Effect, Model, Msg, Pane};

/// Takes a message in. The only way the model changes.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key, wall) => {
            tick::set_time(model, wall);
            keys::key(model, key)
        }
        Msg::Paste { text, whole } => keys::paste(model, &text, whole),
        Msg::Resize(columns, rows) => {
            model.view.size = (columns, rows);
            Vec::new()
        }
        Msg::Painted => {
            model.view.painted = model
                .cursor()
                .map(|at| model.board.steps[at].step.id.clone());
            let entry = model
                .timeline_at()
                .filter(|_| model.view.focus == Pane::Timeline);
            let timeline = &model.incident.state().timeline;
            let entry = entry.map(|at| timeline[at].1);
            let follows = model.view.entry.is_none() && model.view.painted_entry.is_some();
            let moved = entry.filter(|_| follows && entry != model.view.painted_entry);
            if moved.is_some_and(|no| model.incident.author(no) != model.me.operator) {
                model.view.entry_moved = model.wall;
            }
            model.view.painted_entry = entry;
            model.view.painted_promise = incident::promise_shown(model);
            Vec::new()
        }
        Msg::Tick(wall) => {
            let mut effects = tick::tick(model, wall);
            effects.extend(outbox::turn(model));
            effects.extend(paging::turn(model));
            effects
        }
        Msg::Entries(entries, wall) => news::entries(model, entries, wall),
        Msg::Loaded => news::loaded(model),
        Msg::Saved(hashes) => {
            let mut effects = news::saved(model, hashes);
            effects.extend(runner::saved(model));
            effects.extend(outbox::turn(model));
            effects
        }
        Msg::Shared(through) => news::shared(model, through),
        Msg::PutBack(count) => news::put_back(model, count),
        Msg::DiskTrouble(problem) => {
            let mut effects = news::disk_trouble(model, &problem);
            effects.extend(runner::not_saved(model));
            effects
        }
        Msg::DiskWell => news::disk_well(model),
        Msg::ShareWell => news::share_well(model),
        Msg::Notice(problem) => news::notice(model, problem),
        Msg::Samples(samples, wall) => news::samples(model, samples, wall),
        Msg::ProbeLock(held) => {
            model.probe_lock = held;
            Vec::new()
        }
        Msg::Past(past) => {
            model.past = past;
            // Half a journal is not shown: its end would be a NOW that moved, and keys on it are swallowed.
            if model.loaded {
                refresh(model);
            }
            Vec::new()
        }
        Msg::Presence(present) => present::heard(model, present),
        Msg::Views(views) => vantage::heard(model, views),
        Msg::Copied {
            step,
            how,
            words,
            sha256,
        } => step::copied(model, step, how, words, sha256),
        Msg::JobEnded {
            job,
            step,
            exit,
            seconds,
            output,
            wall,
        } => {
            tick::set_time(model, wall);
            step::job_ended(model, job, step, exit, seconds, &output)
        }
        Msg::Listed(open) => start::listed(model, open),
        Msg::Runner(news) => runner::news(model, news),
        Msg::Document(document, text) => incident::document(model, document, text),
        Msg::Drafted {
            audience,
            text,
            from,
            trouble,
        } => bulletin::drafted(model, &audience, &text, (from, trouble)),
        Msg::Posted { reference, posted } => outbox::posted(model, &reference, posted),
        Msg::PagerLock(held) => {
            model.pager.lock = held;
            Vec::new()
        }
        Msg::Paged(page, ended) => paging::paged(model, &page, ended),
        Msg::End(why) => news::end(model, why),
    }
}
