// Writes stored applications into the phone's database, so that states that take weeks to reach exist at once.

/** @import { Page } from "playwright-core" */

/**
 * An event of an application. Its id and the time of its arrival are made up if they are not given.
 * @typedef {{
 *   kind: string, on: string, event_id?: string, at?: string, replaces?: string, came_in?: string, documents?: string[],
 *   reference?: string,
 * }} EventOfRecord
 */

/**
 * An application to store. `id` is its name on the phone, `registered` a day such as "2026-03-10"; `place` is where it was
 * handed in, if not by this app.
 * @typedef {{
 *   id: string, service?: string, registered: string, events: EventOfRecord[], calendar?: string, place?: string,
 * }} RecordOptions
 */

/**
 * Returns a made-up application that the person tracks manually; no server is asked about it.
 * @param {RecordOptions} options
 */
export function ownRecord({ id, service = "grant", registered, events, calendar = "made-up", place = "paper" }) {
  const at = `${registered}T05:00:00Z`;
  const receipt = { number: "", received_at: at, registered_on: registered };
  const records = events.map((event, index) => ({
    event_id: event.event_id ?? `e${index}`,
    kind: event.kind,
    on: event.on,
    ...(event.replaces ? { replaces: event.replaces } : {}),
    ...(event.came_in ? { came_in: event.came_in } : {}),
    at: event.at ?? at,
    ...(event.documents ? { documents: event.documents } : {}),
    ...(event.reference ? { reference: event.reference } : {}),
  }));
  const status = { ...receipt, service, basis: null, edition: "539-2023", calendar, events: records, as_of: at };
  return { id, owner_key: "", receipt, last: /** @type {const} */ ([status, at]), elsewhere: place };
}

/**
 * Returns a record of an application that was sent from this phone: the gateway is asked about it, and does not know it.
 * `asOf` is the gateway's time.
 * @param {RecordOptions & { number?: string, asOf?: string }} options
 */
export function sentRecord({ number = "SYNAQ-0001", asOf = "2026-12-10T05:00:00Z", ...more }) {
  const { elsewhere, ...record } = ownRecord(more);
  const receipt = { ...record.receipt, number };
  const [status, at] = record.last;
  return { ...record, owner_key: "SYNAQ", receipt, last: /** @type {const} */ ([{ ...status, number, as_of: asOf }, at]) };
}

/**
 * Writes records into the database of a phone that has opened the app before.
 * @param {Page} page
 * @param {({ id: string } & Record<string, any>)[]} records
 */
export function keepRecords(page, records) {
  return lay(page, records.flatMap((record) => [["tracked", record.id, JSON.stringify(record)], ["read", record.id, null]]));
}

/**
 * Writes a stored draft that `globalThis.qandasTestDrafts` reads.
 * @param {Page} page
 * @param {string} draft
 */
export function keepDraft(page, draft) {
  return lay(page, [["drafts", JSON.parse(draft).id, draft]]);
}

/**
 * Writes entries of a store, a key and a value to store under it, or null.
 * @param {Page} page
 * @param {[store: string, key: string, text: string | null][]} all
 * @returns {Promise<void>}
 */
function lay(page, all) {
  return page.evaluate(
    /** @returns {Promise<void>} */
    (all) =>
      new Promise((done, fail) => {
        const open = indexedDB.open("qandas");
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const database = open.result;
          const work = database.transaction(all.map(([store]) => store), "readwrite");
          for (const [store, key, text] of all) {
            if (text === null) work.objectStore(store).delete(key);
            else work.objectStore(store).put(text, key);
          }
          work.oncomplete = () => {
            database.close();
            done();
          };
          work.onerror = () => fail(work.error);
        };
      }),
    all,
  );
}
