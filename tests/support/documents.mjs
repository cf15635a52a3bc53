// Real files with made-up content, in the form of a file dialog: `await input.setInputFiles(await photo())`.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser } from "./browser.mjs";
import { atEnd } from "./end.mjs";

/** @import { TestContext } from "node:test" */

/**
 * A file in the form of a file dialog.
 * @typedef {{ name: string, mimeType: string, buffer: Buffer }} FilePayload
 */

/**
 * Returns a JPEG like that of a camera, with `text` on it.
 * @param {{ name?: string, text?: string, width?: number, height?: number }} [options]
 * @returns {Promise<FilePayload>}
 */
export async function photo({ name = "photo.jpg", text = "Made-up document", width = 1600, height = 1200 } = {}) {
  const page = await (await browser()).newPage();
  try {
    const url = await page.evaluate(
      async ([text, width, height]) => {
        const canvas = new OffscreenCanvas(width, height);
        const pen = canvas.getContext("2d");
        const light = pen.createLinearGradient(0, 0, width, height);
        light.addColorStop(0, "#d8d2c4");
        light.addColorStop(1, "#8f8878");
        pen.fillStyle = light;
        pen.fillRect(0, 0, width, height);
        pen.fillStyle = "#fdfcf8";
        pen.fillRect(width * 0.1, height * 0.1, width * 0.8, height * 0.8);
        pen.fillStyle = "#222";
        pen.font = `${Math.round(height / 16)}px sans-serif`;
        pen.fillText(text, width * 0.15, height * 0.25, width * 0.7);
        for (let line = 0; line < 8; line += 1) {
          pen.fillRect(width * 0.15, height * (0.35 + line * 0.06), width * (0.4 + ((line * 37) % 30) / 100), height / 90);
        }
        const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
        const reader = new FileReader();
        /** @type {Promise<string>} */
        const read = new Promise((done) => {
          reader.onload = () => done(/** @type {string} */ (reader.result));
          reader.readAsDataURL(blob);
        });
        return read;
      },
      /** @type {[string, number, number]} */ ([text, width, height]),
    );
    return { name, mimeType: "image/jpeg", buffer: Buffer.from(url.slice(url.indexOf(",") + 1), "base64") };
  } finally {
    await page.close();
  }
}

/**
 * Returns a PDF of one A4 page. `text` must be plain ASCII, because the page uses a font that every reader has.
 * @param {{ name?: string, text?: string }} [options]
 * @returns {FilePayload}
 */
export function pdf({ name = "document.pdf", text = "Made-up document" } = {}) {
  const line = `BT /F1 24 Tf 72 760 Td (${text.replace(/[\\()]/g, "\\$&")}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${line.length} >>\nstream\n${line}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return { name, mimeType: "application/pdf", buffer: Buffer.from(file, "latin1") };
}

/**
 * Returns a text file with the name of a photo.
 * @param {{ name?: string }} [options]
 * @returns {FilePayload}
 */
export function textNamedAsPhoto({ name = "passport.jpg" } = {}) {
  return { name, mimeType: "image/jpeg", buffer: Buffer.from("This is not a photo.\n".repeat(40)) };
}

/**
 * Returns a real photo followed by filler bytes, `megabytes` large in total; phones do produce such files.
 * @param {{ name?: string, megabytes?: number }} [options]
 * @returns {Promise<FilePayload>}
 */
export async function hugePhoto({ name = "huge.jpg", megabytes = 30 } = {}) {
  const { buffer, mimeType } = await photo();
  const rest = Buffer.alloc(megabytes * 1_000_000 - buffer.length, 0x5a);
  return { name, mimeType, buffer: Buffer.concat([buffer, rest]) };
}

/**
 * Writes a file to disk until the test `t` ends and returns its path: a large file reaches the browser faster this way than
 * as text.
 * @param {TestContext} t
 * @param {FilePayload} file
 */
export async function onDisk(t, { name, buffer }) {
  const folder = await mkdtemp(join(tmpdir(), "qandas-file-"));
  atEnd(t, () => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, buffer);
  return path;
}
