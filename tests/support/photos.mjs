// Made-up photographs with known defects, and the photographs that the phone has stored.
import { browser } from "./browser.mjs";

/** @import { Page } from "playwright-core" */
/** @import { FilePayload } from "./documents.mjs" */

/**
 * The settings of a drawing; see `pagePhoto`. With an orientation, colours are drawn instead of a page.
 * @typedef {{
 *   text?: string, width: number, height: number, lines?: number, blur?: number, light?: number, shift?: number,
 *   scale?: number, quality: number, orientation?: number,
 * }} Drawing
 */

/**
 * Returns a photo of a made-up page with lines of text. `blur` is the radius in thousandths of the longer side, `light` the
 * share of daylight, `shift` the distance by which the paper extends beyond the frame, `lines` the number of lines; `encode`
 * is the image format.
 */
export async function pagePhoto({
  name = "page.jpg",
  text = "Made-up paper",
  width = 2400,
  height = 1800,
  lines = 22,
  blur = 0,
  light = 1,
  shift = 0,
  scale = 1,
  quality = 0.9,
} = {}) {
  return draw(name, { text, width, height, lines, blur, light, shift, scale, quality });
}

/**
 * Returns a picture with a colour in each corner when upright. The JPEG is stored in the way in which a camera with this EXIF
 * orientation writes it.
 * @param {number} orientation
 * @param {{ width?: number, height?: number }} [options]
 */
export async function turnedPhoto(orientation, { width = 1200, height = 900 } = {}) {
  const made = await draw("turned.jpg", { width, height, orientation, quality: 0.95 });
  return { ...made, buffer: withExif(made.buffer, orientation) };
}

/**
 * Adds EXIF data with an orientation, a made-up place and a made-up description after the first marker.
 * @param {Buffer} jpeg
 * @param {number} [orientation]
 */
export function withExif(jpeg, orientation = 1) {
  const description = Buffer.from("SYNAQ-SECRET-PLACE\0");
  /** @type {(tag: number, type: number, count: number, value: number) => Buffer} */
  const entry = (tag, type, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(count, 4);
    bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const directory = (/** @type {Buffer[]} */ entries) => {
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    return Buffer.concat([count, ...entries, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  const gpsAt = 8 + 2 + 3 * 12 + 4;
  const textAt = gpsAt + 2 + 12 + 4;
  const tiff = Buffer.concat([
    header,
    directory([entry(0x010e, 2, description.length, textAt), entry(0x0112, 3, 1, orientation), entry(0x8825, 4, 1, gpsAt)]),
    // North; the rest of a position would follow here.
    directory([entry(0x0001, 2, 2, 0x4e)]),
    description,
  ]);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const marker = Buffer.from([0xff, 0xe1, 0, 0]);
  marker.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), marker, body, jpeg.subarray(2)]);
}

/**
 * Returns the beginning of an Apple photograph, without any image data.
 * @param {{ name?: string }} [options]
 * @returns {FilePayload}
 */
export function heicNamedAsJpeg({ name = "IMG_0001.jpg" } = {}) {
  const brand = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
  return { name, mimeType: "image/jpeg", buffer: Buffer.concat([brand, Buffer.alloc(4000, 7)]) };
}

/**
 * Draws a photo in a page of the browser.
 * @param {string} name
 * @param {Drawing} what
 * @returns {Promise<FilePayload>}
 */
async function draw(name, what) {
  const page = await (await browser()).newPage();
  try {
    const url = await page.evaluate(async (what) => {
      const { width, height } = what;
      const sideways = what.orientation >= 5;
      const canvas = new OffscreenCanvas(sideways ? height : width, sideways ? width : height);
      const pen = canvas.getContext("2d");
      if (what.orientation) {
        const [w, h] = [width, height];
        pen.setTransform(
          .../** @type {[number, number, number, number, number, number][]} */ ([
            [1, 0, 0, 1, 0, 0],
            [-1, 0, 0, 1, w, 0],
            [-1, 0, 0, -1, w, h],
            [1, 0, 0, -1, 0, h],
            [0, 1, 1, 0, 0, 0],
            [0, -1, 1, 0, 0, w],
            [0, -1, -1, 0, h, w],
            [0, 1, -1, 0, h, 0],
          ])[what.orientation - 1],
        );
        const colours = ["#e00000", "#00a000", "#0000e0", "#f0f0f0"];
        colours.forEach((colour, place) => {
          pen.fillStyle = colour;
          pen.fillRect(((place % 2) * w) / 2, (Math.floor(place / 2) * h) / 2, w / 2, h / 2);
        });
      } else {
        pen.filter = what.blur > 0 ? `blur(${(Math.max(width, height) * what.blur) / 1000}px)` : "none";
        // Painted to another canvas first, because a filter applies to each stroke and must apply to the whole here.
        const aside = new OffscreenCanvas(width, height);
        const page = aside.getContext("2d");
        page.fillStyle = "#4a4038";
        page.fillRect(0, 0, width, height);
        const left = width * (0.08 + what.shift);
        page.fillStyle = "#fbfaf5";
        page.fillRect(left, height * 0.07, width * 0.84, height * 0.86);
        page.fillStyle = "#1c1c20";
        page.font = `${Math.round(height / 42)}px sans-serif`;
        let seed = [...what.text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
        const random = () => {
          seed = (seed * 1664525 + 1013904223) >>> 0;
          return seed / 2 ** 32;
        };
        for (let line = 0; line < what.lines; line += 1) {
          let words = line === 0 ? what.text : "";
          const length = 30 + random() * 40;
          while (words.length < length) {
            words += ` ${"қазақша сынақ үлгі қағаз жазу құжат мәтін".split(" ")[Math.floor(random() * 7)]}`;
          }
          page.fillText(words, left + width * 0.05, height * (0.12 + line * 0.036), width * 0.74);
        }
        // Noise like that of a sensor, so that the file is as large as that of a camera.
        const tile = new ImageData(256, 256);
        for (let at = 0; at < tile.data.length; at += 4) {
          tile.data.fill(random() * 255, at, at + 3);
          tile.data[at + 3] = 10;
        }
        const noise = new OffscreenCanvas(256, 256);
        noise.getContext("2d").putImageData(tile, 0, 0);
        pen.drawImage(aside, 0, 0);
        pen.filter = "none";
        pen.fillStyle = `rgba(0, 0, 0, ${1 - what.light})`;
        pen.fillRect(0, 0, width, height);
        if (what.light > 0.5) {
          pen.fillStyle = pen.createPattern(noise, "repeat");
          pen.fillRect(0, 0, width, height);
        }
      }
      let made = canvas;
      if (what.scale && what.scale !== 1) {
        made = new OffscreenCanvas(Math.round(width * what.scale), Math.round(height * what.scale));
        made.getContext("2d").drawImage(canvas, 0, 0, made.width, made.height);
      }
      const blob = await made.convertToBlob({ type: "image/jpeg", quality: what.quality });
      const reader = new FileReader();
      /** @type {Promise<string>} */
      const read = new Promise((done) => {
        reader.onload = () => done(/** @type {string} */ (reader.result));
        reader.readAsDataURL(blob);
      });
      return read;
    }, what);
    return { name, mimeType: "image/jpeg", buffer: Buffer.from(url.slice(url.indexOf(",") + 1), "base64") };
  } finally {
    await page.close();
  }
}

/**
 * Returns the bytes of the pages that the phone stores.
 * @param {Page} page
 */
export async function keptPages(page) {
  /** @type {string[]} */
  const all = await page.evaluate(
    () =>
      new Promise((done, fail) => {
        const open = indexedDB.open("qandas");
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const pages = open.result.transaction("pages").objectStore("pages").getAll();
          pages.onerror = () => fail(pages.error);
          pages.onsuccess = () => {
            open.result.close();
            done(pages.result.map((bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
          };
        };
      }),
  );
  return all.map((bytes) => Buffer.from(bytes, "latin1"));
}

/**
 * Returns width, height and the colour in the middle of each quarter of a picture that the page shows.
 * @param {Page} page
 */
export function quarters(page) {
  return page.locator(".page-item img").last().evaluate(async (/** @type {HTMLImageElement} */ image) => {
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const colour = (/** @type {number} */ x, /** @type {number} */ y) => {
      const [red, green, blue] = pen.getImageData(canvas.width * x, canvas.height * y, 1, 1).data;
      if (Math.min(red, green, blue) > 200) return "white";
      return ["red", "green", "blue"][[red, green, blue].indexOf(Math.max(red, green, blue))];
    };
    const places = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]];
    return { width: canvas.width, height: canvas.height, colours: places.map(([x, y]) => colour(x, y)) };
  });
}
