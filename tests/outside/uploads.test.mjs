// An independent client for resumable uploads sends every file completely over a network that breaks off at random bytes.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { Upload } from "tus-js-client";
import { startGateway } from "../support/gateway.mjs";

/** @import { TestContext } from "node:test" */
/** @import { UploadOptions } from "tus-js-client" */
/** @import { Gateway } from "../support/gateway.mjs" */

const FILES = 20;
const CUTS = 20;
const BYTES = 400_000;
/** The written form of a made-up owner key. */
const OWNER = "0000-0000-0000-0000-0000-0000-0000";

/**
 * Returns a generator of the same random numbers in every run.
 * @param {number} seed
 */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

/**
 * Opens a proxy to `port` that breaks off `cuts` times, each time after a random number of bytes towards the server. Returns
 * its own port and the number of cuts so far.
 * @param {TestContext} t
 * @param {number} port
 * @param {number} cuts
 * @param {(below: number) => number} random
 */
async function cutting(t, port, cuts, random) {
  const done = { cuts: 0 };
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    open.add(near).add(far);
    let left = done.cuts < cuts ? 300 + random((BYTES / cuts) * 1.5) : Infinity;
    const end = () => {
      near.destroy();
      far.destroy();
    };
    near.on("data", (bytes) => {
      if (bytes.length < left) {
        left -= bytes.length;
        far.write(bytes);
        return;
      }
      done.cuts += 1;
      // The bytes before the cut still arrive.
      far.write(bytes.subarray(0, left), end);
      left = Infinity;
    });
    far.on("data", (bytes) => near.write(bytes));
    for (const side of [near, far]) {
      side.on("error", end);
      side.on("close", end);
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(null)));
  t.after(() => {
    for (const side of open) side.destroy();
    server.close();
  });
  return { port: /** @type {import("node:net").AddressInfo} */ (server.address()).port, done };
}

/**
 * @param {string} endpoint
 * @param {Buffer} bytes
 * @param {Partial<UploadOptions>} [options]
 */
function upload(endpoint, bytes, options = {}) {
  return new Promise((done, failed) => {
    const client = new Upload(bytes, {
      endpoint,
      headers: { authorization: `Bearer ${OWNER}` },
      // Each attempt that makes progress starts again at the beginning of this list.
      retryDelays: Array(CUTS + 5).fill(5),
      onError: failed,
      onSuccess: () => done(client.url),
      ...options,
    });
    client.start();
  });
}

/**
 * Returns the gateway's bytes of an upload: sends an application with the upload as its only page, and requests the page.
 * @param {Gateway} gateway
 * @param {string} file
 * @param {Buffer} bytes
 */
async function sentWithIt(gateway, file, bytes) {
  const seed = new URL("../../crates/fuzz/seeds/wire_package/submission_of_a_student.json", import.meta.url);
  const submission = JSON.parse(await readFile(seed, "utf8"));
  const { edition, calendar, day } = await (await gateway.request("/api/v1/service")).json();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const [page] = submission.draft.documents[0].pages;
  Object.assign(submission, { edition, calendar, day, files: [{ page: page.id, file, sha256 }] });
  Object.assign(page, { bytes: bytes.length, sha256 });
  const authorization = `Bearer ${OWNER}`;
  const registered = await gateway.request("/api/v1/applications", {
    method: "POST",
    headers: { authorization, "content-type": "application/json", "idempotency-key": file },
    body: JSON.stringify(submission),
  });
  assert.equal(registered.status, 201, await registered.clone().text());
  const { number } = await registered.json();
  const kept = await gateway.request(`/api/v1/applications/${number}/files/${page.id}`, { headers: { authorization } });
  assert.equal(kept.status, 200);
  return Buffer.from(await kept.arrayBuffer());
}

test("tus-js-client sends 20 files completely over connections that are each cut 20 times", async (t) => {
  const gateway = await startGateway(t);
  const port = Number(new URL(gateway.origin).port);
  for (let file = 0; file < FILES; file += 1) {
    const network = await cutting(t, port, CUTS, numbers(file + 1));
    const bytes = randomBytes(BYTES);
    bytes.set([0xff, 0xd8, 0xff, 0xe0]);
    const address = await upload(`http://127.0.0.1:${network.port}/api/v1/files`, bytes);
    assert.equal(network.done.cuts, CUTS, `file ${file}`);
    const there = await gateway.request(new URL(address).pathname, {
      method: "HEAD",
      headers: { authorization: `Bearer ${OWNER}`, "tus-resumable": "1.0.0" },
    });
    assert.equal(there.status, 200);
    assert.equal(there.headers.get("upload-offset"), String(BYTES));
    const kept = await sentWithIt(gateway, new URL(address).pathname.split("/").at(-1), bytes);
    assert.ok(kept.equals(bytes), `file ${file} differs`);
  }
});

test("tus-js-client sends the first bytes with the creation, and gets its metadata back", async (t) => {
  const gateway = await startGateway(t);
  const bytes = randomBytes(BYTES);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  for (const chunkSize of [Infinity, 150_000]) {
    const metadata = { filename: "Паспорт.jpg", page: "1" };
    const options = { uploadDataDuringCreation: true, chunkSize, metadata };
    const address = await upload(`${gateway.origin}/api/v1/files`, bytes, options);
    const there = await gateway.request(new URL(address).pathname, {
      method: "HEAD",
      headers: { authorization: `Bearer ${OWNER}`, "tus-resumable": "1.0.0" },
    });
    assert.equal(there.headers.get("upload-offset"), String(BYTES));
    assert.equal(there.headers.get("upload-metadata"), "filename 0J/QsNGB0L/QvtGA0YIuanBn,page MQ==");
  }
});

test("tus-js-client learns at the creation that a file must be sent in one upload", async (t) => {
  const gateway = await startGateway(t);
  const bytes = randomBytes(BYTES);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  const refused = upload(`${gateway.origin}/api/v1/files`, bytes, { parallelUploads: 2, retryDelays: null });
  await assert.rejects(refused, (/** @type {Error} */ error) => {
    assert.match(error.message, /method: POST.*response code: 400.*upload-concat/);
    return true;
  });
});
