//! Chosen files: read, looked at by their bytes, photographs made small, upright and without their EXIF data.

use super::random;
use leptos::ev::Event;
use rules::document::{MAX_FILE_BYTES, Media, PageFlaw};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Longest side of a photograph as it is kept, in pixels.
const LONGEST_SIDE: u32 = 2000;

/// A file that was read.
pub struct ReadFile {
    pub name: String,
    pub media: Media,
    pub bytes: Vec<u8>,
    pub sha256: String,
}

/// Why a chosen file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    Empty,
    TooLarge,
    /// Its bytes are no JPEG, PNG or PDF, whatever its name says.
    WrongType,
    /// An Apple photograph that this browser cannot show.
    Heic,
    /// It looks like a picture, but the browser cannot draw it.
    Damaged,
    /// A PDF that wants a password.
    Encrypted,
    /// The phone gave nothing to read, or the page is not secure.
    Unreadable,
}

/// The chosen files of an `<input type=file>`, which is emptied so that the same file can be chosen again.
pub fn take_chosen(event: &Event) -> Vec<ChosenFile> {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = input.files();
    let chosen = files
        .map(|files| (0..files.length()).filter_map(|place| files.item(place)).map(ChosenFile).collect());
    input.set_value("");
    chosen.unwrap_or_default()
}

/// A file that the person chose and that has not been read yet.
pub struct ChosenFile(web_sys::File);

impl ChosenFile {
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How many bytes it has.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file on a phone is far shorter than 4 GB"
    )]
    pub fn length(&self) -> usize {
        self.0.size() as usize
    }

    /// The bytes of a stretch of it; `None` where the phone cannot read them.
    #[expect(clippy::cast_precision_loss, reason = "a file on a phone is far shorter than 2^52 bytes")]
    pub async fn piece(&self, stretch: std::ops::Range<usize>) -> Option<Vec<u8>> {
        let piece = self.0.slice_with_f64_and_f64(stretch.start as f64, stretch.end as f64).ok()?;
        let buffer = JsFuture::from(piece.array_buffer()).await.ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    /// Reads the file and makes it what is kept and sent.
    pub async fn read(self) -> Result<ReadFile, FileProblem> {
        let name = self.0.name();
        let size = self.0.size();
        if size < 1.0 {
            return Err(FileProblem::Empty);
        }
        // A photograph may be larger, since it is made smaller; beyond five times the limit the phone itself would fail.
        #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^52")]
        let limit = MAX_FILE_BYTES as f64;
        if size > limit * 5.0 {
            return Err(FileProblem::TooLarge);
        }
        let buffer = JsFuture::from(self.0.array_buffer()).await.map_err(|_| FileProblem::Unreadable)?;
        let original = js_sys::Uint8Array::new(&buffer).to_vec();
        let media = Media::sniff(&original).or_else(|| is_heic(&original).then_some(Media::Jpeg));
        let bytes = match media {
            None => return Err(FileProblem::WrongType),
            Some(Media::Pdf) if original.len() as u64 > MAX_FILE_BYTES => return Err(FileProblem::TooLarge),
            Some(Media::Pdf) => match PageFlaw::of(Media::Pdf, &original) {
                Some(PageFlaw::Encrypted) => return Err(FileProblem::Encrypted),
                Some(PageFlaw::Empty | PageFlaw::BreaksOff) => return Err(FileProblem::Damaged),
                None => original,
            },
            Some(Media::Jpeg | Media::Png) => match shrink(&self.0, &original).await {
                Some(bytes) => bytes,
                None if is_heic(&original) => return Err(FileProblem::Heic),
                None => return Err(FileProblem::Damaged),
            },
        };
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(FileProblem::TooLarge);
        }
        let media = Media::sniff(&bytes).ok_or(FileProblem::Damaged)?;
        let sha256 = random::sha256_hex(&bytes).await.ok_or(FileProblem::Unreadable)?;
        Ok(ReadFile { name, media, bytes, sha256 })
    }
}

/// An ISO media file with a brand of the HEIC family.
fn is_heic(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12);
    bytes.get(4..8) == Some(b"ftyp")
        && [b"heic", b"heix", b"hevc", b"mif1", b"msf1"].iter().any(|known| brand == Some(known.as_slice()))
}

/// Draws the picture at no more than the longest side, turned as its EXIF data say, and writes it as JPEG without them.
/// Where the header tells that it is large, the decoder scales it: a 48-megapixel picture must not lie in memory whole.
async fn shrink(file: &web_sys::File, header: &[u8]) -> Option<Vec<u8>> {
    let window = web_sys::window()?;
    let options = web_sys::ImageBitmapOptions::new();
    options.set_image_orientation(web_sys::ImageOrientation::FromImage);
    if let Some((width, height)) = dimensions(header)
        && width.max(height) > LONGEST_SIDE
    {
        options.set_resize_quality(web_sys::ResizeQuality::High);
        if width >= height {
            options.set_resize_width(LONGEST_SIDE);
        } else {
            options.set_resize_height(LONGEST_SIDE);
        }
    }
    let decoded = window.create_image_bitmap_with_blob_and_image_bitmap_options(file, &options).ok()?;
    let bitmap: web_sys::ImageBitmap = JsFuture::from(decoded).await.ok()?.dyn_into().ok()?;
    let longest = bitmap.width().max(bitmap.height()).max(1);
    let fit = |side: u32| if longest > LONGEST_SIDE { side * LONGEST_SIDE / longest } else { side }.max(1);
    let (width, height) = (fit(bitmap.width()), fit(bitmap.height()));
    let canvas: web_sys::HtmlCanvasElement =
        window.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // JPEG has no transparency: what shows through is white paper.
    context.set_fill_style_str("#fff");
    let (width, height) = (f64::from(width), f64::from(height));
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height).ok()?;
    bitmap.close();
    let blob = JsFuture::from(js_sys::Promise::new(&mut |resolve, _| {
        let _ =
            canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &JsValue::from_f64(0.85));
    }))
    .await
    .ok()?;
    let blob: web_sys::Blob = blob.dyn_into().ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Width and height as the header of a PNG or JPEG gives them, before any turning.
fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize, length: usize| -> Option<u32> {
        Some(bytes.get(at..at + length)?.iter().fold(0, |value, byte| (value << 8) | u32::from(*byte)))
    };
    match Media::sniff(bytes)? {
        Media::Pdf => None,
        Media::Png => Some((number(16, 4)?, number(20, 4)?)),
        Media::Jpeg => {
            let mut at = 2;
            loop {
                let marker = number(at, 2)?;
                // The frame headers SOF0–SOF15; C4, C8 and CC in their midst are tables.
                if (0xFFC0..=0xFFCF).contains(&marker) && !matches!(marker, 0xFFC4 | 0xFFC8 | 0xFFCC) {
                    return Some((number(at + 7, 2)?, number(at + 5, 2)?));
                }
                at += 2 + usize::try_from(number(at + 2, 2)?).ok()?;
            }
        }
    }
}

/// An address under which the browser shows these bytes, until [`forget_picture`].
pub fn picture_address(bytes: &[u8], media: Media) -> Option<String> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media.mime());
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// Lets go of the bytes behind an address of [`picture_address`].
pub fn forget_picture(address: &str) {
    let _ = web_sys::Url::revoke_object_url(address);
}

/// Gives the person a text as a file.
pub fn save_text(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    save_parts(name, &parts);
}

/// A file being made, whose bytes the browser keeps outside this program's memory.
#[derive(Default)]
pub struct NewFile {
    parts: js_sys::Array,
}

impl NewFile {
    pub fn add(&mut self, bytes: &[u8]) {
        self.parts.push(&js_sys::Uint8Array::from(bytes));
        // What is in a blob the browser may put on its disk.
        if let Ok(blob) = web_sys::Blob::new_with_blob_sequence(&self.parts) {
            self.parts = js_sys::Array::of1(&blob);
        }
    }

    /// Gives it to the person.
    pub fn save(&self, name: &str) {
        save_parts(name, &self.parts);
    }
}

fn save_parts(name: &str, parts: &js_sys::Array) {
    let saved = (|| {
        let blob = web_sys::Blob::new_with_str_sequence(parts).ok()?;
        let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let link = web_sys::window()?.document()?.create_element("a").ok()?;
        let link: web_sys::HtmlAnchorElement = link.dyn_into().ok()?;
        link.set_href(&address);
        link.set_download(name);
        link.click();
        Some(address)
    })();
    if let Some(address) = saved {
        let _ = web_sys::Url::revoke_object_url(&address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_picture_stands_in_its_header() {
        let png = [b"\x89PNG\r\n\x1A\n".as_slice(), &[0, 0, 0, 13], b"IHDR", &[0, 0, 31, 64, 0, 0, 23, 112]]
            .concat();
        assert_eq!(dimensions(&png), Some((8000, 6000)));
        let jpeg = [
            [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 9, 9, 0xFF, 0xC4, 0, 3, 9].as_slice(),
            [0xFF, 0xC2, 0, 17, 8, 0x0B, 0xB8, 0x0F, 0xA0].as_slice(),
        ]
        .concat();
        assert_eq!(dimensions(&jpeg), Some((4000, 3000)));
        assert_eq!(dimensions(&jpeg[..14]), None);
        assert_eq!(dimensions(b"%PDF-1.7"), None);
    }

    #[test]
    fn apple_pictures_are_known_by_their_bytes() {
        assert!(is_heic(b"\0\0\0\x18ftypheic\0\0"));
        assert!(!is_heic(b"\0\0\0\x18ftypmp42\0\0"));
        assert!(!is_heic(b""));
    }
}
