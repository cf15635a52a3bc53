//! A picture as brightness.

/// A picture as brightness, row by row from the top.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    pub(crate) width: u32,
    pub(crate) height: u32,
    luma: &'a [u8],
}

impl<'a> Picture<'a> {
    /// Returns a picture; `None` unless there is exactly one byte for each pixel, and at least one pixel.
    pub fn new(width: u32, height: u32, luma: &'a [u8]) -> Option<Self> {
        let fits = u64::from(width) * u64::from(height) == luma.len() as u64;
        (fits && !luma.is_empty()).then_some(Self { width, height, luma })
    }

    /// The width in pixels.
    pub fn width(&self) -> usize {
        self.width as usize
    }

    /// The height in pixels.
    pub fn height(&self) -> usize {
        self.height as usize
    }

    /// Returns whether all pixels are equal. A canvas looks like this if the browser failed to draw into it.
    pub fn is_uniform(&self) -> bool {
        self.luma.windows(2).all(|pair| pair[0] == pair[1])
    }

    pub(crate) fn longer_side(&self) -> u32 {
        self.width.max(self.height)
    }

    pub(crate) fn row(&self, y: usize) -> &'a [u8] {
        self.luma.get(y * self.width()..(y + 1) * self.width()).unwrap_or_default()
    }
}

/// Appends the brightness of RGBA pixels, by the weights of ITU-R BT.601. Transparency is ignored.
pub fn push_luma(rgba: &[u8], luma: &mut Vec<u8>) {
    luma.extend(rgba.chunks_exact(4).map(|pixel| {
        let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
        u8::try_from((77 * red + 150 * green + 29 * blue) >> 8).unwrap_or(u8::MAX)
    }));
}
