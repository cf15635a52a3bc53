import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";

test("the app opens in the phone's language, quietly and accessibly", async (t) => {
  const gateway = await startGateway(t);
  for (const locale of ["kk", "ru", "en"]) {
    const { page } = await newPhone(t, { origin: gateway.origin, locale });
    await page.goto("/");
    // The app has replaced the static page when the waiting line of that page is gone.
    await page.locator(".shell-wait").first().waitFor({ state: "detached" });
    await page.locator("h1").first().waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), locale);
    assert.equal(await page.locator("#broken").isVisible(), false);
    await assertAccessible(page);
    await shot(page, `smoke-${locale}`);
  }
});

test("a phone that cannot load the app shows that its answers are safe", async (t) => {
  const gateway = await startGateway(t);
  const phone = await newPhone(t, { origin: gateway.origin });
  phone.expectComplaint(/./);
  await phone.page.route("**/*.wasm", (route) => route.abort());
  await phone.page.goto("/");
  await phone.page.locator("#broken").waitFor();
  assert.equal(await phone.page.locator("#app").isVisible(), false);
  await assertAccessible(phone.page);
  await shot(phone.page, "broken");
  await phone.page.unroute("**/*.wasm");
  await phone.page.locator("#broken a").first().click();
  await phone.page.locator(".shell-wait").first().waitFor({ state: "detached" });
  assert.equal(await phone.page.locator("#broken").isVisible(), false);
});

test("a phone without WebAssembly shows a message about it", async (t) => {
  const gateway = await startGateway(t);
  const phone = await newPhone(t, { origin: gateway.origin });
  phone.expectComplaint(/no WebAssembly/);
  await phone.page.addInitScript(() => {
    delete globalThis.WebAssembly;
  });
  await phone.page.goto("/");
  await phone.page.locator("#broken").waitFor();
});

test("a wrong content security policy would be noticed", async (t) => {
  const gateway = await startGateway(t);
  const phone = await newPhone(t, { origin: gateway.origin });
  await phone.page.goto("/");
  phone.expectComplaint(/content security policy|Content Security Policy/i);
  const violation = await phone.page.evaluate(
    () =>
      new Promise((done) => {
        addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
        setTimeout(done, 5000, "none");
        const style = document.createElement("style");
        style.textContent = "body { color: red }";
        document.head.append(style);
      }),
  );
  assert.match(violation, /^style-src/);
});
