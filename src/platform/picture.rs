//! Photographs made small, upright and without their EXIF data, and looked at; on a thread of their own where there is one.

use super::page;
use picture::Picture;
use rules::document::Media;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// Longest side of a photograph as it is kept, in pixels: small print of a whole page stays legible.
const LONGEST_SIDE: u32 = 2000;
/// A page that comes out larger is written again with less quality, as long as there is one left.
const BYTES: f64 = 300_000.0;
/// Quality of the JPEG, from best to least. Below the last one letters get rings around them.
const QUALITIES: [f64; 3] = [0.82, 0.68, 0.55];
/// So many rows are taken out of a canvas at once: two thousand pixels in RGBA are half a megabyte then.
const ROWS: u32 = 64;
/// After this time a thread that has not answered is taken for dead, in milliseconds.
const PATIENCE: i32 = 60_000;

/// A photograph as it is kept.
pub struct Prepared {
    /// A JPEG.
    pub bytes: Vec<u8>,
    pub look: picture::Look,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureProblem {
    /// The browser does not know the format, or the file is broken.
    Undecodable,
    /// The browser opened it and then drew nothing, as some do with pictures too large for them.
    DrawnEmpty,
}

thread_local! {
    static WORKER: RefCell<Option<web_sys::Worker>> = const { RefCell::new(None) };
}

/// Starts the thread, so that it is ready when a photograph is.
pub fn warm_up() {
    // Where there is no thread, the page does its work.
    let _ = worker();
}

/// Makes a photograph what is kept of it. `header` is the beginning of the file, in which its size stands.
pub async fn prepare(file: &Blob, header: &[u8]) -> Result<Prepared, PictureProblem> {
    if let Some(answer) = ask_worker(file, scaling(header)).await {
        return answer;
    }
    prepare_here(file, scaling(header)).await
}

/// In a thread without a window: answers every photograph that comes. Gives false in a page.
pub fn serve() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let Some(port) = event.ports().get(0).dyn_into::<MessagePort>().ok() else { return };
        let question = js_sys::Array::from(&event.data());
        spawn_local(async move {
            let Ok(file) = question.get(0).dyn_into::<Blob>() else { return };
            let answer = prepare_here(&file, Scaling::parse(&question.get(1))).await;
            // A page that is gone waits for no answer.
            let _ = port.post_message(&write(answer));
        });
    });
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
    true
}

fn worker() -> Option<web_sys::Worker> {
    if let Some(worker) = WORKER.with_borrow(Clone::clone) {
        return Some(worker);
    }
    let worker = web_sys::Worker::new(&page::meta("worker")?).ok()?;
    WORKER.set(Some(worker.clone()));
    Some(worker)
}

/// `None` where the thread gave no answer: there is none, or it has died.
async fn ask_worker(file: &Blob, scaling: Scaling) -> Option<Result<Prepared, PictureProblem>> {
    let worker = worker()?;
    let channel = web_sys::MessageChannel::new().ok()?;
    let question = js_sys::Array::of2(file, &scaling.write());
    worker.post_message_with_transfer(&question, &js_sys::Array::of1(&channel.port2())).ok()?;
    let port = channel.port1();
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        port.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&resolve));
        if let Some(window) = web_sys::window() {
            // Without the limit it is waited for the thread's own answer.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE);
        }
    });
    let first = JsFuture::from(promise).await.ok()?;
    port.close();
    let Some(answer) = first.dyn_ref::<MessageEvent>() else {
        // It has died of this photograph, or hangs: the next one gets a new thread.
        worker.terminate();
        WORKER.set(None);
        return None;
    };
    read(&answer.data())
}

fn write(answer: Result<Prepared, PictureProblem>) -> JsValue {
    match answer {
        Ok(Prepared { bytes, look }) => {
            js_sys::Array::of2(&JsValue::from_str(&look.write()), &js_sys::Uint8Array::from(bytes.as_slice()))
                .into()
        }
        Err(PictureProblem::Undecodable) => JsValue::from_f64(0.0),
        Err(PictureProblem::DrawnEmpty) => JsValue::from_f64(1.0),
    }
}

fn read(answer: &JsValue) -> Option<Result<Prepared, PictureProblem>> {
    if let Some(problem) = answer.as_f64() {
        let problem = if problem < 0.5 { PictureProblem::Undecodable } else { PictureProblem::DrawnEmpty };
        return Some(Err(problem));
    }
    let parts = answer.dyn_ref::<js_sys::Array>()?;
    let bytes = parts.get(1).dyn_into::<js_sys::Uint8Array>().ok()?.to_vec();
    Some(Ok(Prepared { bytes, look: picture::Look::parse(&parts.get(0).as_string()?)? }))
}

/// By which side the decoder is to scale, since a 48-megapixel picture must not lie in memory whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scaling {
    No,
    Width,
    Height,
}

impl Scaling {
    fn write(self) -> JsValue {
        JsValue::from_str(match self {
            Self::No => "",
            Self::Width => "width",
            Self::Height => "height",
        })
    }

    fn parse(value: &JsValue) -> Self {
        match value.as_string().as_deref() {
            Some("width") => Self::Width,
            Some("height") => Self::Height,
            _ => Self::No,
        }
    }
}

fn scaling(header: &[u8]) -> Scaling {
    match dimensions(header) {
        Some((width, height)) if width.max(height) > LONGEST_SIDE => {
            if width >= height {
                Scaling::Width
            } else {
                Scaling::Height
            }
        }
        _ => Scaling::No,
    }
}

async fn prepare_here(file: &Blob, scaling: Scaling) -> Result<Prepared, PictureProblem> {
    let bitmap = decode(file, scaling, LONGEST_SIDE).await.ok_or(PictureProblem::Undecodable)?;
    let drawn = Canvas::draw(&bitmap);
    bitmap.close();
    let canvas = drawn.ok_or(PictureProblem::DrawnEmpty)?;
    let luma = canvas.luma().ok_or(PictureProblem::DrawnEmpty)?;
    let picture = Picture::new(canvas.width, canvas.height, &luma).ok_or(PictureProblem::DrawnEmpty)?;
    if picture.is_uniform() && !is_uniform_itself(file).await {
        return Err(PictureProblem::DrawnEmpty);
    }
    let look = picture::look(&picture);
    drop(luma);
    let bytes = canvas.jpeg().await.ok_or(PictureProblem::DrawnEmpty)?;
    Ok(Prepared { bytes, look })
}

/// Decoded far from full size, so that even a browser that fails at the large one manages.
async fn is_uniform_itself(file: &Blob) -> bool {
    let luma = match decode(file, Scaling::Width, 64).await {
        Some(small) => Canvas::draw(&small).and_then(|canvas| canvas.luma()),
        None => None,
    };
    luma.is_none_or(|luma| luma.windows(2).all(|pair| pair[0] == pair[1]))
}

async fn decode(file: &Blob, scaling: Scaling, side: u32) -> Option<web_sys::ImageBitmap> {
    let options = web_sys::ImageBitmapOptions::new();
    options.set_image_orientation(web_sys::ImageOrientation::FromImage);
    options.set_resize_quality(web_sys::ResizeQuality::High);
    match scaling {
        Scaling::No => {}
        Scaling::Width => options.set_resize_width(side),
        Scaling::Height => options.set_resize_height(side),
    }
    let decoded = match web_sys::window() {
        Some(window) => window.create_image_bitmap_with_blob_and_image_bitmap_options(file, &options),
        None => js_sys::global()
            .dyn_into::<DedicatedWorkerGlobalScope>()
            .ok()?
            .create_image_bitmap_with_blob_and_image_bitmap_options(file, &options),
    };
    JsFuture::from(decoded.ok()?).await.ok()?.dyn_into().ok()
}

/// What a picture is drawn into: out of sight where the browser can, which is the only way off the page's own thread.
enum Surface {
    Away(web_sys::OffscreenCanvas),
    InPage(web_sys::HtmlCanvasElement),
}

struct Canvas {
    surface: Surface,
    context: CanvasRenderingContext2d,
    width: u32,
    height: u32,
}

impl Canvas {
    fn draw(bitmap: &web_sys::ImageBitmap) -> Option<Self> {
        let longest = bitmap.width().max(bitmap.height()).max(1);
        let fit = |side: u32| {
            if longest > LONGEST_SIDE { (side * LONGEST_SIDE + longest / 2) / longest } else { side }.max(1)
        };
        let (width, height) = (fit(bitmap.width()), fit(bitmap.height()));
        // It is read back row by row, which a surface on the graphics card is slow at.
        let options = js_sys::Object::new();
        // Without the option it is slower.
        let _ = js_sys::Reflect::set(&options, &"willReadFrequently".into(), &JsValue::TRUE);
        let (surface, context) = match web_sys::OffscreenCanvas::new(width, height) {
            Ok(away) => {
                let context = away.get_context_with_context_options("2d", &options).ok()??;
                (Surface::Away(away), context)
            }
            Err(_) => {
                let made = web_sys::window()?.document()?.create_element("canvas").ok()?;
                let canvas: web_sys::HtmlCanvasElement = made.dyn_into().ok()?;
                canvas.set_width(width);
                canvas.set_height(height);
                let context = canvas.get_context_with_context_options("2d", &options).ok()??;
                (Surface::InPage(canvas), context)
            }
        };
        // Both kinds of context have the same methods.
        let context: CanvasRenderingContext2d = context.unchecked_into();
        // JPEG has no transparency: what shows through is white paper.
        context.set_fill_style_str("#fff");
        let (across, down) = (f64::from(width), f64::from(height));
        context.fill_rect(0.0, 0.0, across, down);
        context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, across, down).ok()?;
        Some(Self { surface, context, width, height })
    }

    fn luma(&self) -> Option<Vec<u8>> {
        let mut luma = Vec::with_capacity((self.width * self.height) as usize);
        let mut top = 0;
        while top < self.height {
            let rows = ROWS.min(self.height - top);
            let (y, across, down) = (f64::from(top), f64::from(self.width), f64::from(rows));
            picture::push_luma(&self.context.get_image_data(0.0, y, across, down).ok()?.data(), &mut luma);
            top += rows;
        }
        Some(luma)
    }

    /// With as much quality as the size allows.
    async fn jpeg(&self) -> Option<Vec<u8>> {
        let mut blob = self.encode(QUALITIES[0]).await?;
        for quality in QUALITIES.into_iter().skip(1) {
            if blob.size() <= BYTES {
                break;
            }
            blob = self.encode(quality).await?;
        }
        let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    async fn encode(&self, quality: f64) -> Option<Blob> {
        let promise = match &self.surface {
            Surface::Away(canvas) => {
                let options = web_sys::ImageEncodeOptions::new();
                options.set_type("image/jpeg");
                options.set_quality(quality);
                canvas.convert_to_blob_with_options(&options).ok()?
            }
            Surface::InPage(canvas) => js_sys::Promise::new(&mut |resolve, _| {
                let quality = JsValue::from_f64(quality);
                let asked = canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality);
                if asked.is_err() {
                    // No blob is a picture that cannot be written. Ending a promise does not throw.
                    let _ = resolve.call0(&JsValue::UNDEFINED);
                }
            }),
        };
        JsFuture::from(promise).await.ok()?.dyn_into().ok()
    }
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
}
