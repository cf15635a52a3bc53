// A proxy in front of a gateway that records the requested paths and can answer instead of the gateway.
import { createServer, request } from "node:http";
import { atEnd } from "./end.mjs";

/** @import { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */
/** @import { TestContext } from "node:test" */

/**
 * A change of a response; see `startRecorder`.
 * @typedef {{ isAway?: boolean, status?: number, headers?: OutgoingHttpHeaders, body?: string | Buffer, cut?: number }} Fault
 */

/**
 * A proxy that records.
 * @typedef {{ origin: string, paths: string[], fault: ((path: string) => Fault | null) | null }} Recorder
 */

/**
 * Starts a proxy for `gateway`. Its `paths` are those of all requests so far, in order. `fault(path)` may be set; its result
 * changes the response: `{ isAway: true }` closes the connection without one, `{ status, headers, body }` answers instead of
 * the gateway, `{ headers }` changes the gateway's headers, and `{ cut: 0.5 }` breaks off after that part of the body.
 * @param {TestContext} t
 * @param {{ origin: string }} gateway
 */
export async function startRecorder(t, gateway) {
  const { hostname, port } = new URL(gateway.origin);
  /** @type {Recorder} */
  const recorder = { origin: "", paths: [], fault: null };
  const server = createServer((near, answer) => {
    recorder.paths.push(near.url);
    const fault = recorder.fault?.(near.url) ?? {};
    if (fault.isAway) return answer.destroy();
    if (fault.status) return answer.writeHead(fault.status, fault.headers).end(fault.body);
    const { method, headers, url: path } = near;
    const far = request({ hostname, port, method, headers, path }, (reply) => {
      answer.writeHead(reply.statusCode, { ...reply.headers, ...fault.headers });
      if (fault.cut) cutOff(reply, answer, fault.cut);
      else reply.pipe(answer);
    });
    // The browser sees a connection that breaks off, as it would without the proxy.
    far.on("error", () => answer.destroy());
    answer.on("close", () => far.destroy());
    near.pipe(far);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(null)));
  atEnd(t, async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  recorder.origin = `http://127.0.0.1:${/** @type {AddressInfo} */ (server.address()).port}`;
  return recorder;
}

/**
 * Sends the headers with the full length and the first part of a body, and breaks off.
 * @param {IncomingMessage} reply
 * @param {ServerResponse} answer
 * @param {number} part
 */
function cutOff(reply, answer, part) {
  /** @type {Buffer[]} */
  const pieces = [];
  reply.on("data", (piece) => pieces.push(piece));
  reply.on("end", () => {
    const body = Buffer.concat(pieces);
    answer.write(body.subarray(0, Math.floor(body.length * part)), () => answer.destroy());
  });
}
