//! A drill's simulated providers live in a process of their own.

use super::session::{Seat, thawed};
use crate::domain::drill::{
    Ports, is_name_server, name_server_key, name_servers, service_key, witness_key,
};
use crate::domain::plan::Plan;
use crate::shell::drill::serve;
use crate::store::folder::Folder;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The hidden command that serves a drill's providers: its one argument is the incident's folder.
pub const SIMULATOR_COMMAND: &str = "__simulator";
/// A port on loopback that does not answer within this is not served.
const ANSWER: Duration = Duration::from_millis(200);

/// A free port of 127.0.0.1 for every simulated service, witness and name server.
///
/// # Errors
/// When there are none to be had.
pub fn free_ports(plan: &Plan) -> io::Result<Ports> {
    let mut held = Vec::new();
    let mut ports = Ports::new();
    let services = plan
        .services
        .iter()
        .flat_map(|s| plan.providers.iter().map(|p| service_key(&p.id, &s.id)));
    let witnesses = plan.witnesses.iter().map(|w| witness_key(&w.id));
    for key in services.chain(witnesses) {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        ports.insert(key, listener.local_addr()?.port());
        held.push(listener);
    }
    let mut sockets = Vec::new();
    for server in name_servers(plan) {
        let socket = UdpSocket::bind(("127.0.0.1", 0))?;
        ports.insert(name_server_key(server), socket.local_addr()?.port());
        sockets.push(socket);
    }
    Ok(ports)
}

/// Starts a drill's providers unless they run already; waits until they listen.
///
/// # Errors
/// When they cannot be started.
pub fn ensure_simulator(state: &Path, folder: &Folder) -> io::Result<()> {
    if serves(folder) {
        return Ok(());
    }
    match lock(state, folder)?.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(()),
        Err(TryLockError::Error(e)) => return Err(e),
    }
    let mut child = Command::new(std::env::current_exe()?)
        .arg(SIMULATOR_COMMAND)
        .arg(&folder.path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    if line.trim() != "ready" {
        return Err(other(&format!(
            "the simulated providers did not start: {}",
            line.trim()
        )));
    }
    Ok(())
}

/// Whether somebody serves the drill's ports on this machine already: another Unix user, whose lock is not ours to
/// see. They are on loopback: the answer comes at once.
fn serves(folder: &Folder) -> bool {
    let mut ports = folder.identity.ports.iter();
    // Name servers speak UDP: nobody can be seen to listen.
    let port = ports.find(|(key, _)| !is_name_server(key));
    port.is_some_and(|(_, port)| {
        let address = SocketAddr::from(([127, 0, 0, 1], *port));
        TcpStream::connect_timeout(&address, ANSWER).is_ok()
    })
}

/// The one process that serves a drill holds this lock; it goes with the process.
fn lock(state: &Path, folder: &Folder) -> io::Result<File> {
    let name = format!("simulator-{}.lock", folder.identity.id);
    fs::create_dir_all(state)?;
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(state.join(name))
}

/// The simulated providers' own process: it leaves the cockpit's session, so that nothing of the cockpit's end reaches
/// it, and ends with the drill.
///
/// # Errors
/// When the incident cannot be read or its ports not be had; the words go to stdout, where the cockpit reads them.
pub fn simulate(seat: &Seat, folder: Folder) -> io::Result<()> {
    let _ = rustix::process::setsid();
    let held = lock(&seat.state, &folder)?;
    match held.try_lock() {
        Ok(()) => {}
        // Two cockpits began at once, and the other's process was faster: it serves.
        Err(TryLockError::WouldBlock) => return writeln!(io::stdout(), "ready"),
        Err(TryLockError::Error(e)) => return Err(e),
    }
    let thawed = thawed(&folder);
    let from = thawed.scenario.as_ref().map(|s| s.from.clone());
    let from = from.or_else(|| thawed.plan.providers.first().map(|p| p.id.clone()));
    let from = from.ok_or_else(|| other("the plan names no provider"))?;
    let session = seat.cockpit(folder.clone(), false, true)?;
    let served = serve(folder, &seat.state, session.setup, from);
    drop(held);
    served
}

fn other(words: &str) -> io::Error {
    io::Error::other(words.to_owned())
}
