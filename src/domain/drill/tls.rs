//! Which of a drill's providers speak TLS, under which name.

use crate::domain::plan::{Check, Provider};
use crate::domain::probe::fill_in;
use std::net::IpAddr;

/// The root certificate of every drill's providers, DER. It comes with the program, and so does its key: only a drill's
/// probes of 127.0.0.1 trust it.
pub const AUTHORITY: &[u8] = include_bytes!("../../../assets/drill/authority.der");

/// The name a simulated service with this check shows a certificate for; none: it speaks plainly, as where the plan
/// names an address, for which no certificate is made.
#[must_use]
pub fn tls_name(check: &Check, provider: Option<&Provider>) -> Option<String> {
    let place = match check {
        Check::Http(check) => {
            let url = fill_in(&check.url, provider).text;
            let rest = url.strip_prefix("https://")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            rest[..end].rsplit('@').next()?.to_owned()
        }
        Check::Tls { address, name, .. } => {
            fill_in(name.as_ref().unwrap_or(address), provider).text
        }
        _ => return None,
    };
    let name = match place.rsplit_once(':') {
        Some((host, _)) if !host.contains(':') => host,
        Some(_) => return None,
        None => &place,
    };
    let part = |part: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        (1..=63).contains(&part.len()) && part.chars().all(fits)
    };
    let is_name = name.len() <= 253 && name.split('.').all(part) && name.parse::<IpAddr>().is_err();
    is_name.then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::HttpCheck;

    #[test]
    fn names_speak_tls_and_addresses_do_not() {
        let http = |url: &str| {
            let check = HttpCheck {
                url: url.to_owned(),
                ..HttpCheck::default()
            };
            tls_name(&Check::Http(check), None)
        };
        let name = Some("www.shop.example".to_owned());
        assert_eq!(http("https://www.shop.example/health"), name);
        assert_eq!(http("https://WWW.shop.example:8443?x=1"), name);
        for plain in [
            "http://www.shop.example/",
            "https://192.0.2.1/",
            "https://[2001:db8::1]/",
            "https://[2001:db8::1]:443/",
            "https://{{provider.web}}/",
            "https:///",
            "",
        ] {
            assert_eq!(http(plain), None, "{plain}");
        }
        let tls = |address: &str, name: Option<&str>| {
            let check = Check::Tls {
                address: address.to_owned(),
                name: name.map(str::to_owned),
                days_left: 14,
            };
            tls_name(&check, None)
        };
        assert_eq!(tls("192.0.2.1:443", Some("www.shop.example")), name);
        assert_eq!(tls("www.shop.example:443", None), name);
        assert_eq!(tls("192.0.2.1:443", None), None);
    }
}
