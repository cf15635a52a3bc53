//! The canvas that a photograph is drawn to, read from, and encoded as a JPEG.

use crate::scaling::LONGEST_SIDE;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d};

/// A page that is larger than this number of bytes is encoded again with the next lower quality, if there is one.
const BYTES: f64 = 300_000.0;
/// The qualities of the JPEG, the best first. Below the last one, ringing appears around letters.
const QUALITIES: [f64; 3] = [0.82, 0.68, 0.55];
/// Number of rows that are read from a canvas at once: at two thousand RGBA pixels they are half a megabyte.
const ROWS: u32 = 64;

/// The surface that a picture is drawn to: an offscreen canvas if the browser has one, which is the only kind available
/// in a worker.
enum Surface {
    Away(web_sys::OffscreenCanvas),
    InPage(web_sys::HtmlCanvasElement),
}

pub struct Canvas {
    surface: Surface,
    context: CanvasRenderingContext2d,
    pub width: u32,
    pub height: u32,
}

impl Canvas {
    pub fn draw(bitmap: &web_sys::ImageBitmap) -> Option<Self> {
        let longest = bitmap.width().max(bitmap.height()).max(1);
        let fit = |side: u32| {
            if longest > LONGEST_SIDE { (side * LONGEST_SIDE + longest / 2) / longest } else { side }.max(1)
        };
        let (width, height) = (fit(bitmap.width()), fit(bitmap.height()));
        // The canvas is read back row by row, which is slow for a surface on the graphics card.
        let options = js_sys::Object::new();
        // If the option cannot be set, reading is only slower.
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
        // JPEG has no transparency: transparent areas become white paper.
        context.set_fill_style_str("#fff");
        let (across, down) = (f64::from(width), f64::from(height));
        context.fill_rect(0.0, 0.0, across, down);
        context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, across, down).ok()?;
        Some(Self { surface, context, width, height })
    }

    pub fn luma(&self) -> Option<Vec<u8>> {
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

    /// Encodes a JPEG with the highest quality that the size limit allows.
    pub async fn jpeg(&self) -> Option<Vec<u8>> {
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
                    // A missing blob means that the picture cannot be encoded. Resolving a promise does not throw.
                    let _ = resolve.call0(&JsValue::UNDEFINED);
                }
            }),
        };
        JsFuture::from(promise).await.ok()?.dyn_into().ok()
    }
}
