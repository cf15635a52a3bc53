//! Conditional requests and ranges (RFC 9110, 13 and 14).

use crate::error::Error;
use axum::http::HeaderMap;
use axum::http::header::{IF_RANGE, RANGE};
use headers::{ETag, HeaderMapExt as _, IfMatch, IfNoneMatch, IfRange};
use std::ops::Range;

/// The result of the preconditions of a GET or HEAD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// The content is sent.
    Holds,
    /// The client has the current version: 304.
    NotModified,
}

/// Evaluates `If-Match` and `If-None-Match`. Fails if `If-Match` does not match.
pub fn check(headers: &HeaderMap, tag: &ETag) -> Result<Precondition, Error> {
    // A malformed `If-Match` matches nothing.
    let is_wanted = match headers.typed_try_get::<IfMatch>() {
        Ok(None) => true,
        Ok(Some(wanted)) => wanted.precondition_passes(tag),
        Err(_) => false,
    };
    if !is_wanted {
        return Err(Error::PreconditionFailed);
    }
    let is_known = headers.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(tag));
    Ok(if is_known { Precondition::NotModified } else { Precondition::Holds })
}

/// Returns the byte range that a GET requests. `None` means the whole content: there is no range, or several, or `If-Range` names
/// another version.
pub fn range(headers: &HeaderMap, tag: &ETag, length: usize) -> Result<Option<Range<usize>>, Error> {
    let Some(spec) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else { return Ok(None) };
    let is_same = match headers.typed_try_get::<IfRange>() {
        Ok(None) => !headers.contains_key(IF_RANGE),
        Ok(Some(has)) => !has.is_modified(Some(tag), None),
        Err(_) => false,
    };
    match one_range(spec).filter(|_| is_same) {
        None => Ok(None),
        Some(RangeSpec::From(first, last)) if first < length => {
            Ok(Some(first..last.map_or(length, |last| last.saturating_add(1).min(length))))
        }
        Some(RangeSpec::Last(count)) if count > 0 && length > 0 => {
            Ok(Some(length.saturating_sub(count)..length))
        }
        Some(_) => Err(Error::NoSuchRange(length as u64)),
    }
}

/// A range as the header names it.
#[derive(Clone, Copy)]
enum RangeSpec {
    /// The first byte and the last one.
    From(usize, Option<usize>),
    /// The number of bytes at the end.
    Last(usize),
}

/// Parses a single range: `bytes=0-499`, `bytes=500-` or `bytes=-500`.
fn one_range(spec: &str) -> Option<RangeSpec> {
    let (unit, spec) = spec.split_once('=')?;
    let (first, last) = spec.trim().split_once('-').filter(|_| unit.trim().eq_ignore_ascii_case("bytes"))?;
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number that overflows is larger than any file.
        is_number.then(|| text.parse().unwrap_or(usize::MAX))
    };
    match (first, last) {
        ("", last) => number(last).map(RangeSpec::Last),
        (first, "") => Some(RangeSpec::From(number(first)?, None)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(RangeSpec::From(first, Some(last)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use axum::http::header::{IF_MATCH, IF_NONE_MATCH};

    fn tag() -> ETag {
        "\"a\"".parse().unwrap()
    }

    #[test]
    fn a_condition_is_compared_with_the_tag() {
        for (name, value, expected) in [
            (IF_MATCH, "\"a\"", Some(Precondition::Holds)),
            (IF_MATCH, "\"b\", \"a\"", Some(Precondition::Holds)),
            (IF_MATCH, "*", Some(Precondition::Holds)),
            (IF_MATCH, "\"zz\"", None),
            (IF_MATCH, "W/\"a\"", None),
            (IF_MATCH, "a", None),
            (IF_NONE_MATCH, "\"a\"", Some(Precondition::NotModified)),
            (IF_NONE_MATCH, "W/\"a\"", Some(Precondition::NotModified)),
            (IF_NONE_MATCH, "\"b\", W/\"a\"", Some(Precondition::NotModified)),
            (IF_NONE_MATCH, "*", Some(Precondition::NotModified)),
            (IF_NONE_MATCH, "\"b,a\"", Some(Precondition::Holds)),
            (IF_NONE_MATCH, "a", Some(Precondition::Holds)),
        ] {
            let headers = HeaderMap::from_iter([(name.clone(), HeaderValue::from_static(value))]);
            assert_eq!(check(&headers, &tag()).ok(), expected, "{name}: {value}");
        }
    }

    #[test]
    fn a_single_range_is_parsed_and_several_are_ignored() {
        for (value, expected) in [
            ("bytes=0-0", Ok(Some(0..1))),
            ("bytes=2-4", Ok(Some(2..5))),
            ("bytes=2-", Ok(Some(2..10))),
            ("bytes=2-99999999999999999999999", Ok(Some(2..10))),
            ("bytes=-3", Ok(Some(7..10))),
            ("bytes=-30", Ok(Some(0..10))),
            ("Bytes = 2-4", Ok(Some(2..5))),
            ("bytes=0-1,3-4", Ok(None)),
            ("bytes=4-2", Ok(None)),
            ("bytes=x-2", Ok(None)),
            ("bytes=-", Ok(None)),
            ("bytes=+1-2", Ok(None)),
            ("lines=1-2", Ok(None)),
            ("bytes", Ok(None)),
            ("bytes=10-", Err(())),
            ("bytes=10-20", Err(())),
            ("bytes=-0", Err(())),
        ] {
            let headers = HeaderMap::from_iter([(RANGE, HeaderValue::from_static(value))]);
            assert_eq!(range(&headers, &tag(), 10).map_err(drop), expected, "{value}");
        }
    }

    #[test]
    fn a_range_of_another_version_is_ignored() {
        for (has, expected) in [
            ("\"a\"", Some(1..2)),
            ("\"b\"", None),
            ("W/\"a\"", None),
            ("Sat, 29 Oct 1994 19:43:31 GMT", None),
            ("x", None),
        ] {
            let headers = HeaderMap::from_iter([
                (RANGE, HeaderValue::from_static("bytes=1-1")),
                (IF_RANGE, HeaderValue::from_static(has)),
            ]);
            assert_eq!(range(&headers, &tag(), 10).unwrap(), expected, "{has}");
        }
    }
}
