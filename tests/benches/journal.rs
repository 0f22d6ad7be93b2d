//! The journal against the bare limit in the same run: ratios, not verdicts.

use anyhow::{Context, Result};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use switchover::domain::entry::{Draft, Hlc};
use switchover::domain::facts::{Fact, NoteAdded};
use switchover::domain::identity::Identity;
use switchover::domain::ids::WriterId;
use switchover::domain::time::Time;
use switchover::domain::words::{Mode, NoteKind};
use switchover::formats::journal::{Decoder, encode, genesis};
use switchover::store::folder::{Folder, new_id};
use switchover::store::live::{Config, Store, StoreEvent};
use switchover::store::{random, read};

const ROUNDS: u64 = 300;

fn main() -> Result<()> {
    saved()?;
    for count in [10_000, 100_000] {
        load(count)?;
    }
    divan::main();
    Ok(())
}

/// One line, as the store writes it.
#[divan::bench]
fn encode_an_entry(bencher: divan::Bencher<'_, '_>) {
    let writer = WriterId::of("gf", "b1", 7);
    let (draft, prev) = (note(7), genesis("00112233445566ff", &writer));
    bencher.bench(|| encode(&writer, &draft, prev));
}

/// One line, hash checked.
#[divan::bench]
fn decode_an_entry(bencher: divan::Bencher<'_, '_>) {
    let writer = WriterId::of("gf", "b1", 7);
    let line = encode(&writer, &note(7), genesis("00112233445566ff", &writer));
    let text = line.map(|line| line.text).unwrap_or_default();
    let mut decoder = Decoder::default();
    bencher.bench_local(|| decoder.decode(text.trim_end().as_bytes()));
}

/// An acknowledged entry against a bare write and fdatasync, and how soon a second run sees it.
fn saved() -> Result<()> {
    let temp = tempfile::tempdir()?;
    let folder = incident(temp.path())?;
    let (gf, saved) = start(&folder, temp.path(), "gf")?;
    let (_nm, seen) = start(&folder, temp.path(), "nm")?;
    let mut bare = File::create(temp.path().join("bare"))?;
    let line = [b'x'; 360];
    let (mut raw, mut own, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for seq in 0..ROUNDS {
        let began = Instant::now();
        bare.write_all(&line)?;
        bare.sync_data()?;
        raw.push(began.elapsed());
        let began = Instant::now();
        gf.append(&[note(seq)])?;
        wait(&saved, |e| matches!(e, StoreEvent::Saved { .. }))?;
        own.push(began.elapsed());
        wait(&seen, |e| matches!(e, StoreEvent::Arrived(_)))?;
        other.push(began.elapsed());
    }
    let (raw, own, other) = (spread(raw), spread(own), spread(other));
    say(&format!("raw write + fdatasync      {raw:?}"));
    say(&format!(
        "saved                      {own:?}  = {:.2} x raw",
        ratio(own.0, raw.0)
    ));
    say(&format!(
        "seen by another run        {other:?}  = {:.2} x raw",
        ratio(other.0, raw.0)
    ));
    Ok(())
}

/// Loading against parsing the same lines with nothing checked and nothing kept.
fn load(count: u64) -> Result<()> {
    let temp = tempfile::tempdir()?;
    let folder = incident(temp.path())?;
    let writer = WriterId::of("gf", "b1", 7);
    let path = folder.journal().join("b1");
    fs::create_dir(&path)?;
    let mut prev = genesis(&folder.identity.id, &writer);
    let mut text = String::new();
    for seq in 0..count {
        let line = encode(&writer, &note(seq), prev)?;
        prev = line.hash;
        text.push_str(&line.text);
    }
    fs::write(path.join(format!("{writer}.jsonl")), &text)?;
    let (mut bare, mut full) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let began = Instant::now();
        for line in text.lines() {
            let fields: BTreeMap<&str, &RawValue> = serde_json::from_str(line)?;
            divan::black_box(fields);
        }
        bare.push(began.elapsed());
        let began = Instant::now();
        let (entries, _) = read::load(&folder, None);
        anyhow::ensure!(entries.len() as u64 == count);
        full.push(began.elapsed());
    }
    let (bare, full) = (spread(bare).0, spread(full).0);
    say(&format!(
        "load {count:>7}: bare serde {bare:?}, checked {full:?} = {:.2} x",
        ratio(full, bare)
    ));
    Ok(())
}

fn incident(temp: &Path) -> Result<Folder> {
    let identity = Identity {
        id: new_id()?,
        mode: Mode::Live,
        opened: Time(1_795_210_800_123),
        speed: 1,
        ports: BTreeMap::new(),
        plan: None,
        scenario: None,
    };
    Ok(Folder::create(temp, identity, "bench")?)
}

fn start(folder: &Folder, temp: &Path, user: &str) -> Result<(Store, Receiver<StoreEvent>)> {
    let writer = WriterId::of(user, "b1", random::run()?);
    let (send, events) = channel();
    let config = Config::new(folder.clone(), &temp.join("state"), writer);
    let store = Store::start(config, move |event| {
        let _ = send.send(event);
    })?;
    wait(&events, |e| matches!(e, StoreEvent::Loaded))?;
    Ok((store, events))
}

fn wait(events: &Receiver<StoreEvent>, pick: impl Fn(&StoreEvent) -> bool) -> Result<()> {
    loop {
        let event = events
            .recv_timeout(Duration::from_secs(10))
            .context("nothing came")?;
        if pick(&event) {
            return Ok(());
        }
    }
}

fn note(seq: u64) -> Draft {
    Draft {
        operator: "gf".into(),
        seq,
        wall: Time(1_795_210_800_123),
        clock: Hlc {
            ms: 1_795_210_800_123,
            count: 0,
        },
        seen: Vec::new(),
        fact: Fact::NoteAdded(NoteAdded {
            kind: NoteKind::Note,
            text: "no ETA from the provider; the decision falls at the next quarter".into(),
            at: None,
            provider: None,
            ticket: None,
            confidence: None,
        }),
    }
}

/// Median and 99th percentile.
fn spread(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len().saturating_sub(1) * share / 100)
            .copied()
    };
    (at(50).unwrap_or_default(), at(99).unwrap_or_default())
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
