//! The language of a response.

use crate::http::weights::{Weight, weighted};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use locale::Locale;

/// Returns the supported languages of `Accept-Language`, the highest weight first, and Kazakh last.
pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Locale> {
    let mut wanted: Vec<(Weight, Locale)> = weighted(headers, &ACCEPT_LANGUAGE)
        .filter(|(_, weight)| *weight > 0)
        .filter_map(|(tag, weight)| Some((weight, Locale::for_phone(tag)?)))
        .collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.into_iter().map(|(_, locale)| locale).chain([Locale::Kazakh])
}

/// Returns the language of the query parameter `lang`, as the app writes its tag; otherwise the first accepted language.
pub fn language(query: Option<&str>, headers: &HeaderMap) -> Locale {
    let mut pairs = query.unwrap_or_default().split('&');
    let named = pairs.find_map(|pair| Locale::of_tag(pair.strip_prefix("lang=")?));
    named.or_else(|| accepted(headers).next()).unwrap_or(Locale::Kazakh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_language_is_that_of_the_query_or_of_the_phone_or_kazakh() {
        for (query, accepted, expected) in [
            (Some("lang=ru"), "en", "ru"),
            (Some("lang=kk-Arab"), "", "kk-Arab"),
            (Some("lang=en-XA"), "", "en-XA"),
            (Some("x=1&lang=zh"), "en", "zh"),
            (Some("lang=xx"), "de, uz-Cyrl-UZ;q=0.5", "uz-Cyrl"),
            (Some("lang="), "kk-CN", "kk-Arab"),
            (Some("lang=ru-RU"), "en-GB", "en"),
            (Some("language=ru"), "", "kk"),
            (None, "en;q=0.3, ru;q=0.8, zh;q=0", "ru"),
            (None, "de", "kk"),
            (None, "", "kk"),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(accepted))]);
            assert_eq!(language(query, &headers).tag(), expected, "{query:?} {accepted}");
        }
    }
}
