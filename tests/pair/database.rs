//! PostgreSQL: a primary and its streaming replica.

use crate::support::kept::{Kept, User, command, program};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const READY: &str = "database system is ready to accept";
const STREAMING: &str = "started streaming WAL from primary";

/// A database that can be started and stopped.
pub struct Database {
    folder: TempDir,
    programs: PathBuf,
    user: Option<User>,
    runs: Option<Kept>,
}

/// Where the programs of the newest version lie.
pub fn programs() -> PathBuf {
    let initdb = program("/usr/lib/postgresql/*/bin/initdb", "postgresql");
    initdb.parent().unwrap().to_owned()
}

impl Database {
    fn nowhere() -> Database {
        // PostgreSQL refuses root, and its user must be let in.
        let user = User::plain("postgres");
        let folder = match user {
            Some(_) => TempDir::new_in("/tmp").unwrap(),
            None => TempDir::new().unwrap(),
        };
        if let Some(user) = user {
            user.own(folder.path());
        }
        Database {
            folder,
            programs: programs(),
            user,
            runs: None,
        }
    }

    /// A fresh primary.
    pub fn primary(address: &str, port: u16) -> Database {
        let mut primary = Database::nowhere();
        let data = primary.data().display().to_string();
        let fresh = [
            "-D",
            &data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-N",
            "--no-locale",
        ];
        primary.call("initdb", &fresh);
        let settings = format!(
            "port = {port}\nunix_socket_directories = ''\nfsync = off\nwal_level = replica\n\
             shared_buffers = 8MB\nmax_connections = 20\nlogging_collector = off\nlog_destination = stderr\n"
        );
        primary.append("postgresql.conf", &settings);
        primary.append(
            "pg_hba.conf",
            "host all all 127.0.0.0/8 trust\nhost replication all 127.0.0.0/8 trust\n",
        );
        primary.listen(address);
        primary.run(&[READY]);
        primary
    }

    /// A replica of the primary at this place, which streams.
    pub fn replica(address: &str, (from, port): (&str, u16)) -> Database {
        let mut replica = Database::nowhere();
        let data = replica.data().display().to_string();
        let port = port.to_string();
        let copy = ["-h", from, "-p", &port, "-U", "postgres", "-D", &data];
        replica.call(
            "pg_basebackup",
            &[&copy[..], &["-R", "-N", "-c", "fast", "-X", "stream"]].concat(),
        );
        replica.listen(address);
        replica.run(&[READY, STREAMING]);
        replica
    }

    /// Starts it again as it was.
    pub fn again(&mut self) {
        // What held it goes first.
        self.runs = None;
        self.run(&[READY]);
    }

    /// Where its files lie.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&mut self, ready: &[&str]) {
        let data = self.data().display().to_string();
        let postgres = self.programs.join("postgres");
        self.runs = Some(Kept::start(
            &postgres,
            &["-D", &data],
            "QUIT",
            self.user,
            ready,
        ));
    }

    fn listen(&self, address: &str) {
        self.append(
            "postgresql.conf",
            &format!("listen_addresses = '{address}'\n"),
        );
    }

    fn append(&self, name: &str, text: &str) {
        let path = self.data().join(name);
        let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    fn call(&self, name: &str, args: &[&str]) {
        let mut command = command(&self.programs.join(name), self.user);
        let out = command
            .args(args)
            .env("HOME", self.folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{name}: {said}");
    }
}

/// What a statement gives, asked as the application does.
pub fn ask(address: &str, port: u16, statement: &str) -> String {
    let port = port.to_string();
    let mut psql = command(&programs().join("psql"), None);
    psql.args([
        "-XAtq", "-U", "postgres", "-d", "postgres", "-h", address, "-p", &port,
    ]);
    let out = psql.args(["-c", statement]).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{statement}: {said}");
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

/// The application: writes each second to the database it was given, whether that is there or not.
pub fn application(address: &str, port: u16, folder: &Path) -> Kept {
    let psql = programs().join("psql");
    let psql = psql.display();
    let script = format!(
        "echo writes; while [ -d {} ]; do {psql} -Xq -U postgres -d postgres -h {address} -p {port} \
         -c 'insert into orders values (now())' >/dev/null 2>&1; sleep 1; done",
        folder.display()
    );
    Kept::start(
        Path::new("/bin/sh"),
        &["-c", &script],
        "TERM",
        None,
        &["writes"],
    )
}
