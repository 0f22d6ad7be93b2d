//! How a probe asks, in words, and how a person asks the same from a shell.

use super::fill_in;
use crate::domain::drill::tls_name;
use crate::domain::plan::{Check, DnsName, HttpCheck, ProbeSpec, Provider};
use crate::domain::time::Span;

/// How a probe asks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Repeat {
    /// What is asked and what counts as good, a line each; hostile, and secrets still in it.
    pub request: Vec<String>,
    /// A command that asks the same from a shell; none where nothing is asked.
    pub command: Option<String>,
}

impl Repeat {
    /// Of a service's or witness's probe. `simulated`: in a drill the port where its provider is made up, if there is
    /// one.
    #[must_use]
    pub fn of(
        spec: &ProbeSpec,
        provider: Option<&Provider>,
        simulated: Option<Option<u16>>,
    ) -> Self {
        let filled = |text: &str| fill_in(text, provider).text;
        let mut out = match (simulated, &spec.check) {
            (Some(None), _) => Repeat {
                request: vec!["not simulated: nothing is asked in this drill".to_owned()],
                command: None,
            },
            (port, Check::Http(check)) => http(check, spec, port.flatten(), &filled),
            (port, Check::Tcp { address }) => {
                let address = at(port, filled(address));
                let (host, port) = split(&address, "");
                Repeat {
                    request: vec![format!("a connection to {address} opens")],
                    command: Some(format!("nc -zvw{} {host} {port}", seconds(spec.timeout))),
                }
            }
            (Some(Some(port)), _) => Repeat {
                request: vec![format!("what a simulated provider prints, at port {port}")],
                command: Some(format!("curl -si http://127.0.0.1:{port}/")),
            },
            (
                _,
                Check::Dns {
                    name,
                    resolver,
                    expect,
                },
            ) => {
                let server = resolver.as_deref().map(&filled);
                let mut out = dns(&filled(name), "A", server.as_deref(), spec.timeout);
                if !expect.is_empty() {
                    let expect: Vec<String> = expect.iter().map(|e| filled(e)).collect();
                    out.request.push(format!("good: {}", expect.join(" or ")));
                }
                out
            }
            (
                _,
                Check::Tls {
                    address,
                    name,
                    days_left,
                },
            ) => {
                let address = filled(address);
                let (host, port) = split(&address, "443");
                let name = name.as_deref().map_or_else(|| host.clone(), &filled);
                Repeat {
                    request: vec![
                        format!("the certificate shown at {host}:{port} for {name}"),
                        format!("good: trusted, and valid for {days_left} days"),
                    ],
                    command: Some(format!(
                        "openssl s_client -connect {host}:{port} -servername {} </dev/null | \
                         openssl x509 -noout -subject -issuer -dates",
                        quoted(&name)
                    )),
                }
            }
            (_, Check::Command { run, .. } | Check::Progress { run, .. }) => Repeat {
                request: vec!["a command, in the plan's folder".to_owned()],
                command: Some(filled(run)),
            },
        };
        out.request.push(format!(
            "every {}, ended after {}; up after {} in a row, down after {}",
            span(spec.every),
            span(spec.timeout),
            spec.rise,
            spec.fall
        ));
        out
    }

    /// Of a name server that tells who serves, asked at `at` (elsewhere in a drill).
    #[must_use]
    pub fn of_name(name: &DnsName, at: &str) -> Self {
        let mut out = dns(&name.name, &name.kind, Some(at), Span::seconds(3));
        for (provider, answers) in &name.answers {
            let line = format!("{} means {provider}", answers.join(" or "));
            out.request.push(line);
        }
        out
    }
}

/// Where a simulated provider stands in.
fn at(simulated: Option<Option<u16>>, address: String) -> String {
    match simulated.flatten() {
        Some(port) => format!("127.0.0.1:{port}"),
        None => address,
    }
}

fn http(
    check: &HttpCheck,
    spec: &ProbeSpec,
    simulated: Option<u16>,
    filled: &impl Fn(&str) -> String,
) -> Repeat {
    let given = filled(&check.url);
    let drill = simulated.is_some();
    let tls = tls_name(
        &Check::Http(HttpCheck {
            url: given.clone(),
            ..HttpCheck::default()
        }),
        None,
    );
    let url = match tls {
        None if drill => given.replacen("https://", "http://", 1),
        _ => given,
    };
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", &url));
    let usual = if scheme == "https" { "443" } else { "80" };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = authority.rsplit('@').next().unwrap_or(authority);
    let (host, port) = split(authority, usual);
    let pinned = match simulated {
        Some(port) => Some(format!("127.0.0.1:{port}")),
        None => check.address.as_deref().map(filled),
    };
    let proxy = spec
        .proxy
        .as_deref()
        .map(filled)
        .filter(|_| simulated.is_none());
    let mut request = vec![
        format!("GET {} HTTP/1.1", if path.is_empty() { "/" } else { path }),
        format!("Host: {authority}"),
    ];
    let mut command = format!("curl -sv --max-time {}", seconds(spec.timeout));
    for (name, text) in &check.header {
        let line = format!("{name}: {}", filled(text));
        command.push_str(&format!(" -H {}", quoted(&line)));
        request.push(line);
    }
    match (&proxy, &pinned) {
        (Some(proxy), _) => {
            request.push(format!("through the proxy {proxy}, which finds {host}"));
            command.push_str(&format!(" --proxy {}", quoted(proxy)));
        }
        (None, pinned) => {
            command.push_str(" --noproxy '*'");
            if let Some(address) = pinned {
                let (to, at) = split(address, &port);
                request.push(format!("to {to}:{at}, not to where {host} leads"));
                let bare = to.trim_matches(['[', ']']);
                let by_number = bare.parse::<std::net::IpAddr>().is_ok();
                command.push_str(&if by_number && at == port {
                    format!(" --resolve {}", quoted(&format!("{host}:{port}:{to}")))
                } else {
                    let way = format!("{host}:{port}:{to}:{at}");
                    format!(" --connect-to {}", quoted(&way))
                });
            }
        }
    }
    if scheme == "https" {
        request.push(if check.insecure {
            format!("TLS for {host}; its certificate is NOT verified")
        } else if drill {
            format!("TLS for {host}, signed for this drill: curl does not know by whom")
        } else {
            format!("TLS for {host}")
        });
    }
    if (check.insecure || drill) && scheme == "https" {
        command.push_str(" -k");
    }
    if check.redirects > 0 {
        command.push_str(&format!(" -L --max-redirs {}", check.redirects));
    }
    command.push_str(&format!(" {}", quoted(&url)));
    request.push(expected(check, spec, filled));
    Repeat {
        request,
        command: Some(command),
    }
}

/// What counts as good.
fn expected(check: &HttpCheck, spec: &ProbeSpec, filled: &impl Fn(&str) -> String) -> String {
    let status: Vec<String> = check.status.iter().map(u16::to_string).collect();
    let status = match status.as_slice() {
        [] => "200 to 299".to_owned(),
        some => some.join(" or "),
    };
    let body = check.body_contains.as_deref().map(filled);
    let body = body.map_or_else(String::new, |text| format!(" with \"{text}\""));
    let slow = spec.degraded_over.map(span);
    let slow = slow.map_or_else(String::new, |over| format!("; degraded over {over}"));
    format!("good: {status}{body}{slow}")
}

fn dns(name: &str, kind: &str, server: Option<&str>, timeout: Span) -> Repeat {
    let to = server.unwrap_or("this machine's name server");
    let mut command = format!("dig +time={} +tries=1", seconds(timeout));
    if let Some(server) = server {
        let (host, port) = split(server, "53");
        command.push_str(&format!(" @{}", host.trim_matches(['[', ']'])));
        if port != "53" {
            command.push_str(&format!(" -p {port}"));
        }
    }
    Repeat {
        request: vec![format!("{kind} of {name}, asked of {to}")],
        command: Some(format!("{command} {} {kind}", quoted(name))),
    }
}

/// Host and port of `host:port`; the usual port where none is named. An IPv6 address keeps its brackets.
fn split(address: &str, usual: &str) -> (String, String) {
    match address.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            (host.to_owned(), port.to_owned())
        }
        _ => (address.to_owned(), usual.to_owned()),
    }
}

fn seconds(span: Span) -> i64 {
    (span.0 + 999).div_euclid(1000).max(1)
}

fn span(span: Span) -> String {
    match span.0 {
        ms if ms % 1000 == 0 => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}

/// As a shell takes it for one word.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{id, plan, spec};
    use super::*;

    fn of(check: Check, simulated: Option<Option<u16>>) -> (String, String) {
        let mut provider = plan(&[]).providers.remove(0);
        provider.vars = [("web", "192.0.2.10"), ("web_port", "192.0.2.10:8443")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        let spec = ProbeSpec { check, ..spec() };
        let out = Repeat::of(&spec, Some(&provider), simulated);
        (out.request.join("\n"), out.command.unwrap_or_default())
    }

    fn web(address: &str) -> HttpCheck {
        HttpCheck {
            url: "https://www.shop.example/health?x=1".into(),
            address: Some(address.into()),
            status: vec![200],
            body_contains: Some("ok".into()),
            header: [("X-Side".to_owned(), "{{provider.id}}".to_owned())].into(),
            ..HttpCheck::default()
        }
    }

    #[test]
    fn a_pinned_question_is_repeated_by_curl_at_the_same_place() {
        let (request, command) = of(Check::Http(web("{{provider.web}}")), None);
        assert_eq!(
            command,
            "curl -sv --max-time 3 -H 'X-Side: h42' --noproxy '*' \
             --resolve www.shop.example:443:192.0.2.10 'https://www.shop.example/health?x=1'"
        );
        assert_eq!(
            request,
            "GET /health?x=1 HTTP/1.1\nHost: www.shop.example\nX-Side: h42\n\
             to 192.0.2.10:443, not to where www.shop.example leads\nTLS for www.shop.example\n\
             good: 200 with \"ok\"\n\
             every 5 s, ended after 3 s; up after 2 in a row, down after 3"
        );
        let (_, command) = of(Check::Http(web("{{provider.web_port}}")), None);
        let way = "--connect-to www.shop.example:443:192.0.2.10:8443 ";
        assert!(command.contains(way), "{command}");
        let (_, command) = of(Check::Http(web("lb.h42.example")), None);
        let way = "--connect-to www.shop.example:443:lb.h42.example:443 ";
        assert!(command.contains(way), "{command}");
        let insecure = HttpCheck {
            insecure: true,
            redirects: 2,
            ..web("[2001:db8::1]:443")
        };
        let (request, command) = of(Check::Http(insecure), None);
        assert!(request.contains("NOT verified"), "{request}");
        assert!(
            command.contains("'www.shop.example:443:[2001:db8::1]'"),
            "{command}"
        );
        assert!(command.contains(" -k -L --max-redirs 2 "), "{command}");
    }

    #[test]
    fn in_a_drill_only_the_simulated_place_is_named() {
        let (_, command) = of(Check::Http(web("{{provider.web}}")), Some(Some(4711)));
        let way = "--connect-to www.shop.example:443:127.0.0.1:4711 -k 'https://www.shop.example";
        assert!(command.contains(way), "{command}");
        let (request, command) = of(Check::Http(web("x")), Some(None));
        assert!(request.starts_with("not simulated"), "{request}");
        assert_eq!(command, "");
    }

    #[test]
    fn the_others_are_repeated_by_what_people_have() {
        let tcp = Check::Tcp {
            address: "{{provider.web_port}}".into(),
        };
        assert_eq!(of(tcp, None).1, "nc -zvw3 192.0.2.10 8443");
        let dns = Check::Dns {
            name: "www.shop.example".into(),
            resolver: Some("9.9.9.9".into()),
            expect: vec!["192.0.2.10".into()],
        };
        let (request, command) = of(dns, None);
        assert_eq!(command, "dig +time=3 +tries=1 @9.9.9.9 www.shop.example A");
        assert!(request.contains("good: 192.0.2.10"), "{request}");
        let tls = Check::Tls {
            address: "www.shop.example".into(),
            name: None,
            days_left: 14,
        };
        let (_, command) = of(tls, None);
        let way = "openssl s_client -connect www.shop.example:443 -servername www.shop.example <";
        assert!(command.starts_with(way), "{command}");
        let command = Check::Progress {
            run: "./n {{provider.id}}".into(),
            pattern: String::new(),
        };
        assert_eq!(of(command, None).1, "./n h42");
        let name = DnsName {
            name: "www.shop.example".into(),
            kind: "CNAME".into(),
            resolvers: Vec::new(),
            authoritative: Vec::new(),
            ttl: None,
            answers: [(id("h42"), vec!["a.example".to_owned()])].into(),
        };
        let out = Repeat::of_name(&name, "127.0.0.1:5353");
        assert_eq!(
            out.command.as_deref(),
            Some("dig +time=3 +tries=1 @127.0.0.1 -p 5353 www.shop.example CNAME")
        );
        assert_eq!(out.request[1], "a.example means h42");
    }

    #[test]
    fn what_a_plan_says_stays_one_word_of_the_command() {
        let mut check = web("{{provider.web}}");
        check.url = "http://www.shop.example/'; rm -rf ~; '".into();
        let (_, command) = of(Check::Http(check), None);
        assert!(
            command.ends_with(r"'http://www.shop.example/'\''; rm -rf ~; '\'''"),
            "{command}"
        );
    }
}
