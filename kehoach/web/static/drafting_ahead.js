// Keys that are pressed while a form is on its way: they go into its field once that has the focus.

const LONGEST = 3000;
const KEPT = new Set(["Backspace", "Enter", "Tab"]);

export class Ahead {
  constructor() {
    this.keys = [];
    this.holds = new Map();
    document.addEventListener("keydown", (event) => this.keep(event), true);
  }

  // Keep keys back until the work is done. `from` is what has the focus as it begins: who moves it on goes elsewhere.
  during(from, work) {
    const hold = {}, end = () => { this.holds.delete(hold); if (!this.holds.size) this.release(); };
    this.holds.set(hold, from);
    setTimeout(end, LONGEST);
    return work.finally(end);
  }

  keep(event) {
    const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing } = event;
    if (!this.holds.size || isComposing || ctrlKey || altKey || metaKey || !(key.length === 1 || KEPT.has(key))) return;
    if (![document.body, ...this.holds.values()].includes(document.activeElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.keys.push({ key, shiftKey });
  }

  release() { for (const one of this.keys.splice(0)) press(document.activeElement, one); }
}

function press(at, { key, shiftKey }) {
  const isText = at.matches("textarea, input:not([type=checkbox])");
  const isOpen = isText || at.isContentEditable;  // an editor of text answers the other keys itself
  if (key === "Tab") next(at, shiftKey ? -1 : 1)?.focus();
  else if (isText && key === "Backspace") document.execCommand("delete");
  else if (isOpen && key.length === 1) document.execCommand("insertText", false, key);
  else if (key === " " ? at.matches("button, summary, [type=checkbox]") : key === "Enter" && at.matches("button, summary, a")) at.click();
  else if (at.matches("textarea")) document.execCommand("insertText", false, "\n");
  else at.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
}

function next(at, by) {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  const open = all.filter((one) => one === at || (one.tabIndex >= 0 && !one.disabled && one.getClientRects().length));
  return open[open.indexOf(at) + by];
}
