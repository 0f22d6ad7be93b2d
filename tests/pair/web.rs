//! The front of a provider: nginx, with a certificate for the name of production.

use super::site::NAME;
use crate::probes::tls::{Authority, named};
use crate::support::kept::{Kept, program};
use rcgen::KeyPair;
use std::fs;
use std::path::{Path, PathBuf};

/// A front that can be started and stopped.
pub struct Web {
    folder: PathBuf,
    runs: Option<Kept>,
}

impl Web {
    /// Answers `healthy` under the name of production, 503 while its folder holds `maintenance`, 421 under any other name.
    pub fn start(folder: PathBuf, listen: &str, authority: &Authority) -> Web {
        fs::create_dir_all(folder.join("tmp")).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = named(NAME).signed_by(&key, authority).unwrap();
        fs::write(folder.join("certificate.pem"), certificate.pem()).unwrap();
        fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
        fs::write(folder.join("nginx.conf"), text(&folder, listen)).unwrap();
        let mut web = Web { folder, runs: None };
        web.run();
        web
    }

    /// Starts it, again or for the first time.
    pub fn run(&mut self) {
        let nginx = program("/usr/sbin/nginx", "nginx");
        let conf = self.folder.join("nginx.conf").display().to_string();
        let folder = self.folder.display().to_string();
        // What it says before it has read its configuration goes there too.
        let args = ["-e", "stderr", "-p", &folder, "-c", &conf];
        self.runs = Some(Kept::start(
            &nginx,
            &args,
            "TERM",
            None,
            &["start worker process "],
        ));
    }

    /// Stops it: connections are refused.
    pub fn stop(&mut self) {
        self.runs = None;
    }
}

fn text(folder: &Path, listen: &str) -> String {
    // Workers of root would be another user, who may not look into the test's folder.
    let root = rustix::process::getuid().is_root();
    let user = if root { "user root;" } else { "" };
    let folder = folder.display();
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let places = kinds.map(|kind| format!("{kind}_temp_path {folder}/tmp;"));
    let places = places.join(" ");
    let tls = format!(
        "listen {listen} ssl; ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem;"
    );
    format!(
        r#"daemon off; {user} worker_processes 1; pid {folder}/nginx.pid; error_log stderr notice;
events {{ worker_connections 64; }}
http {{
  access_log off; {places}
  server {{ {tls} server_name _; return 421; }}
  server {{
    {tls} server_name {NAME};
    location = /health {{
      default_type text/plain;
      if (-f {folder}/maintenance) {{ return 503 "maintenance"; }}
      return 200 "healthy";
    }}
  }}
}}
"#
    )
}
