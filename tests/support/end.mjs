// Clean-up at the end of a test in reverse order: the phone is closed before the gateway that it uses.
// Node's own `t.after` runs in order of registration.

/** @import { TestContext } from "node:test" */

/** @type {WeakMap<TestContext, (() => unknown)[]>} */
const stacks = new WeakMap();

/**
 * Runs `work` when the test `t` ends. If one fails, the others still run.
 * @param {TestContext} t
 * @param {() => unknown} work
 */
export function atEnd(t, work) {
  let stack = stacks.get(t);
  if (!stack) {
    stack = [];
    stacks.set(t, stack);
    t.after(async () => {
      const errors = [];
      for (const next of stack.reverse()) {
        try {
          await next();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length === 1) throw errors[0];
      if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join("\n"));
    });
  }
  stack.push(work);
}
