// What is clicked or pressed before the scripts of the screen are there is done once they are, in the same order.
"use strict";

window.early = {
  kept: [],
  typed: new Set(),
  types: ["click", "keydown", "input"],
  note(event) {
    if (event.type === "input") { window.early.typed.add(event.target); return; }
    if (event.type === "click" ? event.target.closest("a") : !window.early.isOurs(event)) return;
    if (event.type === "keydown") event.preventDefault();
    window.early.kept.push(event);
  },
  // Keys that the screen answers; all others are the browser's.
  isOurs({ key, target, ctrlKey, metaKey, altKey }) {
    if (key === "F6") return true;
    if (ctrlKey || metaKey) return /^(s|Enter)$/i.test(key) || (/^[yz]$/i.test(key) && !target.closest("input, textarea"));
    if (altKey) return /^Arrow(Up|Down)$/.test(key);
    return target.matches("[role=treeitem], [role=tab]") && !/^(Tab|Shift|Control|Alt|Meta)$/.test(key);
  },
  // Do what was kept. What the browser itself does at a click is done already, so it is not done again.
  replay() {
    for (const type of window.early.types) document.removeEventListener(type, window.early.note, true);
    const once = (event) => event.preventDefault();
    document.addEventListener("click", once, true);
    for (const event of window.early.kept.splice(0)) {
      const isKey = event.type === "keydown", at = isKey ? document.activeElement : event.target;
      if (at.isConnected) at.dispatchEvent(isKey ? new KeyboardEvent("keydown", event) : new MouseEvent("click", event));
    }
    document.removeEventListener("click", once, true);
  },
};
for (const type of window.early.types) document.addEventListener(type, window.early.note, true);
