//! Name servers for one name: the zone's own, which says what its file says, and caches, which keep that for its TTL.

use crate::support::dns::{a, name};
use hickory_resolver::proto::op::{Message, MessageType};
use std::fs;
use std::net::{Ipv4Addr, UdpSocket};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// What a cache was told, and until when it keeps that.
type Kept = Option<(Ipv4Addr, Instant)>;

/// `ADDRESS TTL`, as a script writes it; none once the test is over.
fn zone(file: &Path) -> Option<(Ipv4Addr, u32)> {
    let text = fs::read_to_string(file).ok()?;
    let (address, ttl) = text.trim().split_once(' ')?;
    Some((address.parse().ok()?, ttl.parse().ok()?))
}

/// A server until the test ends; where it listens.
pub fn server(of: &'static str, file: PathBuf, caches: bool) -> String {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = socket.local_addr().unwrap();
    thread::spawn(move || {
        let mut kept = None;
        let mut packet = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut packet) {
            let said = match caches {
                true => remembered(&mut kept, &file),
                false => zone(&file),
            };
            let Some(said) = said else { return };
            if let Some(out) = reply(of, &packet[..length], said, !caches) {
                let _ = socket.send_to(&out, from);
            }
        }
    });
    at.to_string()
}

/// What a cache says: it asks the zone only when the TTL of what it keeps is over.
fn remembered(kept: &mut Kept, file: &Path) -> Option<(Ipv4Addr, u32)> {
    let now = Instant::now();
    let asked = || {
        let (address, ttl) = zone(file)?;
        Some((address, now + Duration::from_secs(ttl.into())))
    };
    let (address, until) = kept.filter(|(_, until)| *until > now).or_else(asked)?;
    *kept = Some((address, until));
    let left = (until - now).as_millis().div_ceil(1000);
    Some((address, u32::try_from(left).ok()?))
}

fn reply(of: &str, packet: &[u8], (address, ttl): (Ipv4Addr, u32), own: bool) -> Option<Vec<u8>> {
    let question = Message::from_vec(packet).ok()?;
    let query = question.queries.first()?.clone();
    if question.metadata.message_type != MessageType::Query
        || *query.name() != name(&format!("{of}."))
    {
        return None;
    }
    let mut out = Message::response(question.metadata.id, question.metadata.op_code);
    out.metadata.authoritative = own;
    out.metadata.recursion_available = !own;
    out.add_query(query);
    out.add_answer(a(&format!("{of}."), address, ttl));
    out.to_vec().ok()
}
