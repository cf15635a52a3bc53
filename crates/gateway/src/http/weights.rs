//! Lists of what a client takes, with weights: `Accept`, `Accept-Encoding`, `Accept-Language` (RFC 9110, 12.4.2).

use axum::http::{HeaderMap, HeaderName};

/// A weight in thousandths: 1000 is wanted most, 0 is not taken.
pub type Weight = u16;

/// The members of a list in their order, each without its other parameters.
pub fn weighted<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = (&'a str, Weight)> {
    let lists = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).filter_map(|member| {
        let mut parts = member.split(';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let weight = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case("q").then(|| read(value.trim()))
        });
        // Who writes no weight that can be read does not take it.
        Some((name, weight.map_or(1_000, Option::unwrap_or_default)))
    })
}

/// The weight of a member by its name; `None` where it is not listed.
pub fn weight(headers: &HeaderMap, name: &HeaderName, member: &str) -> Option<Weight> {
    weighted(headers, name).find(|(listed, _)| listed.eq_ignore_ascii_case(member)).map(|(_, weight)| weight)
}

/// `1`, `0.5`, `0.333`.
fn read(text: &str) -> Option<Weight> {
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
    fn members_have_the_weights_that_are_written_there() {
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
