// A hosting that serves the files of the app and has no gateway.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { DIST } from "./builds.mjs";
import { atEnd } from "./end.mjs";

/** @import { TestContext } from "node:test" */

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Starts a hosting that is stopped when the test `t` ends. `service` is the content of its file `/service.json`, if it has one.
 * `requests` lists the paths that are not files of the app.
 * @param {TestContext} t
 * @param {{ service?: string }} [options]
 */
export async function startHosting(t, { service } = {}) {
  /** @type {string[]} */
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = pathname === "/" || pathname === "/app" ? "index.html" : pathname.startsWith("/app/") ? "app.html" : normalize(pathname);
    if (pathname === "/service.json" && service !== undefined) {
      requests.push(pathname);
      response.writeHead(200, { "content-type": "application/json" }).end(service);
      return;
    }
    try {
      const content = await readFile(join(DIST, file));
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
    } catch {
      requests.push(pathname);
      response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html><title>Not found</title>");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  atEnd(t, async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, requests };
}
