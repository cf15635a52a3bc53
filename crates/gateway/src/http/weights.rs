//! Parsing of weighted lists: `Accept`, `Accept-Encoding` and `Accept-Language` (RFC 9110, 12.4.2).

use axum::http::{HeaderMap, HeaderName};

/// A weight in thousandths: 1000 is the highest, 0 means "not acceptable".
pub type Weight = u16;

/// Returns the members of a list in their order with their weights. Other parameters are dropped.
pub fn weighted<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = (&'a str, Weight)> {
    let lists = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).filter_map(|member| {
        let mut parts = member.split(';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let weight = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case("q").then(|| parse(value.trim()))
        });
        // A malformed weight counts as 0.
        Some((name, weight.map_or(1_000, Option::unwrap_or_default)))
    })
}

/// Returns the weight of a member; `None` if it is not listed.
pub fn weight(headers: &HeaderMap, name: &HeaderName, member: &str) -> Option<Weight> {
    weighted(headers, name).find(|(listed, _)| listed.eq_ignore_ascii_case(member)).map(|(_, weight)| weight)
}

/// Parses a weight such as `1`, `0.5` or `0.333`.
fn parse(text: &str) -> Option<Weight> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: Weight = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use axum::http::header::ACCEPT;

    #[test]
    fn weights_are_parsed_and_malformed_ones_are_zero() {
        let list = "text/html;level=1;q=0.5, */* ; Q=0.25,a;q=1.000,b;q=0,,c;q=2,d;q=x,e;q=0.1234,f;q=1.1";
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(list))]);
        let found: Vec<_> = weighted(&headers, &ACCEPT).collect();
        let expected = [
            ("text/html", 500),
            ("*/*", 250),
            ("a", 1_000),
            ("b", 0),
            ("c", 0),
            ("d", 0),
            ("e", 0),
            ("f", 0),
        ];
        assert_eq!(found, expected);
        assert_eq!(weight(&headers, &ACCEPT, "TEXT/HTML"), Some(500));
        assert_eq!(weight(&headers, &ACCEPT, "g"), None);
    }
}
