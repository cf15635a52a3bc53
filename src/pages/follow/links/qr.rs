//! A link as a QR code, drawn as one path.

use crate::i18n::{Msg, tr};
use crate::platform::view::{View, view};
use qrcodegen::{QrCode, QrCodeEcc};

/// Number of empty modules on each side, which readers need to find the code.
const MARGIN: i32 = 4;

/// A drawing of square modules: their number per side, including the margins, and the path of the dark ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrDrawing {
    pub side: i32,
    pub path: String,
}

/// Returns the QR code of a text, or `None` if the text is too long for one.
pub fn draw(text: &str) -> Option<QrDrawing> {
    // With this level of error correction a quarter of the code may be smudged or reflect light.
    let code = QrCode::encode_text(text, QrCodeEcc::Quartile).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let length = i32::try_from(length).unwrap_or_default();
            if length > 0 {
                let [x, y, length] = [x + MARGIN, y + MARGIN, length].map(|number| number.to_string());
                path += &["M", &x, " ", &y, "h", &length, "v1h-", &length, "z"].concat();
            }
            x += length + 1;
        }
    }
    Some(QrDrawing { side: code.size() + 2 * MARGIN, path })
}

/// Draws the code with a text alternative.
pub fn qr_view(text: &str) -> Option<View> {
    let drawn = draw(text)?;
    let side = drawn.side.to_string();
    Some(view! {
        <svg class="qr" role="img" aria-label=tr(Msg::LinksQr) viewBox=["0 0 ", &side, " ", &side].concat()>
            <path d=drawn.path/>
        </svg>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_covers_the_dark_modules_and_no_others() {
        let text = ["https://qandas.example/app/family#", &"aZ0_-".repeat(9)[..43]].concat();
        let drawn = draw(&text).unwrap();
        let code = QrCode::encode_text(&text, QrCodeEcc::Quartile).unwrap();
        let mut dark = std::collections::BTreeSet::new();
        for run in drawn.path.split('M').skip(1) {
            let numbers: Vec<i32> = run
                .split(|char: char| !char.is_ascii_digit())
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().unwrap())
                .collect();
            let [x, y, length, 1, back] = numbers[..] else { panic!("{run}") };
            assert_eq!(length, back);
            dark.extend((x..x + length).map(|x| (x, y)));
        }
        for y in 0..drawn.side {
            for x in 0..drawn.side {
                assert_eq!(dark.contains(&(x, y)), code.get_module(x - MARGIN, y - MARGIN), "{x}, {y}");
            }
        }
        assert!(drawn.side > 2 * MARGIN + 21);
    }

    #[test]
    fn a_text_too_long_for_a_code_is_not_drawn() {
        assert_eq!(draw(&"a".repeat(4000)), None);
    }
}
