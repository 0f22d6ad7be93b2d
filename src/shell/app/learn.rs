//! Earlier incidents, read once the first frame is out: on a thread of its own, awaited by nobody.

use super::event::Event;
use super::run::App;
use crate::cockpit::Msg;
use crate::store::past::past;

impl App {
    /// Has the earlier incidents beside this one read; what they tell comes as a message. Without a thread to spare
    /// estimates are those of the plan.
    pub(super) fn learn(&mut self) {
        let Some((folder, state)) = self.session.learns.take() else {
            return;
        };
        let send = self.send.clone();
        let read = move || {
            let Some(root) = folder.path.parent() else {
                return;
            };
            let library = past(root, Some(&state), &folder.identity.id);
            if !library.is_empty() {
                let _ = send.send(Event::Msg(Box::new(Msg::Past(library))));
            }
        };
        let _ = std::thread::Builder::new()
            .name("past".to_owned())
            .spawn(read);
    }
}
