//! Probes: what they are filled with, and where they go.

use super::findings::Findings;
use super::variables::has;
use crate::domain::fill::{Value, fill, names};
use crate::domain::plan::{Check, Plan, ProbeSpec, Provider};
use crate::domain::problem::Severity;
use crate::formats::problems::quoted;

pub(super) fn probes(plan: &Plan, found: &mut Findings<'_>) {
    for (at, service) in plan.services.iter().enumerate() {
        probe(
            &service.probe,
            &plan.providers,
            &format!("service[{at}].probe"),
            found,
        );
    }
    for (at, witness) in plan.witnesses.iter().enumerate() {
        probe(&witness.probe, &[], &format!("witness[{at}].probe"), found);
    }
}

fn probe(spec: &ProbeSpec, providers: &[Provider], path: &str, found: &mut Findings<'_>) {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    match &spec.check {
        Check::Http(http) => {
            if http.address.is_some() && spec.proxy.is_some() {
                found.error(
                    "proxy-and-address",
                    &format!("{path}.proxy"),
                    "a proxy finds the host itself: the address is not used".to_owned(),
                    "leave out the address, or the proxy",
                );
            }
            texts.push(("url", &http.url));
            texts.extend(http.address.as_deref().map(|a| ("address", a)));
            texts.extend(http.body_contains.as_deref().map(|b| ("body_contains", b)));
        }
        Check::Tcp { address } => texts.push(("address", address)),
        Check::Tls { address, name, .. } => {
            texts.push(("address", address));
            texts.extend(name.as_deref().map(|n| ("name", n)));
        }
        Check::Dns { name, resolver, .. } => {
            texts.push(("name", name));
            texts.extend(resolver.as_deref().map(|r| ("resolver", r)));
        }
        Check::Command { run, .. } | Check::Progress { run, .. } => texts.push(("run", run)),
    }
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        let path = format!("{path}.{key}");
        if filled(text, providers, &path, found) {
            target(key, text, providers, &path, found);
        }
    }
}

/// Every `{{provider.*}}` has a value everywhere: a probe that cannot be filled cannot be run.
fn filled(text: &str, providers: &[Provider], path: &str, found: &mut Findings<'_>) -> bool {
    let mut all = true;
    for (_, name) in names(text) {
        let place = found.place_inside(path, &format!("{{{{{name}}}}}"));
        let mut trouble = |what: String, remedy: &str| {
            found.put(
                Severity::Error,
                "unknown-variable",
                place.clone(),
                what,
                remedy,
            );
            all = false;
        };
        match name.split_once('.') {
            Some(("provider", _)) if providers.is_empty() => {
                trouble(
                    "a witness has no provider".to_owned(),
                    "write its own address",
                );
            }
            Some(("provider", of)) => {
                let lacking: Vec<&str> = providers
                    .iter()
                    .filter(|p| !has(p, of))
                    .map(|p| p.id.as_str())
                    .collect();
                if !lacking.is_empty() {
                    let what = format!("{} has no value at {}", quoted(of), lacking.join(", "));
                    trouble(what, "add it to each [provider.vars]");
                }
            }
            Some(("from" | "to", of)) => {
                let remedy = format!("a probe runs at every provider: write {{{{provider.{of}}}}}");
                trouble(
                    format!("there is no variable {} in a probe", quoted(name)),
                    &remedy,
                );
            }
            _ => {}
        }
    }
    all
}

/// Addresses are `host:port`, URLs http(s): looked at as each provider fills them.
fn target(key: &str, text: &str, providers: &[Provider], path: &str, found: &mut Findings<'_>) {
    let fits: fn(&str) -> bool = match key {
        "address" | "resolver" => is_address,
        "url" => is_url,
        _ => return,
    };
    let bare = [text.to_owned()];
    let forms: Vec<String> = if providers.is_empty() {
        bare.to_vec()
    } else {
        providers.iter().map(|p| as_at(text, p)).collect()
    };
    if let Some(bad) = forms.iter().find(|form| !fits(form)) {
        let (what, remedy) = if key == "url" {
            (
                format!("{} is no http or https url", quoted(bad)),
                "write https://host/path",
            )
        } else {
            (format!("{} is no address", quoted(bad)), "write host:port")
        };
        found.error("bad-address", path, what, remedy);
    }
}

fn as_at(text: &str, provider: &Provider) -> String {
    fill(text, |name| match name {
        "provider.id" => Value::Is(provider.id.to_string()),
        "provider.name" => Value::Is(provider.name.clone()),
        _ => name
            .strip_prefix("provider.")
            .and_then(|of| provider.vars.get(of))
            .map_or(Value::Foreign, |value| Value::Is(value.clone())),
    })
    .text
}

fn is_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return false;
    };
    let host = host
        .strip_prefix('[')
        .and_then(|h| h.strip_suffix(']'))
        .map_or_else(
            || (!host.is_empty() && !host.contains(':')).then_some(host),
            |v6| v6.parse::<std::net::Ipv6Addr>().ok().map(|_| v6),
        );
    let fine = |c: char| c.is_ascii_alphanumeric() || ".:-_".contains(c);
    host.is_some_and(|h| h.chars().all(fine)) && port.parse::<u16>().is_ok_and(|p| p > 0)
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|r| r.split(['/', '?', '#']).next());
    host.is_some_and(|h| !h.is_empty()) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_host_and_a_port() {
        for good in ["192.0.2.1:443", "db1.h42.example:5432", "[2001:db8::1]:53"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "192.0.2.1",
            ":443",
            "a:0",
            "a:99999",
            "2001:db8::1:53",
            "a b:1",
            "[x]:1",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
        assert!(is_url("https://www.shop.example/health?x=1"));
        for bad in [
            "www.shop.example",
            "ftp://x",
            "https://",
            "https:///x",
            "http://a b/",
        ] {
            assert!(!is_url(bad), "{bad}");
        }
    }
}
