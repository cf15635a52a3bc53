//! Scales photographs down, turns them upright, removes their EXIF data, and examines them. The page and its worker run
//! the same code.

mod canvas;
pub mod message;
mod scaling;

pub use scaling::Scaling;

use canvas::Canvas;
use picture::Picture;
use scaling::LONGEST_SIDE;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DedicatedWorkerGlobalScope};

/// A photograph in the form in which it is stored.
pub struct Prepared {
    /// A JPEG.
    pub bytes: Vec<u8>,
    pub look: picture::Look,
}

/// Reasons why a photograph cannot be prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureProblem {
    /// The browser does not know the format, or the file is broken.
    Undecodable,
    /// The browser decoded the picture but drew nothing, as some browsers do with very large pictures.
    DrawnEmpty,
}

/// Converts a photograph to the stored form, on the calling thread.
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

/// Returns whether the picture itself has one colour. It is decoded at a small size, which works even in a browser that
/// fails at the large one.
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
