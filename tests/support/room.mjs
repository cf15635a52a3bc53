// The storage space that a browser grants: the page itself uses it up and frees it.

/** The functions that run in the page. */
function room() {
  if (globalThis.qandasTestRoom) return;
  globalThis.qandasTestRoom = {
    /**
     * A separate database, opened while there is space.
     * @type {Promise<IDBDatabase>}
     */
    opened: new Promise((done, fail) => {
      const open = indexedDB.open("made-up-probe");
      open.onupgradeneeded = () => open.result.createObjectStore("rows");
      open.onsuccess = () => done(open.result);
      open.onerror = () => fail(open.error);
    }),

    /**
     * Stores a further text of this number of bytes in it. Returns the name of the error if the browser refuses.
     * @param {number} bytes
     * @returns {Promise<string | null>}
     */
    async put(bytes) {
      const database = await this.opened;
      return new Promise((done) => {
        const work = database.transaction("rows", "readwrite", { durability: "strict" });
        work.objectStore("rows").put("x".repeat(bytes), crypto.randomUUID());
        work.oncomplete = () => done(null);
        work.onabort = () => done(work.error?.name ?? "aborted");
      });
    },

    /** Fills until five writes in a row are refused, because the browser's own activity may free a little in between. */
    async fill() {
      let refused = null;
      for (let times = 0; times < 5; ) {
        if (times === 0) await this.fillOnce();
        refused = await this.put(1_000);
        times = refused === null ? 0 : times + 1;
        await new Promise((done) => setTimeout(done, 100));
      }
      return refused;
    },

    async fillOnce() {
      await this.opened;
      const cache = await caches.open("made-up-filler");
      for (let size = 4_194_304; size >= 256; size /= 4) {
        for (let refused = false; !refused; ) {
          const bytes = new Uint8Array(size);
          for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
          try {
            await cache.put(`/made-up-${crypto.randomUUID()}`, new Response(bytes));
          } catch (error) {
            if (error.name !== "QuotaExceededError") throw error;
            refused = true;
          }
        }
      }
      // A database may still have space of its own.
      for (const size of [1_000_000, 30_000, 1_000]) while ((await this.put(size)) === null);
    },

    async empty() {
      // Deleted one by one: a cache that is deleted as a whole keeps its space while it is referenced.
      const cache = await caches.open("made-up-filler");
      for (const request of await cache.keys()) await cache.delete(request);
    },
  };
}

/**
 * Fills the phone until its browser refuses to store a thousand bytes. Returns the name of the error.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string>}
 */
export async function fill(page) {
  await page.evaluate(room);
  return page.evaluate(() => globalThis.qandasTestRoom.fill());
}

/**
 * Frees the space.
 * @param {import("playwright-core").Page} page
 */
export async function makeRoom(page) {
  await page.evaluate(room);
  await page.evaluate(() => globalThis.qandasTestRoom.empty());
}
