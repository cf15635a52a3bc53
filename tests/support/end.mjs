// What to do at the end of a test, last thing first: the phone is put away before the gateway that it talks to.
// Node's own `t.after` goes first thing first.

const stacks = new WeakMap();

/** Runs `work` when the test `t` ends. One that fails does not keep the others from running. */
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
