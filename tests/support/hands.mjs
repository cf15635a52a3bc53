// The ways to use a page: by touch, with a mouse, or with the keyboard only. All of them have the same methods.

/** @import { Locator, Page } from "playwright-core" */
/** @import { FilePayload } from "./documents.mjs" */

/**
 * A file to choose: its content, or its path.
 * @typedef {FilePayload | string} ChosenFile
 */

/**
 * A way to use a page.
 * @typedef {{
 *   press(target: Locator): Promise<void>,
 *   check(target: Locator): Promise<void>,
 *   type(target: Locator, text: string): Promise<void>,
 *   select(target: Locator, label: string): Promise<void>,
 *   file(target: Locator, file: ChosenFile): Promise<void>,
 * }} Hand
 */

/** More Tab stops than the longest page has. */
const STOPS = 400;

/** A pointing device: a finger or a mouse, which differ in how they press. */
class Pointer {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * Presses a button or follows a link; each device has its own way.
   * @param {Locator} target
   * @returns {Promise<void>}
   */
  async press(target) {
    throw new Error(`no finger and no mouse for ${target}`);
  }

  /**
   * Checks a checkbox or a radio button.
   * @param {Locator} target
   */
  async check(target) {
    if (!(await target.isChecked())) await this.press(target);
  }

  /**
   * Replaces the text of a field.
   * @param {Locator} target
   * @param {string} text
   */
  async type(target, text) {
    await this.press(target);
    await target.fill(text);
  }

  /**
   * Chooses the option with this label.
   * @param {Locator} target
   * @param {string} label
   */
  async select(target, label) {
    await target.selectOption({ label });
  }

  /**
   * Presses the label that represents a file input, and chooses in the phone's own dialog.
   * @param {Locator} target
   * @param {ChosenFile} file
   */
  async file(target, file) {
    const label = this.page.locator(`label[for="${await target.getAttribute("id")}"]`);
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.press(label)]);
    await chooser.setFiles(file);
  }
}

/** A finger on the screen. */
export class Touch extends Pointer {
  /**
   * Presses a button or follows a link.
   * @param {Locator} target
   */
  async press(target) {
    await target.tap();
  }
}

/** A mouse, for browsers without touch. */
export class Mouse extends Pointer {
  /** @param {Locator} target */
  async press(target) {
    await target.click();
  }
}

/** Tab, Enter, Space, the arrow keys and letters. The test itself never sets the focus. */
export class Keyboard {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {Locator} target */
  async press(target) {
    await this.#reach(target);
    await this.page.keyboard.press("Enter");
  }

  /** @param {Locator} target */
  async check(target) {
    if (await target.isChecked()) return;
    const name = await target.getAttribute("name");
    if ((await target.getAttribute("type")) !== "radio") {
      await this.#reach(target);
      await this.page.keyboard.press("Space");
      return;
    }
    // The Tab key reaches one button of a radio group, and the arrow keys reach the others.
    const group = this.page.locator(`input[type=radio][name="${name}"]`);
    await this.#reach(group);
    for (let turn = 0; turn <= (await group.count()); turn += 1) {
      if (await isFocused(target)) {
        if (!(await target.isChecked())) await this.page.keyboard.press("Space");
        return;
      }
      await this.page.keyboard.press("ArrowDown");
    }
    throw new Error(`the arrows do not lead to the answer ${await target.getAttribute("value")}`);
  }

  /**
   * @param {Locator} target
   * @param {string} text
   */
  async type(target, text) {
    await this.#reach(target);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(text);
  }

  /**
   * @param {Locator} target
   * @param {string} label
   */
  async select(target, label) {
    await this.#reach(target);
    const chosen = () => target.evaluate((/** @type {HTMLSelectElement} */ select) => select.selectedOptions[0]?.textContent.trim());
    await this.page.keyboard.press("Home");
    for (let turn = 0; turn < 300 && (await chosen()) !== label; turn += 1) await this.page.keyboard.press("ArrowDown");
    if ((await chosen()) !== label) throw new Error(`the arrows do not lead to "${label}"`);
  }

  /**
   * @param {Locator} target
   * @param {ChosenFile} file
   */
  async file(target, file) {
    await this.#reach(target);
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.page.keyboard.press("Enter")]);
    await chooser.setFiles(file);
  }

  /**
   * Presses Tab until one of the targets has the focus, and asserts that the focus is visible there.
   * @param {Locator} targets
   */
  async #reach(targets) {
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await isFocused(targets)) return this.#seesFocus();
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key does not lead to ${targets}`);
  }

  async #seesFocus() {
    const marked = await this.page.evaluate(() => {
      const shown = (/** @type {Element} */ element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
      };
      const focused = document.activeElement;
      // The element that is drawn instead of an input is next to it or around it.
      const stand_ins = [focused, focused.nextElementSibling, focused.closest("label"), focused.parentElement];
      return stand_ins.some((element) => element && shown(element)) || focused.outerHTML.slice(0, 200);
    });
    if (marked !== true) throw new Error(`the focus is not visible on ${marked}`);
  }
}

/** @param {Locator} targets */
async function isFocused(targets) {
  for (const target of await targets.elementHandles()) {
    if (await target.evaluate((element) => element === document.activeElement)) return true;
  }
  return false;
}
