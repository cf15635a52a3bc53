//! Counts the pages of a PDF, if its bytes contain them uncompressed.

use std::collections::BTreeSet;

/// The number of pages of a PDF, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageCount {
    /// The number of pages.
    Known(usize),
    /// The page objects may be in a compressed stream, which is not read.
    Unknown,
    /// There is no page, so a reader shows nothing.
    None,
}

/// Counts page objects by their object numbers: a page that was changed later is in the file again under the same
/// number.
pub fn pages(bytes: &[u8]) -> PageCount {
    let mut numbers = BTreeSet::new();
    for place in find_all(bytes, b"/Type") {
        let rest = bytes.get(place + 5..).unwrap_or_default().trim_ascii_start();
        let is_page = rest
            .strip_prefix(b"/Page")
            .is_some_and(|after| !after.first().is_some_and(u8::is_ascii_alphanumeric));
        if is_page && let Some(number) = object_before(bytes, place) {
            numbers.insert(number);
        }
    }
    match numbers.len() {
        0 if find_all(bytes, b"/ObjStm").next().is_some() => PageCount::Unknown,
        0 => PageCount::None,
        // Some pages may be uncompressed and others compressed.
        _ if find_all(bytes, b"/ObjStm").next().is_some() => PageCount::Unknown,
        count => PageCount::Known(count),
    }
}

fn find_all<'a>(bytes: &'a [u8], part: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(part.len()).enumerate().filter(move |(_, window)| *window == part).map(|(place, _)| place)
}

/// Returns the object number in the last `12 0 obj` before an offset.
fn object_before(bytes: &[u8], place: usize) -> Option<u32> {
    let before = bytes.get(..place)?;
    let end = before.windows(4).rposition(|window| window == b" obj")?;
    let mut words = before.get(..end)?.rsplit(u8::is_ascii_whitespace);
    let _generation = words.next()?;
    let number = words.next()?;
    let digits = number.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |place| place + 1);
    std::str::from_utf8(number.get(digits..)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_once_each_and_only_if_uncompressed() {
        let cases: [(&str, PageCount); 6] = [
            (
                "1 0 obj\n<</Type/Catalog>>\n2 0 obj <</Type /Pages /Count 1>> 3 0 obj <</Type /Page/Parent 2 0 R>>",
                PageCount::Known(1),
            ),
            (
                "3 0 obj <</Type/Page>> 4 0 obj <</Type\n/Page /X 1>> 3 0 obj <</Type/Page>>",
                PageCount::Known(2),
            ),
            ("3 0 obj <</Type/PageLabel>>", PageCount::None),
            ("3 0 obj <</Type/ObjStm /N 4>> stream", PageCount::Unknown),
            ("3 0 obj <</Type/ObjStm /N 4>> 4 0 obj <</Type/Page>>", PageCount::Unknown),
            ("/Type/Page obj /Type", PageCount::None),
        ];
        for (text, expected) in cases {
            assert_eq!(pages(text.as_bytes()), expected, "{text}");
        }
    }
}
