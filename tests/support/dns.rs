//! Records of name servers that tests play.

use hickory_resolver::proto::rr::rdata::A;
use hickory_resolver::proto::rr::{Name, RData, Record};
use std::net::Ipv4Addr;

/// A name.
pub fn name(text: &str) -> Name {
    Name::from_ascii(text).unwrap()
}

/// An address of a name.
pub fn a(of: &str, address: Ipv4Addr, ttl: u32) -> Record {
    Record::from_rdata(name(of), ttl, RData::A(A(address)))
}
