// The outline: a tree that arrow keys walk through; what is folded stays folded.

export class Outline {
  constructor(holder, choose) {
    this.holder = holder;
    this.choose = choose;
    this.folded = new Set();
    holder.addEventListener("click", (event) => {
      const item = event.target.closest("[role=treeitem]");
      if (!item) return;
      if (event.target.classList.contains("twist") && item.hasAttribute("aria-expanded")) this.fold(item, !this.isFolded(item));
      else this.choose(item.dataset.key, { focus: "outline" });
    });
    holder.addEventListener("keydown", (event) => this.key(event));
  }

  get items() { return [...this.holder.querySelectorAll("[role=treeitem]")]; }
  get current() { return this.holder.querySelector('[role=treeitem][tabindex="0"]'); }
  item(key) { return this.items.find((one) => one.dataset.key === key); }
  isFolded(item) { return this.folded.has(item.dataset.key); }

  fold(item, isFolded) {
    if (isFolded) this.folded.add(item.dataset.key);
    else this.folded.delete(item.dataset.key);
    this.shown();
  }

  // After the outline is new: hide what is below folded entries.
  shown() {
    let hiddenBelow = 0;
    for (const item of this.items) {
      const level = Number(item.dataset.level);
      if (hiddenBelow && level <= hiddenBelow) hiddenBelow = 0;
      item.hidden = hiddenBelow > 0;
      if (item.hasAttribute("aria-expanded")) item.setAttribute("aria-expanded", String(!this.isFolded(item)));
      if (!hiddenBelow && this.isFolded(item)) hiddenBelow = level;
    }
  }

  mark(key) {
    for (const item of this.items) {
      const isChosen = item.dataset.key === key;
      item.setAttribute("aria-selected", String(isChosen));
      item.tabIndex = isChosen ? 0 : -1;
    }
    const body = key.startsWith("co-quan/") ? this.item("co-quan") : null;
    if (body) { body.setAttribute("aria-selected", "true"); body.tabIndex = 0; }
    if (!this.current && this.items[0]) this.items[0].tabIndex = 0;
  }

  // Unfold what is around an entry.
  reveal(key) {
    const all = this.items, at = all.findIndex((one) => one.dataset.key === key);
    let level = Number(all[at]?.dataset.level ?? 0);
    for (let number = at - 1; number >= 0 && level > 1; number -= 1) {
      const above = Number(all[number].dataset.level);
      if (above < level) { this.folded.delete(all[number].dataset.key); level = above; }
    }
    this.shown();
  }

  key(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const open = this.items.filter((one) => !one.hidden), at = open.indexOf(item), level = Number(item.dataset.level);
    const go = (one) => { if (one) { one.focus(); this.choose(one.dataset.key, { focus: "outline" }); } };
    const parent = () => { for (let n = at - 1; n >= 0; n -= 1) if (Number(open[n].dataset.level) < level) return open[n]; return null; };
    const acts = {
      ArrowDown: () => go(open[at + 1]), ArrowUp: () => go(open[at - 1]), Home: () => go(open[0]), End: () => go(open.at(-1)),
      ArrowRight: () => {
        if (!item.hasAttribute("aria-expanded")) return;
        if (this.isFolded(item)) this.fold(item, false);
        else go(open[at + 1]);
      },
      ArrowLeft: () => (item.hasAttribute("aria-expanded") && !this.isFolded(item) ? this.fold(item, true) : go(parent())),
      Enter: () => this.choose(item.dataset.key, { focus: "form" }),
      " ": () => this.choose(item.dataset.key, { focus: "outline" }),
      Delete: () => document.querySelector('[data-do="xoa"]').click(),
    };
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  }
}
