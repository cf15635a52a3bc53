//! Generated photos of pages: paper with random letters on a table, lit from one side.

use fastrand::Rng;

/// The scene that is photographed.
#[derive(Clone)]
pub struct Scene {
    pub width: u32,
    pub height: u32,
    /// The corner of the paper and its size, in pixels. The paper may extend beyond the frame.
    left: i32,
    top: i32,
    across: i32,
    down: i32,
    /// The distance in pixels by which the right side of the paper is lower than its left side.
    tilt: i32,
    table: u8,
    lines: i32,
}

/// The resulting photo.
pub struct Shot {
    pub width: u32,
    pub height: u32,
    pub luma: Vec<u8>,
}

impl Scene {
    /// Returns a page that is completely inside the frame.
    pub fn random(random: &mut Rng) -> Self {
        let long = random.i32(900..=1300);
        let short = long * 3 / 4;
        let (width, height) = if random.bool() { (long, short) } else { (short, long) };
        let margin = |random: &mut Rng, side: i32| side * random.i32(4..=9) / 100;
        let (left, top) = (margin(random, width), margin(random, height));
        let across = width - left - margin(random, width);
        let tilt = random.i32(-20..=20) * height / 1000;
        let down = height - top - margin(random, height);
        Self {
            width: width.unsigned_abs(),
            height: height.unsigned_abs(),
            left,
            top,
            across,
            down,
            tilt,
            table: random.u8(20..=130),
            lines: random.i32(3..=30),
        }
    }

    /// Returns the scene without writing on the paper.
    pub fn empty(self) -> Self {
        Self { lines: 0, ..self }
    }

    /// Returns the scene with the paper moved beyond one or two sides of the frame.
    pub fn moved_out(mut self, random: &mut Rng) -> Self {
        let far = |random: &mut Rng, side: u32| {
            i32::try_from(side).expect("the side is small") * random.i32(15..=30) / 100
        };
        let (x, y) = (far(random, self.width), far(random, self.height));
        match random.u8(0..4) {
            0 => self.left += x,
            1 => self.left -= x,
            2 => self.top -= y,
            _ => (self.left, self.top) = (self.left + x, self.top + y),
        }
        self
    }

    pub fn draw(&self, random: &mut Rng) -> Shot {
        let mut shot = Shot {
            width: self.width,
            height: self.height,
            luma: vec![self.table; (self.width * self.height) as usize],
        };
        for y in 0..self.down {
            for x in 0..self.across {
                self.put(&mut shot, x, y, 250);
            }
        }
        let pitch = self.down / 32;
        let letter = pitch * 5 / 10;
        let stroke = (pitch / 8).max(1);
        for line in 0..self.lines {
            let end = self.across * random.i32(60..=92) / 100;
            let mut x = self.across * 7 / 100;
            while x < end {
                if random.u8(0..6) > 0 {
                    self.letter(&mut shot, random, (x, pitch + line * pitch), letter, stroke);
                }
                x += letter * 4 / 5;
            }
        }
        // A lens and its sensor soften a hard edge like this.
        shot.boxes(1, 1);
        shot
    }

    /// Draws three strokes within a square.
    fn letter(&self, shot: &mut Shot, random: &mut Rng, (left, top): (i32, i32), size: i32, stroke: i32) {
        for _ in 0..3 {
            let place = random.i32(0..=(size * 6 / 10));
            let is_upright = random.bool();
            for along in 0..size * 7 / 10 {
                for thick in 0..stroke {
                    let (x, y) = if is_upright { (place + thick, along) } else { (along, place + thick) };
                    self.put(shot, left + x, top + y, 35);
                }
            }
        }
    }

    /// Sets a pixel at a position on the paper.
    fn put(&self, shot: &mut Shot, x: i32, y: i32, light: u8) {
        let (x, y) = (self.left + x, self.top + y + self.tilt * x / self.across.max(1));
        let inside = |at: i32, side: u32| u32::try_from(at).ok().filter(|at| *at < side);
        if let (Some(x), Some(y)) = (inside(x, shot.width), inside(y, shot.height)) {
            shot.luma[(y * shot.width + x) as usize] = light;
        }
    }
}

impl Shot {
    /// Blurs with three boxes of this radius in a row, which approximates a Gaussian with a standard deviation of the
    /// radius plus half a pixel.
    pub fn blur(&mut self, radius: u32) {
        if radius > 0 {
            self.boxes(radius, 3);
        }
    }

    fn boxes(&mut self, radius: u32, times: u32) {
        let (width, height, radius) = (self.width as usize, self.height as usize, radius as usize);
        for _ in 0..times {
            (0..height).for_each(|y| box_blur(&mut self.luma, y * width, 1, width, radius));
            (0..width).for_each(|x| box_blur(&mut self.luma, x, width, height, radius));
        }
    }

    /// Lights the picture: white paper becomes `white`, and only `far` percent of it at the far side.
    pub fn light(&mut self, white: u32, far: u32) {
        for (place, pixel) in self.luma.iter_mut().enumerate() {
            let x = u32::try_from(place).expect("the picture is small") % self.width;
            let falls_off = 100 - (100 - far) * x / self.width;
            *pixel = u8::try_from(u32::from(*pixel) * white * falls_off / 25_000).unwrap_or(u8::MAX);
        }
    }

    /// Adds noise like that of a sensor, with a strength of up to `most`.
    pub fn noise(&mut self, random: &mut Rng, most: i32) {
        let strength = random.i32(1..=most);
        for pixel in &mut self.luma {
            let by = random.i32(-strength..=strength) + random.i32(-strength..=strength);
            *pixel = u8::try_from((i32::from(*pixel) + by).clamp(0, 255)).expect("the value is clamped");
        }
    }

    /// Returns the picture scaled to this number of thousandths of its size.
    pub fn scaled(&self, thousandths: u32) -> Self {
        let mut smooth = Self { luma: self.luma.clone(), ..*self };
        smooth.boxes(1, 1);
        let (width, height) = (self.width * thousandths / 1000, self.height * thousandths / 1000);
        let pixel = |place: u32| {
            let (x, y) = (place % width * 1000 / thousandths, place / width * 1000 / thousandths);
            smooth.luma[(y * self.width + x) as usize]
        };
        Self { width, height, luma: (0..width * height).map(pixel).collect() }
    }
}

/// Replaces each pixel of a line by the mean of 2r + 1 pixels.
fn box_blur(luma: &mut [u8], start: usize, step: usize, length: usize, radius: usize) {
    let line: Vec<u32> = (0..length).map(|at| u32::from(luma[start + at * step])).collect();
    let at = |place: usize| line[place.saturating_sub(radius).min(length - 1)];
    let pixels = u32::try_from(2 * radius + 1).expect("the radius is small");
    let mut sum: u32 = (0..=2 * radius).map(at).sum();
    for place in 0..length {
        luma[start + place * step] = u8::try_from(sum / pixels).expect("a mean is no more than its parts");
        sum = sum + at(place + 2 * radius + 1) - at(place);
    }
}
