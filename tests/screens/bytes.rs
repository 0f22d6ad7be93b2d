//! What a screen costs on a slow line, in the bytes the terminal gets.

use super::fixture::{failover, picture};
use super::render::{screen, theme};
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use switchover::cockpit::Model;
use switchover::domain::words::Mode;
use switchover::shell::terminal::Pencil;

fn bytes(before: &Buffer, after: &Buffer) -> usize {
    let area = before.area;
    let mut pencil = Pencil::new(area.width, area.height);
    let blank = Buffer::empty(area);
    if before != &blank {
        pencil.draw(blank.diff(before).into_iter()).unwrap();
        pencil.flush().unwrap();
        pencil.take();
    }
    pencil.draw(before.diff(after).into_iter()).unwrap();
    pencil.flush().unwrap();
    pencil.take().len()
}

fn at(time: &str) -> Model {
    let mut model = failover(Mode::Live).now(time);
    model.view = picture().view;
    model
}

fn drawn(model: &Model, size: (u16, u16)) -> Buffer {
    screen(model, size, &theme("default")).buffer
}

#[test]
fn a_quiet_second_costs_one_ticking_clock() {
    let (one, two) = (
        drawn(&at("02:20:10"), (120, 40)),
        drawn(&at("02:20:11"), (120, 40)),
    );
    let cost = bytes(&one, &two);
    println!("a quiet second: {cost} bytes");
    assert!(cost <= 16, "{cost} bytes");
}

/// Twelve services on two providers, each measured every 5 s with another latency: nothing of it moves at 80 columns.
#[test]
fn probes_that_find_nothing_new_cost_nothing() {
    let probed = |time: &str, latency: i64| {
        let mut model = at(time);
        let row = model.probes.rows[0].clone();
        model.probes.rows = vec![row; 12];
        for row in &mut model.probes.rows {
            for cell in [&mut row.from, &mut row.to] {
                cell.latency = Some(switchover::domain::time::Span(latency));
                cell.age = Some(switchover::domain::time::Span::seconds(latency % 7));
                cell.spark.push(cell.latency);
            }
        }
        drawn(&model, (80, 24))
    };
    let cost = bytes(&probed("02:20:10", 31), &probed("02:20:11", 78));
    assert!(cost <= 16, "{cost} bytes");
}

#[test]
fn the_first_paint_is_small() {
    let size = (120, 40);
    let drawn = drawn(&picture(), size);
    let cost = bytes(&Buffer::empty(drawn.area), &drawn);
    println!("the first paint: {cost} bytes");
    assert!(cost <= 8_000, "{cost} bytes");
}

#[test]
fn a_move_of_the_cursor_is_small() {
    let on = |step| {
        let mut moved = picture();
        moved.view.cursor = switchover::cockpit::Cursor::At(super::fixture::id(step));
        drawn(&moved, (120, 40))
    };
    let cost = bytes(&on("dns"), &on("ttl"));
    println!("a move of the cursor: {cost} bytes");
    assert!(cost <= 200, "{cost} bytes");
}
