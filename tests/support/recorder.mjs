// A proxy in front of a gateway that records which addresses reach it.
import { createServer, request } from "node:http";
import { atEnd } from "./end.mjs";

/** Starts a proxy for `gateway`. Its `paths` are those of all requests that have reached the gateway, in order. */
export async function startRecorder(t, gateway) {
  const { hostname, port } = new URL(gateway.origin);
  const paths = [];
  const server = createServer((near, answer) => {
    paths.push(near.url);
    const { method, headers, url: path } = near;
    const far = request({ hostname, port, method, headers, path }, (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    // The browser sees a connection that breaks off, as it would without the proxy.
    far.on("error", () => answer.destroy());
    answer.on("close", () => far.destroy());
    near.pipe(far);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  atEnd(t, async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { origin: `http://127.0.0.1:${server.address().port}`, paths };
}
