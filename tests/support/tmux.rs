//! A tmux of one's own.

use std::process::Command;

/// A tmux server, by its socket, that ends with its test.
pub struct Server(pub String);

impl Server {
    /// What a command of tmux prints.
    pub fn ask(&self, args: &[&str]) -> String {
        let mut tmux = Command::new("tmux");
        let out = tmux.args(["-S", &self.0]).args(args).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ask(&["kill-server"]);
    }
}
