// Measures how busy the machine is: wall-clock times show the app's own speed only if nothing else is running.
import { cpus } from "node:os";

/**
 * Returns whether the processors were idle for most of a second.
 * @param {import("node:test").TestContext} t
 */
export async function isQuiet(t) {
  const now = () => cpus().reduce(([idle, all], { times }) => [idle + times.idle, all + Object.values(times).reduce((a, b) => a + b)], [0, 0]);
  const [idle, all] = now();
  await new Promise((done) => setTimeout(done, 1_000));
  const [idleThen, allThen] = now();
  const quiet = (idleThen - idle) / (allThen - all) > 0.7;
  t.diagnostic(quiet ? "the machine is quiet" : "the machine is busy");
  return quiet;
}
