// Builds of the app as folders: a copy that a test may change, and a later build that replaces it.
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { atEnd } from "./end.mjs";

/** @import { TestContext } from "node:test" */

export const DIST = process.env.QANDAS_APP ?? resolve(import.meta.dirname, "../../dist");
/** Matches `name.0123456789abcdef.ending`, compressed forms included. */
const HASHED = /^(?<name>.+)\.(?<hash>[0-9a-f]{16})\.(?<ending>[a-z0-9]+)(?<coding>\.br|\.gz)?$/;
const HAS_NAMES = /\.(html|js|css|webmanifest)$/;

/**
 * Copies the build to a folder that is deleted when the test `t` ends.
 * @param {TestContext} t
 */
export async function copyOfBuild(t) {
  const app = await mkdtemp(join(tmpdir(), "qandas-dist-"));
  atEnd(t, () => rm(app, { recursive: true, force: true, maxRetries: 5 }));
  await cp(DIST, app, { recursive: true });
  return app;
}

/**
 * Returns the wasm files of each chunk, and under `main` that of main.
 * @param {string} [app]
 * @returns {Promise<Record<string, string[]>>}
 */
export async function chunksOf(app = DIST) {
  const { chunks } = JSON.parse(await readFile(join(app, "build.json"), "utf8"));
  const page = await readFile(join(app, "index.html"), "utf8");
  return { ...chunks, main: [/"(\/assets\/app\.[0-9a-f]{16}\.wasm)"/.exec(page)[1]] };
}

/**
 * Returns the files that only this chunk needs.
 * @param {string} chunk
 * @param {string} [app]
 */
export async function ownFilesOf(chunk, app = DIST) {
  const { [chunk]: own, ...others } = await chunksOf(app);
  const shared = new Set(Object.values(others).flat());
  return own.filter((path) => !shared.has(path));
}

/**
 * Replaces the build in the folder by a later one: the assets whose names `isOther` selects get new names, and the old ones
 * are deleted. The contents stay the same, except for the names in them.
 * @param {string} app
 * @param {(file: string) => boolean} [isOther]
 */
export async function replaceBuild(app, isOther = () => true) {
  const assets = join(app, "assets");
  const files = await readdir(assets);
  /** @type {Map<string, string>} */
  const later = new Map();
  for (const file of files.filter(isOther)) {
    const { hash } = HASHED.exec(file).groups;
    later.set(hash, createHash("sha256").update(hash).digest("hex").slice(0, 16));
  }
  /** @param {string} text */
  const renamed = (text) => text.replace(/(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])/g, (hash) => later.get(hash) ?? hash);
  for (const file of files) {
    const { coding } = HASHED.exec(file).groups;
    const path = join(assets, file);
    if (HAS_NAMES.test(coding ? file.slice(0, -coding.length) : file)) {
      if (!coding) await writeFile(join(assets, renamed(file)), renamed(await readFile(path, "utf8")));
      await rm(path);
    } else {
      await rename(path, join(assets, renamed(file)));
    }
  }
  await rewritePages(app, renamed);
}

/**
 * Writes the new names into the pages and scripts of a build.
 * @param {string} app
 * @param {(text: string) => string} renamed
 */
async function rewritePages(app, renamed) {
  for (const entry of await readdir(app, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || entry.parentPath === join(app, "assets")) continue;
    if (/\.(html|js)\.(br|gz)$/.test(entry.name)) await rm(path);
    if (!/\.(html|js|json)$/.test(entry.name)) continue;
    let text = renamed(await readFile(path, "utf8"));
    // The service worker identifies the build by the hash of its pages.
    if (entry.name === "sw.js") text = text.replace(/"[0-9a-f]{16}"/, (hash) => [...hash].reverse().join(""));
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
}
