// How a person works a page: by touch, with a mouse, or by the keyboard alone. What all of them can do is the same.

/** Further than the longest page has stops for the Tab key. */
const STOPS = 400;

/** What points at a place: a finger or a mouse, which differ in how they press. */
class Pointer {
  constructor(page) {
    this.page = page;
  }

  /** Ticks a box or chooses one of several answers. */
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

  /** Presses the label of an input of files, which stands for it, and chooses in the phone's own dialog. */
  async file(target, file) {
    const label = this.page.locator(`label[for="${await target.getAttribute("id")}"]`);
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.press(label)]);
    await chooser.setFiles(file);
  }
}

/** A finger on the glass. */
export class Touch extends Pointer {
  /** Presses a button or follows a link. */
  async press(target) {
    await target.tap();
  }
}

/** For browsers that know no touch. */
export class Mouse extends Pointer {
  async press(target) {
    await target.click();
  }
}

/** Tab, Enter, Space, the arrows and letters; the focus is never set by the test itself. */
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
    // Of answers that exclude each other the keyboard reaches one, and the arrows the others.
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

  /** Goes on with Tab until one of these has the focus, and sees to it that the focus can be seen there. */
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
      // What is drawn in place of an input stands beside or around it.
      const stand_ins = [focused, focused.nextElementSibling, focused.closest("label"), focused.parentElement];
      return stand_ins.some((element) => element && shown(element)) || focused.outerHTML.slice(0, 200);
    });
    if (marked !== true) throw new Error(`nobody sees that the focus is on ${marked}`);
  }
}

async function isFocused(targets) {
  for (const target of await targets.elementHandles()) {
    if (await target.evaluate((element) => element === document.activeElement)) return true;
  }
  return false;
}
