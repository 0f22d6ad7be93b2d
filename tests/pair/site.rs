//! Both providers with everything on them, a plan of them as a team writes it, and an incident with cockpits on it.

use super::database::{Database, programs};
use super::names;
use super::web::Web;
use crate::cockpit::world::switched;
use crate::probes::tls::authority;
use crate::support::home::Home;
use crate::support::plan;
use crate::support::port::ClosedPort;
use crate::support::pty::Pty;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;

/// What users ask for.
pub const NAME: &str = "www.shop.example";
/// Where the providers are.
pub const ADDRESSES: [&str; 2] = ["127.0.0.2", "127.0.0.3"];
const PROVIDERS: [&str; 2] = ["h42", "c10"];
/// How long caches keep an answer, in seconds.
pub const TTL: u32 = 16;

const LAG: &str = "select case when pg_is_in_recovery() then \
                   extract(epoch from now() - pg_last_xact_replay_timestamp()) else 0 end";

/// The checklist that is shipped, as a team makes it its own: what it had, and what stands there.
const OWN: [(&str, &str); 3] = [
    (
        "{{from.name}} {{from.phone}}, {{to.name}} {{to.phone}}",
        "numbers: V",
    ),
    (
        "ssh {{to.db_host}} 'sudo -u postgres pg_ctl promote -w -t 60 -D /var/lib/postgresql/data'",
        "psql -XAt -h {{to.db_host}} -d postgres -c 'select pg_promote(true, 60)'",
    ),
    (
        "-h {{to.db_host}}",
        "-U postgres -h {{to.db_host}} -p {{to.db_port}}",
    ),
];

/// Both providers, and an incident.
pub struct Site {
    pub home: Arc<Home>,
    /// The databases' port, at both addresses.
    pub port: u16,
    pub web: [Web; 2],
    pub db: [Database; 2],
    plan: PathBuf,
    incident: String,
    _held: [[ClosedPort; 2]; 2],
}

impl Site {
    /// Everything runs, the first provider serves, and nobody has noticed anything yet.
    pub fn new() -> Site {
        let home = Home::new();
        let held = [(); 2].map(|()| ClosedPort::at_both(ADDRESSES));
        let [web, db] = [0, 1].map(|n| held[n][0].address.port());
        let own = authority("Shop");
        fs::write(home.path().join("authority.pem"), own.pem()).unwrap();
        let fronts = [0, 1].map(|n| {
            let listen = format!("{}:{web}", ADDRESSES[n]);
            Web::start(home.path().join(PROVIDERS[n]), &listen, &own)
        });
        let primary = Database::primary(ADDRESSES[0], db);
        let replica = Database::replica(ADDRESSES[1], (ADDRESSES[0], db));
        let zone = home.path().join("zone");
        fs::write(&zone, format!("{} {TTL}\n", ADDRESSES[0])).unwrap();
        let servers = [false, true, true].map(|caches| names::server(NAME, zone.clone(), caches));
        let vars = ADDRESSES.map(|at| {
            format!("web_addr = \"{at}:{web}\"\ndb_host = \"{at}\"\ndb_port = \"{db}\"\napp_host = \"{at}\"")
        });
        let vars = [vars[0].as_str(), vars[1].as_str()];
        let folder = plan::write(&home, &plan::plan(vars, &rest(&servers)), &checklist());
        let scripts = [
            ("dns.sh", dns_script(&zone)),
            ("maintenance.sh", maintenance_script(&home)),
            ("fence.sh", fence_script(&primary)),
        ];
        for (name, script) in scripts {
            let path = folder.join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let incident = plan::open(&home, &folder, &[], &["failover"]);
        let incident = home.path().join(incident).display().to_string();
        Site {
            home: Arc::new(home),
            port: db,
            web: fronts,
            db: [primary, replica],
            plan: folder,
            incident,
            _held: held,
        }
    }

    /// The programs of the database first, and the authority of the certificates.
    fn environment(&self) -> [(&'static str, String); 2] {
        let variables = self.home.variables();
        let path = variables.iter().find(|(name, _)| name == "PATH");
        let path = path.map_or("/usr/bin:/bin", |(_, path)| path);
        let authority = self.home.path().join("authority.pem");
        [
            ("PATH", format!("{}:{path}", programs().display())),
            ("SSL_CERT_FILE", authority.display().to_string()),
        ]
    }

    /// A cockpit of `who`, ready for keys.
    pub fn cockpit(&self, who: &str, columns: u16, rows: u16) -> Pty {
        let plan = self.plan.display().to_string();
        let args = ["--plan", &plan, "--as", who, "join", &self.incident];
        let env = self.environment();
        let env = [(env[0].0, env[0].1.as_str()), (env[1].0, env[1].1.as_str())];
        let pty = Pty::spawn_in(Arc::clone(&self.home), &args, &env, columns, rows);
        pty.wait_for("LIVE");
        pty.wait_for("NOW 1.1");
        pty.wait_for("saved");
        pty
    }

    /// What a command for shells prints, of `gf`.
    pub fn shell(&self, args: &[&str]) -> String {
        let plan = self.plan.display().to_string();
        let all = ["--plan", &plan, "--incident", &self.incident, "--as", "gf"];
        let mut command = self.home.command(&[&all[..], args].concat());
        let out = command.envs(self.environment()).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{args:?}: {said}");
        String::from_utf8(out.stdout).unwrap()
    }

    /// `status --json`.
    pub fn status(&self) -> Value {
        serde_json::from_str(&self.shell(&["status", "--json"])).unwrap()
    }

    /// A step, as `status --json` has it.
    pub fn step(&self, id: &str) -> Value {
        let status = self.status();
        let steps = status["steps"].as_array().unwrap();
        steps.iter().find(|s| s["id"] == id).unwrap().clone()
    }

    /// Runs a script of the plan.
    pub fn script(&self, name: &str, args: &[&str]) {
        let mut command = std::process::Command::new(self.plan.join(name));
        assert!(command.args(args).status().unwrap().success(), "{name}");
    }
}

fn checklist() -> String {
    let mut text = include_str!("../../checklists/failover.toml").to_owned();
    for (shipped, own) in OWN {
        assert!(text.contains(shipped), "no longer shipped: {shipped}");
        text = text.replace(shipped, own);
    }
    text
}

fn rest(servers: &[String; 3]) -> String {
    let [zone, near, far] = servers;
    let witness = switched(true).port;
    let psql = "psql -XAt -U postgres -d postgres -h {{provider.db_host}} -p {{provider.db_port}}";
    let [one, two] = ADDRESSES;
    format!(
        r#"[[service]]
id = "web"
name = "Web front"
downtime = true
[service.probe]
kind = "http"
url = "https://{NAME}/health"
address = "{{{{provider.web_addr}}}}"
status = [200]
body_contains = "healthy"
every = "1s"
timeout = "10s"
[[service]]
id = "db"
name = "Database role"
writer = true
[service.probe]
kind = "command"
run = "{psql} -c 'select pg_is_in_recovery()'"
every = "2s"
timeout = "20s"
[service.probe.roles]
t = "replica"
f = "writable"
[[service]]
id = "lag"
name = "Replica lag"
[service.probe]
kind = "command"
run = "{psql} -c '{LAG}'"
unit = "s"
degraded_over_value = 10
down_over_value = 60
every = "2s"
timeout = "20s"
[[service]]
id = "cert"
name = "Certificate"
[service.probe]
kind = "tls"
address = "{{{{provider.web_addr}}}}"
name = "{NAME}"
every = "5s"
timeout = "10s"
[[dns]]
name = "{NAME}"
type = "A"
authoritative = ["{zone}"]
resolvers = ["{near}", "{far}"]
[dns.answers]
h42 = ["{one}"]
c10 = ["{two}"]
[[witness]]
id = "near"
[witness.probe]
kind = "tcp"
address = "127.0.0.1:{witness}"
[[role]]
id = "im"
name = "Incident manager"
required = true
[[role]]
id = "db"
name = "Database team"
[[role]]
id = "ops"
name = "Operations"
[[role]]
id = "comms"
name = "Communication manager"
[[audience]]
id = "customers"
name = "Customers"
first_within = "30m"
[[audience.cadence]]
every = "30m"
[[audience]]
id = "internal"
name = "Everybody inside"
first_within = "30m"
[[audience.cadence]]
every = "30m"
[runner]
allow = true
"#
    )
}

fn dns_script(zone: &std::path::Path) -> String {
    let zone = zone.display();
    let [one, two] = ADDRESSES;
    format!(
        "case $2 in h42) at={one};; c10) at={two};; *) exit 2;; esac\n\
         echo \"$at {TTL}\" >{zone}.new && mv {zone}.new {zone} && echo \"$1. {TTL} IN A $at\"\n"
    )
}

fn maintenance_script(home: &Home) -> String {
    let folder = home.path().display();
    format!(
        "how=$1; shift\nfor side; do\n  case $how in\n  on) touch {folder}/$side/maintenance; says=503;;\n\
         off) rm -f {folder}/$side/maintenance; says=200;;\n  esac\n  echo \"$side: $says\"\ndone\n"
    )
}

fn fence_script(primary: &Database) -> String {
    let lock = primary.data().join("postmaster.pid");
    let lock = lock.display();
    format!(
        "[ \"$1\" = h42 ] || exit 2\nkill -QUIT \"$(head -n 1 {lock})\" || exit 1\n\
         while [ -e {lock} ]; do sleep 0.1; done\necho '0 sessions'\n"
    )
}
