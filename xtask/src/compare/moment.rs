//! Reading a moment as it is typed.

use rules::time::{Instant, parse_day};

/// The instant of `2026-11-22T10:00` by the clocks of Astana, with or without seconds; or of an RFC 3339 instant, which
/// names its zone itself.
pub fn read(text: &str) -> Option<Instant> {
    Instant::parse(text).or_else(|| {
        let (day, clock) = text.split_once('T')?;
        Instant::from_astana(parse_day(day)?, minute(clock)?)
    })
}

/// The minute of the day of `10:00` or `10:00:59`.
fn minute(clock: &str) -> Option<u16> {
    let parts: Option<Vec<u16>> = clock.split(':').map(two_digits).collect();
    match parts?[..] {
        [hour @ 0..24, minute @ 0..60] | [hour @ 0..24, minute @ 0..60, 0..60] => Some(hour * 60 + minute),
        _ => None,
    }
}

fn two_digits(text: &str) -> Option<u16> {
    let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_without_a_zone_are_by_the_clocks_of_astana() {
        for (text, expected) in [
            ("2026-11-22T10:00", "2026-11-22T05:00:00Z"),
            ("2026-11-22T10:00:59", "2026-11-22T05:00:00Z"),
            ("2024-02-28T10:00", "2024-02-28T04:00:00Z"),
            ("2026-11-22T10:00:00+03:00", "2026-11-22T07:00:00Z"),
        ] {
            assert_eq!(read(text).map(Instant::to_text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T24:00",
            "2026-11-22T10",
            "2026-02-29T10:00",
            "2026-11-22T1:00",
            "T",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
