// Make what is shown like what the server sent, without replacing what somebody is typing in: focus, caret and scroll stay.

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT"]);

// `keep(element)`: whether the value of a field is the user's and stays. `lag(element)` is told of a field whose value is
// another one on the server by now.
export function swap(holder, html, keep, lag) {
  const made = document.createElement(holder.tagName);
  made.innerHTML = html;
  children(holder, made, keep, lag);
}

function children(old, made, keep, lag) {
  const known = new Map();
  for (const one of old.children) if (one.id) known.set(one.id, one);
  let at = old.firstChild;
  for (const fresh of [...made.childNodes]) {
    let here = fresh.id ? known.get(fresh.id) : null;
    if (!here && at && !at.id && !fresh.id && at.nodeName === fresh.nodeName) here = at;
    if (here && here.nodeName === fresh.nodeName) {
      if (here === at) at = at.nextSibling;
      else old.insertBefore(here, at);
      element(here, fresh, keep, lag);
    } else {
      old.insertBefore(fresh, at);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function element(old, made, keep, lag) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== made.nodeValue) old.nodeValue = made.nodeValue;
    return;
  }
  const isTyped = TYPED.has(old.tagName);
  for (const { name, value } of [...made.attributes]) {
    if (isTyped && name === "value") continue;
    if (MINE.has(name) && (name !== "aria-expanded" || old.hasAttribute(name))) continue;
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!made.hasAttribute(name) && (!MINE.has(name) || name === "aria-expanded")) old.removeAttribute(name);
  }
  if (isTyped) value(old, made, keep, lag);
  else if (!old.hasAttribute("data-own")) children(old, made, keep, lag);
}

// What scripts set: an open list, an opened group, a folded entry.
const MINE = new Set(["open", "hidden", "style", "aria-activedescendant", "aria-expanded", "data-saved", "data-seen", "data-open"]);

function value(old, made, keep, lag) {
  if (old.tagName === "SELECT" && !keep(old)) children(old, made, keep, lag);
  const [before, now] = [saved(old), saved(made)];
  if (keep(old)) {
    if (plain(before) !== plain(now) && plain(shown(old)) !== plain(now)) lag(old);
    else { mark(old, now); delete old.dataset.seen; }
    return;
  }
  mark(old, now);
  delete old.dataset.seen;
  if (old.type === "checkbox") { if (old.checked !== made.checked) old.checked = made.checked; }
  else if (old.value !== made.value) put(old, made.value);
}

// Another value; where all of the old one was selected, all of this one is: what is typed next takes its place.
function put(field, text) {
  const wasAll = field === document.activeElement && field.value && field.selectionStart === 0 && field.selectionEnd === field.value.length;
  field.value = text;
  if (wasAll) field.select();
}

// A text as the server keeps it, which has no blanks at its ends.
function plain(text) { return text.replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "\n").trim(); }

// What the server said last of a field's value.
export function saved(field) { return field.dataset.saved ?? first(field); }
function first(field) {
  if (field.type === "checkbox") return String(field.defaultChecked);
  if (field.tagName === "SELECT") return [...field.options].find((one) => one.defaultSelected)?.value ?? field.options[0]?.value ?? "";
  return field.defaultValue;
}
export function shown(field) { return field.type === "checkbox" ? String(field.checked) : field.value; }
export function mark(field, text) { field.dataset.saved = text; }
