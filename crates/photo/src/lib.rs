//! Photographs made small, upright and without their EXIF data, and looked at. The page and its worker run the same code.

mod canvas;
pub mod message;
mod scaling;

pub use scaling::Scaling;

use canvas::Canvas;
use picture::Picture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DedicatedWorkerGlobalScope};

/// Longest side of a photograph as it is kept, in pixels: small print of a whole page stays legible.
const LONGEST_SIDE: u32 = 2000;

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

/// Makes a photograph what is kept of it, on the thread that calls this.
pub async fn prepare(file: &Blob, scaling: Scaling) -> Result<Prepared, PictureProblem> {
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
