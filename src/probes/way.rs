//! Where a question goes, and under which name. Pure.

use super::names::host_port;
use super::target::HttpAsk;
use crate::domain::drill::tls_name;
use crate::domain::plan::Check;
use reqwest::Url;
use std::net::IpAddr;

/// The way a question takes: the URL connected to, the Host it carries, the host and port it goes to.
pub(super) struct Way {
    pub(super) url: Url,
    pub(super) host: String,
    pub(super) to: (String, u16),
}

/// The port of a URL wins over that of a pinned address, and a host that is an address is never resolved:
/// so the URL loses its port where the address has its own.
pub(super) fn way(ask: &HttpAsk) -> Result<Way, String> {
    let no_url = || format!("no http URL: {:.30}", ask.check.url);
    let mut url = Url::parse(&ask.check.url).map_err(|_| no_url())?;
    let own_port = url.port_or_known_default().ok_or_else(no_url)?;
    let name = url.host_str().ok_or_else(no_url)?.to_owned();
    if !matches!(url.scheme(), "http" | "https") {
        return Err(no_url());
    }
    let host = url
        .port()
        .map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
    let simulated = ask.simulated.map(|port| format!("127.0.0.1:{port}"));
    let pinned = simulated.as_deref().or(ask.check.address.as_deref());
    let to = host_port(pinned.unwrap_or(&host), Some(own_port)).map_err(|t| t.to_string())?;
    let is_ip = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    let named = || tls_name(&Check::Http(ask.check.clone()), None).is_some();
    if simulated.is_some() && !named() {
        url.set_scheme("http").map_err(|()| no_url())?;
    }
    if is_ip && pinned.is_some() {
        if url.scheme() == "https" {
            return Err("https to an IP cannot be pinned".to_owned());
        }
        let bracketed = if to.0.contains(':') {
            format!("[{}]", to.0)
        } else {
            to.0.clone()
        };
        url.set_host(Some(&bracketed)).map_err(|_| no_url())?;
        url.set_port(Some(to.1)).map_err(|()| no_url())?;
    } else if !is_ip {
        url.set_port(None).map_err(|()| no_url())?;
    }
    Ok(Way { url, host, to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::HttpCheck;

    fn said(url: &str, address: Option<&str>, simulated: Option<u16>) -> String {
        let check = HttpCheck {
            url: url.to_owned(),
            address: address.map(str::to_owned),
            ..HttpCheck::default()
        };
        match way(&HttpAsk {
            check,
            simulated,
            proxy: None,
        }) {
            Ok(way) => format!("{} as {} to {}:{}", way.url, way.host, way.to.0, way.to.1),
            Err(why) => why,
        }
    }

    #[test]
    fn the_pinned_address_wins_and_the_name_stays() {
        let rows = [
            (
                "https://www.shop.example/health",
                Some("192.0.2.10"),
                None,
                "https://www.shop.example/health as www.shop.example to 192.0.2.10:443",
            ),
            (
                "https://www.shop.example:8443/",
                Some("192.0.2.10:9443"),
                None,
                "https://www.shop.example/ as www.shop.example:8443 to 192.0.2.10:9443",
            ),
            (
                "http://www.shop.example:8080/",
                None,
                None,
                "http://www.shop.example/ as www.shop.example:8080 to www.shop.example:8080",
            ),
            (
                "https://www.shop.example/",
                Some("192.0.2.10:443"),
                Some(7),
                "https://www.shop.example/ as www.shop.example to 127.0.0.1:7",
            ),
            (
                "https://192.0.2.1/",
                None,
                Some(7),
                "http://127.0.0.1:7/ as 192.0.2.1 to 127.0.0.1:7",
            ),
            (
                "http://192.0.2.1/",
                Some("[2001:db8::1]:81"),
                None,
                "http://[2001:db8::1]:81/ as 192.0.2.1 to 2001:db8::1:81",
            ),
            (
                "https://192.0.2.1/",
                Some("192.0.2.2"),
                None,
                "https to an IP cannot be pinned",
            ),
            (
                "https://192.0.2.1:8443/",
                None,
                None,
                "https://192.0.2.1:8443/ as 192.0.2.1:8443 to 192.0.2.1:8443",
            ),
            (
                "ftp://www.shop.example/",
                None,
                None,
                "no http URL: ftp://www.shop.example/",
            ),
        ];
        for (url, address, simulated, expected) in rows {
            assert_eq!(said(url, address, simulated), expected);
        }
    }
}
