//! Chosen files, which are read and recognised by their bytes; photographs are processed by [`super::picture`].

use super::picture::PictureProblem;
use super::random;
use leptos::ev::Event;
use rules::document::{MAX_FILE_BYTES, Media, PageFlaw};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Number of bytes that are read to recognise a file. Cameras store a thumbnail and metadata before the size.
const HEADER: f64 = 1_000_000.0;

/// A file that was read.
pub struct ReadFile {
    pub name: String,
    pub media: Media,
    pub bytes: Vec<u8>,
    pub sha256: String,
    pub seen: FileInspection,
}

/// The result of the inspection of a file.
pub enum FileInspection {
    Picture(Box<picture::Look>),
    Pdf(picture::pdf::PageCount),
}

/// Reasons why a chosen file is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    Empty,
    TooLarge,
    /// The bytes are not a JPEG, PNG or PDF, whatever the name says.
    WrongType,
    /// An Apple photograph that this browser cannot show.
    Heic,
    /// It is recognised as a picture, but the browser cannot draw it.
    Damaged,
    /// The browser opened the picture but drew nothing, as some do with very large ones.
    DrawnEmpty,
    /// The PDF requires a password.
    Encrypted,
    /// The PDF is truncated or has no page.
    BrokenPdf,
    /// The phone gave no data to read, or the page is not secure.
    Unreadable,
}

/// Returns the chosen files of an `<input type=file>` and empties it, so that the same file can be chosen again.
pub fn take_chosen(event: &Event) -> Vec<ChosenFile> {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = input.files();
    let chosen = files
        .map(|files| (0..files.length()).filter_map(|place| files.item(place)).map(ChosenFile).collect());
    input.set_value("");
    chosen.unwrap_or_default()
}

/// Opens the file dialog or camera of an `<input type=file>`, as a press on it does.
pub fn open_dialog(id: &str) {
    let input = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
        input.click();
    }
}

/// A chosen file that has not been read yet.
pub struct ChosenFile(web_sys::File);

impl ChosenFile {
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Returns the number of bytes.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file on a phone is far shorter than 4 GB"
    )]
    pub fn length(&self) -> usize {
        self.0.size() as usize
    }

    /// Returns the bytes of a range of the file; `None` if the phone cannot read them.
    #[expect(clippy::cast_precision_loss, reason = "a file on a phone is far shorter than 2^52 bytes")]
    pub async fn piece(&self, stretch: std::ops::Range<usize>) -> Option<Vec<u8>> {
        let piece = self.0.slice_with_f64_and_f64(stretch.start as f64, stretch.end as f64).ok()?;
        let buffer = JsFuture::from(piece.array_buffer()).await.ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    /// Reads the file and converts it to what is stored and sent.
    pub async fn read(self) -> Result<ReadFile, FileProblem> {
        let name = self.0.name();
        let size = self.0.size();
        if size < 1.0 {
            return Err(FileProblem::Empty);
        }
        // A photograph may be larger because it is scaled down; beyond five times the limit the phone itself would fail.
        #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^52")]
        let limit = MAX_FILE_BYTES as f64;
        if size > limit * 5.0 {
            return Err(FileProblem::TooLarge);
        }
        let start = self.0.slice_with_f64_and_f64(0.0, HEADER).map_err(|_| FileProblem::Unreadable)?;
        let header = bytes_of(&start).await?;
        let (bytes, seen) = if Media::sniff(&header) == Some(Media::Pdf) {
            if size > limit {
                return Err(FileProblem::TooLarge);
            }
            let bytes = bytes_of(&self.0).await?;
            match PageFlaw::of(Media::Pdf, &bytes) {
                None => {}
                Some(PageFlaw::Encrypted) => return Err(FileProblem::Encrypted),
                Some(_) => return Err(FileProblem::BrokenPdf),
            }
            let pages = picture::pdf::pages(&bytes);
            if pages == picture::pdf::PageCount::None {
                return Err(FileProblem::BrokenPdf);
            }
            (bytes, FileInspection::Pdf(pages))
        } else if is_picture(&header) {
            match super::picture::prepare(&self.0, &header).await {
                Ok(prepared) => (prepared.bytes, FileInspection::Picture(Box::new(prepared.look))),
                Err(PictureProblem::DrawnEmpty) => return Err(FileProblem::DrawnEmpty),
                Err(PictureProblem::Undecodable) if is_heic(&header) => return Err(FileProblem::Heic),
                Err(PictureProblem::Undecodable) => return Err(FileProblem::Damaged),
            }
        } else {
            return Err(FileProblem::WrongType);
        };
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(FileProblem::TooLarge);
        }
        let media = Media::sniff(&bytes).ok_or(FileProblem::Damaged)?;
        let sha256 = random::sha256_hex(&bytes).await.ok_or(FileProblem::Unreadable)?;
        Ok(ReadFile { name, media, bytes, sha256, seen })
    }
}

async fn bytes_of(blob: &web_sys::Blob) -> Result<Vec<u8>, FileProblem> {
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|_| FileProblem::Unreadable)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Returns whether the bytes are a picture that browsers may open, whatever the name says. It is converted to a JPEG.
fn is_picture(bytes: &[u8]) -> bool {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    matches!(Media::sniff(bytes), Some(Media::Jpeg | Media::Png)) || is_webp || is_heic(bytes)
}

/// Returns whether the bytes are an ISO media file with a brand of the HEIC family.
fn is_heic(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12);
    bytes.get(4..8) == Some(b"ftyp")
        && [b"heic", b"heix", b"hevc", b"mif1", b"msf1"].iter().any(|known| brand == Some(known.as_slice()))
}

/// Creates an object URL under which the browser shows these bytes, until [`forget_picture`].
pub fn picture_address(bytes: &[u8], media: Media) -> Option<String> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media.mime());
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// Revokes an object URL of [`picture_address`], which releases its bytes.
pub fn forget_picture(address: &str) {
    // An object URL that is not revoked keeps its bytes until the page is closed.
    let _ = web_sys::Url::revoke_object_url(address);
}

/// Saves a text as a file.
pub fn save_text(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    // The browser shows its downloads; nothing here claims that this one succeeded.
    let _ = save_parts(name, &parts);
}

/// A file being made, whose bytes the browser keeps outside this program's memory.
#[derive(Default)]
pub struct NewFile {
    parts: js_sys::Array,
}

impl NewFile {
    pub fn add(&mut self, bytes: &[u8]) {
        self.parts.push(&js_sys::Uint8Array::from(bytes));
        // The browser may move the content of a blob to its disk.
        if let Ok(blob) = web_sys::Blob::new_with_blob_sequence(&self.parts) {
            self.parts = js_sys::Array::of1(&blob);
        }
    }

    /// Saves the file and returns whether the browser accepted it.
    #[must_use]
    pub fn save(&self, name: &str) -> bool {
        save_parts(name, &self.parts)
    }
}

/// Time after which any browser has begun to read a saved file, in milliseconds.
const TAKEN_AFTER: i32 = 60_000;

/// Returns the media type for the extension of a name. Programs rely on it, and iPhones do not open a file without one.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("ics") => "text/calendar;charset=utf-8",
        Some("json") => "application/json",
        Some("txt") => "text/plain;charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn save_parts(name: &str, parts: &js_sys::Array) -> bool {
    let saved = (|| {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(media_type(name));
        let blob = web_sys::Blob::new_with_str_sequence_and_options(parts, &options).ok()?;
        let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let link = web_sys::window()?.document()?.create_element("a").ok()?;
        let link: web_sys::HtmlAnchorElement = link.dyn_into().ok()?;
        link.set_href(&address);
        link.set_download(name);
        link.click();
        Some(address)
    })();
    let Some(address) = saved else { return false };
    // Safari reads the file only after the click has been handled.
    leptos::task::spawn_local(async move {
        super::page::sleep(TAKEN_AFTER).await;
        // An object URL that is not revoked keeps its bytes until the page is closed.
        let _ = web_sys::Url::revoke_object_url(&address);
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_recognised_by_its_bytes() {
        for bytes in [
            b"RIFF\x09\0\0\0WEBPVP8 ".as_slice(),
            b"\xFF\xD8\xFF",
            b"\x89PNG\r\n\x1A\n",
            b"\0\0\0\x18ftypmif1",
        ] {
            assert!(is_picture(bytes));
        }
        for bytes in [b"RIFF\x09\0\0\0AVI LIST".as_slice(), b"%PDF-1.7", b""] {
            assert!(!is_picture(bytes));
        }
    }

    #[test]
    fn each_exported_file_has_a_media_type() {
        for (name, expected) in [
            ("qandas.ics", "text/calendar;charset=utf-8"),
            ("qandas-draft.json", "application/json"),
            ("qandas-report.txt", "text/plain;charset=utf-8"),
            ("qandas-2026-03-19.qandas", "application/octet-stream"),
        ] {
            assert_eq!(media_type(name), expected);
        }
    }

    #[test]
    fn apple_pictures_are_recognised_by_their_bytes() {
        assert!(is_heic(b"\0\0\0\x18ftypheic\0\0"));
        assert!(!is_heic(b"\0\0\0\x18ftypmp42\0\0"));
        assert!(!is_heic(b""));
    }
}
