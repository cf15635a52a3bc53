// Writes a .br and a .gz file for every file that compresses, so that the gateway never compresses at run time.
// Usage: node compress.mjs FOLDER
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSES = new Set([".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"]);
/** Read by tools only, never by a browser. */
const NOT_SERVED = "build.json";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** @param {string} path */
async function compress(path) {
  const content = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const [br, gz] = await Promise.all([brotli(content, { params }), zip(content, { level: 9 })]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}

const folder = process.argv[2];
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile() && entry.name !== NOT_SERVED && COMPRESSES.has(extname(entry.name)));
await Promise.all(files.map((entry) => compress(join(entry.parentPath ?? entry.path, entry.name))));
