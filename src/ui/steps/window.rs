//! Which rows of the list are shown.

/// The rows to show: those around NOW, and as long as the cursor is not among them, half a page further. So the list
/// stands still under a moving cursor. The last line is kept for what is left out.
pub(super) fn window(count: usize, now: usize, at: usize, height: usize) -> (usize, usize) {
    if count <= height {
        return (0, count);
    }
    let rows = height.saturating_sub(1).max(1);
    let half = (rows / 2).max(1);
    let mut start = now.saturating_sub((rows / 2).min(3)).min(count - height);
    if at < start {
        start -= ((start - at).div_ceil(half) * half).min(start);
    } else if at >= start + rows {
        start += (at + 1 - start - rows).div_ceil(half) * half;
    }
    if start + height >= count {
        return (count - height, count);
    }
    (start, start + rows)
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn the_cursor_is_always_in_the_window() {
        for count in 0..30 {
            for height in 1..12 {
                for (now, at) in (0..count).flat_map(|now| (0..count).map(move |at| (now, at))) {
                    let (start, end) = window(count, now, at, height);
                    assert!(
                        start <= at && at < end,
                        "{at} of {count} in {height}: {start}..{end}"
                    );
                    assert!(end <= count && end - start <= height);
                    assert!(end == count || end - start < height || height == 1);
                }
            }
        }
    }
}
