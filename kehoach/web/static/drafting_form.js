// The form: what is typed goes to the server as it is typed, but never in the middle of a composition.

import { mark, saved, shown } from "./drafting_swap.js";

export class Form {
  constructor(holder, link, words) {
    Object.assign(this, { holder, link, words });
    this.composing = null;
    holder.addEventListener("submit", (event) => event.preventDefault());
    holder.addEventListener("compositionstart", (event) => { this.composing = event.target; });
    holder.addEventListener("compositionend", (event) => { this.composing = null; this.typed(event.target, false); });
    holder.addEventListener("input", (event) => {
      if (event.isComposing) this.composing = event.target;  // also a composition that began before the scripts were there
      this.typed(event.target, false);
    });
    holder.addEventListener("change", (event) => this.typed(event.target, true));
    holder.addEventListener("focusin", (event) => { if (UNDECIDED.test(event.target.value ?? "")) event.target.select?.(); });
    holder.addEventListener("focusout", (event) => this.left(event.target));
    link.isComposing = () => this.composing !== null;
  }

  get head() { return this.holder.querySelector("[data-form]"); }
  get key() { return this.head?.dataset.form ?? ""; }
  get file() { return this.head?.dataset.file ?? ""; }

  value(field) {
    return field.type === "checkbox" ? field.checked : field.value.replaceAll("\r\n", "\n");
  }

  typed(field, ends) {
    if (!field.dataset?.path || field.tagName === "BUTTON" || this.composing || field.readOnly) return;
    grow(field);
    if (shown(field) === saved(field) && !this.link.has(field.dataset.path, this.file) && !field.dataset.open) return;
    const sent = shown(field);
    field.dataset.open = ends ? "" : "1";
    if (ends) delete field.dataset.open;
    this.link.type(field.dataset.path, this.value(field), {
      file: this.file, ends, seen: () => field.dataset.seen ?? "",
      done: (answer) => {
        if (answer.refused || answer.status >= 400 && !answer.theirs) return;
        if (answer.merged) field.dataset.seen = answer.seen;  // of all fields only this one is as the server has it
        else delete field.dataset.seen;
        mark(field, sent);
        if (answer.theirs) this.link.tell({ behind: true, force: this.asIs(field) });
      },
    });
  }

  // Take what was typed into these fields before the scripts were there.
  adopt(fields) { for (const field of fields) if (this.holder.contains(field)) this.typed(field, field !== document.activeElement); }

  // A field that was typed in is left: what it says is what is meant.
  left(field) {
    if (this.composing === field) { this.composing = null; }
    if (field.dataset?.open && field.dataset.path) this.typed(field, true);
  }

  // A field with what it says now: when the answer comes it takes the server's value only where nobody typed meanwhile.
  asIs(field) { return field?.dataset?.path ? { field, value: shown(field) } : null; }

  // Whether a field's value is the user's: the server does not change it.
  keeps(field) {
    if (field === this.forced?.field && shown(field) === this.forced.value) return false;
    return field === document.activeElement || field === this.composing || this.link.has(field.dataset.path ?? "", this.file);
  }

  // A field whose value is another one on the server: it goes on from the text that it was typed into.
  lags(field, seen) { field.dataset.seen ??= seen; }

  field(path) {
    const all = [...this.holder.querySelectorAll("[data-path], [data-chosen], [data-field]")];
    const at = (name) => all.find((one) => one.dataset[name] === path);
    const found = at("path") ?? at("chosen") ?? at("field");
    if (!found && path.includes("/")) return this.field(path.slice(0, path.lastIndexOf("/")));
    if (!found) return null;
    return found.matches("input, textarea, select") ? found : found.querySelector("input:not([readonly]), textarea, select") ?? found.querySelector("input");
  }

  focus(path, caret = null, all = false) {
    const field = (path && this.field(path)) || this.holder.querySelector("input:not([readonly]), textarea, select");
    if (!field) return;
    const closed = field.closest("details:not([open])");
    if (closed) closed.open = true;
    field.focus();
    if (all) field.select?.();
    else if (caret !== null && field.setSelectionRange && field.type !== "checkbox") {
      field.setSelectionRange(caret, caret);
    }
  }

  shown() { for (const field of this.holder.querySelectorAll("textarea")) grow(field); }
}

// What a new item says until somebody types.
const UNDECIDED = /^(Nội dung\.|…)$/;

const GROWS = CSS.supports("field-sizing", "content");

// A text is as high as it is long, where the browser does not see to that.
export function grow(field) {
  if (GROWS || field.tagName !== "TEXTAREA" || field.wrap === "off") return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}
