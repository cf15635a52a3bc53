// The two most frequent endpoints of the gateway in a plain implementation: Node and better-sqlite3, durable at each commit.
// It checks no answers of an application, seals nothing, counts nothing and writes no log. `cargo xtask bench gateway` runs
// it next to the gateway for comparison.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const [modules, file] = process.argv.slice(2);
const Database = createRequire(`${modules}/`)("better-sqlite3");
const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE applications (number TEXT PRIMARY KEY, owner BLOB NOT NULL) STRICT;
  CREATE TABLE submissions (
    id INTEGER PRIMARY KEY, application TEXT NOT NULL, owner BLOB NOT NULL, idempotency_key TEXT NOT NULL,
    body BLOB NOT NULL, answer TEXT NOT NULL, UNIQUE (owner, idempotency_key)) STRICT;
  CREATE INDEX submissions_of_application ON submissions (application, id);
  CREATE TABLE events (id INTEGER PRIMARY KEY, application TEXT NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE INDEX events_of_application ON events (application, id);
`);
const answered = database.prepare("SELECT answer FROM submissions WHERE owner = ? AND idempotency_key = ?");
const ownerOf = database.prepare("SELECT owner FROM applications WHERE number = ?");
const latest = database.prepare("SELECT answer FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1");
const events = database.prepare("SELECT record FROM events WHERE application = ? ORDER BY id");
const addApplication = database.prepare("INSERT INTO applications VALUES (?, ?)");
const addSubmission = database.prepare(
  "INSERT INTO submissions (application, owner, idempotency_key, body, answer) VALUES (?, ?, ?, ?, ?)",
);
const addEvent = database.prepare("INSERT INTO events (application, record) VALUES (?, ?)");

const register = database.transaction((owner, key, body) => {
  const before = answered.get(owner, key);
  if (before) return before.answer;
  const submission = JSON.parse(body);
  const number = randomBytes(8).toString("hex");
  const now = new Date().toISOString();
  const answer = JSON.stringify({ number, received_at: now, registered_on: submission.day });
  addApplication.run(number, owner);
  addSubmission.run(number, owner, key, body, answer);
  const id = randomBytes(16).toString("hex");
  addEvent.run(number, JSON.stringify({ event_id: id, kind: "registered", on: submission.day, at: now }));
  return answer;
});

/**
 * @param {Buffer} owner
 * @param {string} number
 */
function status(owner, number) {
  const found = ownerOf.get(number);
  if (!found?.owner.equals(owner)) return null;
  const records = events.all(number).map(({ record }) => JSON.parse(record));
  return JSON.stringify({ ...JSON.parse(latest.get(number).answer), events: records, as_of: new Date().toISOString() });
}

/** @param {string | Buffer} text */
const hash = (text) => createHash("sha256").update(text).digest();

createServer((request, response) => {
  const owner = hash(request.headers.authorization ?? "");
  const send = (code, body) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    response.writeHead(code, { ...headers, etag: `"${hash(body).toString("hex")}"` }).end(body);
  };
  if (request.method === "GET") {
    const body = status(owner, request.url.split("/").at(-1));
    return body ? send(200, body) : send(404, "{}");
  }
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => send(201, register(owner, request.headers["idempotency-key"], Buffer.concat(pieces))));
}).listen(0, "127.0.0.1", function listening() {
  console.log(`listening on http://127.0.0.1:${this.address().port}`);
});
