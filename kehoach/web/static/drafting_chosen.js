// Fields in which one of many is chosen by some letters of its name: a combobox with suggestions, what is chosen as buttons.

const WAIT = 80;

export class Chosen {
  constructor(holder, form, link, words) {
    Object.assign(this, { holder, form, link, words });
    this.options = [];
    this.at = -1;
    this.turn = 0;
    holder.addEventListener("input", (event) => this.isBox(event.target) && this.ask(event.target));
    holder.addEventListener("compositionend", (event) => this.isBox(event.target) && this.ask(event.target));
    holder.addEventListener("keydown", (event) => this.isBox(event.target) && this.key(event));
    holder.addEventListener("focusout", (event) => this.isBox(event.target) && this.close(event.target));
    holder.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); this.pick(this.box(option), Number(option.dataset.at)); }
    });
    holder.addEventListener("click", (event) => {
      const drop = event.target.closest("[data-drop]");
      if (drop) this.drop(drop);
      else if (this.isBox(event.target) && !this.isOpen(event.target)) this.ask(event.target);
    });
  }

  isBox(one) { return one.getAttribute?.("role") === "combobox" && one.tagName === "INPUT"; }
  list(box) { return document.getElementById(box.getAttribute("aria-controls")); }
  box(option) { return document.querySelector(`input[aria-controls="${CSS.escape(option.parentElement.id)}"]`); }
  isOpen(box) { return box.getAttribute("aria-expanded") === "true"; }

  ask(box) {
    if (this.form.composing) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(box), WAIT);
  }

  async load(box) {
    const typed = box.value.trim(), turn = ++this.turn, field = box.closest("[data-chosen]");
    const taken = new Set(field ? JSON.parse(field.dataset.value) : []);
    let found;
    if (field?.dataset.choices) {
      const small = typed.toLowerCase();
      found = JSON.parse(field.dataset.choices).filter((one) => `${one.value} ${one.title}`.toLowerCase().includes(small));
    } else {
      const query = new URLSearchParams({ kind: box.dataset.offers, q: typed });
      const answer = await fetch(`${this.link.at}/goi-y?${query}`);
      if (turn !== this.turn || !answer.ok) return;
      found = await answer.json();
    }
    if (turn !== this.turn || document.activeElement !== box) return;
    this.options = found.filter((one) => !taken.has(one.value));
    const isNew = typed.length > 2 && !found.some((one) => one.title.toLowerCase() === typed.toLowerCase());
    if (box.dataset.offers === "agency" && isNew) {
      this.options.push({ enter: typed, title: this.words.enter.replace("{name}", typed) });
      if (/[\sA-ZĐÀ-Ỹ]/.test(typed)) this.options.push({ value: typed, title: this.words.as_is.replace("{name}", typed), name: typed });
    }
    this.open(box);
  }

  open(box) {
    const list = this.list(box);
    list.replaceChildren(...this.options.map((one, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.dataset.at = at;
      option.setAttribute("role", "option");
      option.textContent = one.title;
      return option;
    }));
    this.mark(box, this.options.length && box.value.trim() ? 0 : -1);
    list.hidden = !this.options.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  mark(box, at) {
    this.at = at;
    const list = this.list(box);
    for (const [number, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(number === at));
    const option = list.children[at];
    if (option) { box.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else box.removeAttribute("aria-activedescendant");
  }

  close(box) {
    clearTimeout(this.timer);
    this.turn += 1;
    this.list(box).hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const box = event.target;
    if (event.isComposing || event.altKey || event.ctrlKey) return;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.isOpen(box)) this.load(box);
      else this.mark(box, event.key === "ArrowDown" ? Math.min(this.at + 1, last) : Math.max(this.at - 1, 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.isOpen(box) && this.at >= 0) this.pick(box, this.at);
      else if (box.dataset.newKey && box.value.trim()) this.addKey(box);
    } else if (event.key === "Escape" && this.isOpen(box)) {
      event.preventDefault();
      event.stopPropagation();
      this.close(box);
    } else if (event.key === "Backspace" && !box.value && !this.isOpen(box)) {
      this.close(box);
    }
  }

  async pick(box, at) {
    const one = this.options[at], field = box.closest("[data-chosen]");
    this.close(box);
    if (!one) return;
    if (!field) { box.value = one.value ?? one.enter; return this.addKey(box); }
    box.value = "";
    const several = field.dataset.several === "1", before = JSON.parse(field.dataset.value);
    if (one.enter) {
      const answer = await this.link.act("lenh", {
        do: "them-co-quan", name: one.enter, path: field.dataset.chosen, value: several ? before : null,
      });
      if (answer?.id) this.show(field, several ? [...before, answer.id] : [answer.id], one.enter);
      this.link.tell({ behind: true });
      return;
    }
    this.put(field, several ? [...before, one.value] : [one.value], one.name ?? one.title);
  }

  drop(button) {
    const field = button.closest("[data-chosen]"), at = Number(button.dataset.drop);
    const left = JSON.parse(field.dataset.value).filter((_one, number) => number !== at);
    field.querySelector("input").focus();
    this.put(field, left);
  }

  put(field, values, title = "") {
    this.show(field, values, title);
    const several = field.dataset.several === "1";
    this.link.type(field.dataset.chosen, several ? values : values[0] ?? "", { file: this.form.file, ends: true });
  }

  // Show at once what is chosen; the server says it again.
  show(field, values, title) {
    const before = JSON.parse(field.dataset.value);
    const names = new Map([...field.querySelectorAll(".chip")].map((chip, at) => [before[at], chip.childNodes[1].textContent]));
    field.dataset.value = JSON.stringify(values);
    field.querySelector(".chips").replaceChildren(...values.map((value, at) => {
      const chip = document.createElement("button"), name = names.get(value) ?? title;
      chip.type = "button";
      chip.className = "chip";
      chip.dataset.drop = at;
      chip.append(
        Object.assign(document.createElement("span"), { className: "unseen", textContent: `${this.words.drop} ` }), name,
        Object.assign(document.createElement("span"), { textContent: " ×", ariaHidden: "true" }),
      );
      return chip;
    }));
  }

  async addKey(box) {
    const key = box.value.trim();
    if (!key) return;
    box.value = "";
    const from = document.activeElement;
    const answer = await this.link.act("lenh", { do: "them-khoa", path: box.dataset.newKey, key, file: this.form.file });
    this.link.tell({ behind: true, focus: answer?.field, from });
  }
}
