// The ways to use a page: by touch, with a mouse, or with the keyboard only. All of them have the same methods.

/** More Tab stops than the longest page has. */
const STOPS = 400;

/** A pointing device: a finger or a mouse, which differ in how they press. */
class Pointer {
  constructor(page) {
    this.page = page;
  }

  /** Checks a checkbox or a radio button. */
  async check(target) {
    if (!(await target.isChecked())) await this.press(target);
  }

  async type(target, text) {
    await this.press(target);
    await target.fill(text);
  }

  async select(target, label) {
    await target.selectOption({ label });
  }

  /** Presses the label that represents a file input, and chooses in the phone's own dialog. */
  async file(target, file) {
    const label = this.page.locator(`label[for="${await target.getAttribute("id")}"]`);
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.press(label)]);
    await chooser.setFiles(file);
  }
}

/** A finger on the screen. */
export class Touch extends Pointer {
  /** Presses a button or follows a link. */
  async press(target) {
    await target.tap();
  }
}

/** A mouse, for browsers without touch. */
export class Mouse extends Pointer {
  async press(target) {
    await target.click();
  }
}

/** Tab, Enter, Space, the arrow keys and letters. The test itself never sets the focus. */
export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  async press(target) {
    await this.#reach(target);
    await this.page.keyboard.press("Enter");
  }

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

  async type(target, text) {
    await this.#reach(target);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(text);
  }

  async select(target, label) {
    await this.#reach(target);
    const chosen = () => target.evaluate((select) => select.selectedOptions[0]?.textContent.trim());
    await this.page.keyboard.press("Home");
    for (let turn = 0; turn < 300 && (await chosen()) !== label; turn += 1) await this.page.keyboard.press("ArrowDown");
    if ((await chosen()) !== label) throw new Error(`the arrows do not lead to "${label}"`);
  }

  async file(target, file) {
    await this.#reach(target);
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.page.keyboard.press("Enter")]);
    await chooser.setFiles(file);
  }

  /** Presses Tab until one of the targets has the focus, and asserts that the focus is visible there. */
  async #reach(targets) {
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await isFocused(targets)) return this.#seesFocus();
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key does not lead to ${targets}`);
  }

  async #seesFocus() {
    const marked = await this.page.evaluate(() => {
      const shown = (element) => {
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

async function isFocused(targets) {
  for (const target of await targets.elementHandles()) {
    if (await target.evaluate((element) => element === document.activeElement)) return true;
  }
  return false;
}
