// A text field with a list of suggestions that the server gives: arrows move, Enter takes (the first one, if none was
// moved to), Esc closes. While an input method composes a syllable, nothing is asked and nothing is taken.
"use strict";

function combobox(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  let asked = 0, waiting = 0, taken = input.value, takesFirst = false;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => document.getElementById(input.getAttribute("aria-activedescendant"));

  function activate(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) return;
    activate(null);
    asked += 1; // an answer that is still on its way opens nothing
  }

  function take(option) {
    input.value = taken = option.textContent.trim();
    open(false);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    const mine = ++asked;
    waiting += 1;
    try {
      const answer = await fetch(`${input.dataset.options}?q=${encodeURIComponent(input.value)}`);
      if (mine !== asked || !answer.ok) return;
      list.innerHTML = await answer.text();
      const found = options();
      open(found.length > 0 && document.activeElement === input);
      activate(found[0] ?? null);
      if (takesFirst && found.length) take(found[0]);
    } finally {
      waiting -= 1;
      if (!waiting) takesFirst = false;
    }
  }

  input.addEventListener("input", (event) => { if (!event.isComposing) ask(); });
  input.addEventListener("compositionend", ask);
  input.addEventListener("focus", () => setTimeout(() => input.select()));
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const found = options(), at = found.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else activate(found[(at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length]);
    } else if (event.key === "Enter" && (waiting || !list.hidden)) {
      event.preventDefault();
      if (waiting && input.value !== taken) takesFirst = true;
      else if (active()) take(active());
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      open(false);
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}

document.querySelectorAll("input[data-options]").forEach(combobox);
