// The screen on which a plan is drafted.

import { Ahead } from "./drafting_ahead.js";
import { Chosen } from "./drafting_chosen.js";
import { Form } from "./drafting_form.js";
import { Outline } from "./drafting_outline.js";
import { Pages } from "./drafting_pages.js";
import { Papers, remember } from "./drafting_papers.js";
import { Link } from "./drafting_send.js";
import { swap } from "./drafting_swap.js";

const root = document.getElementById("soan");
const words = JSON.parse(root.dataset.words);
const link = new Link(root);
const by = (id) => document.getElementById(id);
const status = by("trang-thai");

const form = new Form(by("mau"), link, words);
const chosen = new Chosen(by("mau"), form, link, words);
const outline = new Outline(by("dan-y"), choose);
const pages = new Pages(by("trang"), by("trang-cu"), by("chua-co-trang"), words, click);
const papers = new Papers(by("van-ban-in"), by("ve-van-ban"), link, words, () => { by("khung-trang").scrollTop = 0; renew(); });
const ahead = new Ahead();
let key = root.dataset.key;
let text = null;

// What is saved

function clock() {
  return new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

function say(sentence) {
  if (status.textContent !== sentence) status.textContent = sentence;
}

let savedAt = clock();
function tellSaved() {
  const { state } = link;
  if (state.question.length) say(words.asked);
  else if (state.failure || state.saved === "failed") say(words.failed.replace("{why}", state.failure));
  else if (!link.isIdle || state.saved === "unsaved") say(words.saving);
  else say(words.saved.replace("{time}", savedAt));
}

// What is shown

link.trouble = (sentence) => { by("loi-gui").textContent = sentence; };

let painting = null;
link.heard.push((state, how) => {
  if (how.gone) { say(words.gone); return; }
  if (how.typing) { say(words.saving); return; }
  by("hoan-tac").disabled = !state.undo;
  by("lam-lai").disabled = !state.redo;
  tellSaved();
  papers.heard(state);
  painting = pages.show(state);
  text?.heard(state, how);
  if (how.behind) renew(how);
  if (state.question.length || askedNow) askFile();
});

// Show the parts anew, as the server has them now. `key` is another entry to show, `force` a field that takes the server's
// value although it has the focus (`form.asIs`). It ends when what is shown is what was asked for last.
let wanted = null, renewing = null;
function renew(how = {}) {
  wanted = { ...wanted, ...how };
  renewing ??= (async () => {
    while (wanted) {
      const next = wanted;
      wanted = null;
      if (!await load(next)) { wanted = { ...next, ...wanted }; await quiet(); }
    }
    renewing = null;
  })();
  return renewing;
}

async function load(how) {
  if (form.composing) return false;
  const sent = link.sent;
  const query = new URLSearchParams({ o: how.key ?? key, seen: how.key ? "" : link.state.seen, "van-ban": link.paper });
  let made;
  try {
    const answer = await fetch(`${link.at}/phan?${query}`);
    if (!answer.ok) return true;
    made = await answer.json();
  } catch { return true; }
  if (form.composing || (sent !== link.sent && !how.key)) return false;
  show(made, how);
  return true;
}

// A moment, and longer while something is being typed as one letter, or sent.
async function quiet() {
  do await new Promise((go) => setTimeout(go, 60)); while (form.composing || link.busy);
}

function show(made, how) {
  const before = link.state.seen, isOther = made.key !== form.key || !form.head;
  const holder = by("mau"), hadFocus = holder.contains(document.activeElement);
  form.forced = how.force ?? null;
  if (isOther) {
    holder.innerHTML = made.form;
    by("khung-mau").scrollTop = 0;
  } else {
    swap(holder, made.form, (field) => form.keeps(field), (field) => form.lags(field, before));
  }
  form.forced = null;
  swap(by("dan-y"), made.outline, () => false, () => {});
  swap(by("dieu-can-xem"), made.remarks, () => false, () => {});
  key = made.key;
  outline.mark(key);
  outline.shown();
  form.shown();
  const head = form.head;
  by("doi-ma").hidden = !head?.dataset.renames;
  const isItem = key.startsWith("/") && /\/\d+$/.test(key);
  for (const button of document.querySelectorAll(".item-actions [data-do]")) button.disabled = !isItem;
  by("tieu-de").textContent = made.title;
  document.title = `${made.title} – kehoach`;
  if (made.gone) link.trouble(words.gone_item);
  if (made.gone && hadFocus) by("ten-mau")?.focus({ preventScroll: true });
  if (sameText(made)) { link.take(made, {}); papers.offer(made.papers); }
  countUses();
  if (typeof how.focus === "string" && (!how.from || isStill(how.from))) form.focus(how.focus, how.caret ?? null, how.all);
  trace();
}

function sameText(made) { return made.seen && link.isIdle; }

function countUses() {
  const note = document.querySelector("[data-uses]");
  if (!note || note.textContent) return;
  note.dataset.own = "";
  fetch(`${link.at}/dung?id=${encodeURIComponent(note.dataset.uses)}`).then(async (answer) => {
    if (answer.ok) note.textContent = await answer.text();
  });
}

// Choosing an entry

// Whether the focus is where it was, or nowhere: it goes on only where nobody moved it meanwhile.
function isStill(from) { return [from, document.body, null].includes(document.activeElement); }

let choosing = 0;
function choose(wanted, { from = document.activeElement, ...how } = {}) {
  const isShown = wanted === key && key === form.key && !renewing;
  if (how.focus === "form" && isShown && !how.path) { choosing += 1; form.focus(null); return Promise.resolve(); }
  const chosen = come(wanted, from, how);
  return how.focus === "form" ? ahead.during(from, chosen) : chosen;
}

async function come(wanted, from, { focus = "", path = null, caret = null, all = false }) {
  const turn = ++choosing;
  await link.idle();
  if (turn !== choosing) return;
  outline.reveal(wanted);
  await renew({ key: wanted });
  if (turn !== choosing) return;
  remember("o", key);
  const isHere = isStill(from);
  if (focus === "form" && isHere) form.focus(path, caret, all);
  if (focus === "outline" && isHere) outline.current?.focus();
  outline.current?.scrollIntoView({ block: "nearest" });
}

function click(page, x, y, paper) {
  const from = document.activeElement;
  return ahead.during(from, (async () => {
    const answer = await link.act("cho", { page, x, y, paper });
    if (!answer?.line) return;
    if (!text?.isShown && answer.entry) await choose(answer.entry, { focus: "form", path: answer.path, caret: answer.caret, from });
    else {
      if (!text?.isShown) await open("chu");  // what cannot be read has no form
      text.reveal(answer);
    }
  })());
}

// Not between two keys: it takes longer than a page.
let tracing = 0;
async function trace(wait = 250) {
  const turn = ++tracing, { paper } = link;
  do await new Promise((go) => setTimeout(go, wait)); while (wait && turn === tracing && !link.isQuiet);
  if (turn !== tracing || !link.isIdle) return;
  const answer = await fetch(`${link.at}/cho-cua?${new URLSearchParams({ o: key, "van-ban": paper })}`).catch(() => null);
  if (!answer?.ok) return;
  const { seen, boxes } = await answer.json();
  await painting;
  if (turn !== tracing || paper !== link.paper || (seen && seen !== link.state.seen)) return;
  pages.outline(boxes);
  by("khung-trang").dataset.boxes = boxes.length;
}

// Doing something

// One after the other: what comes next is about the entry that is chosen then. `body` gives what is to be done.
let doing = Promise.resolve();
function act(body, more = {}) {
  const from = document.activeElement;
  doing = doing.then(async () => {
    const answer = await link.act("lenh", body());
    if (!answer || answer.refused) return;
    const to = answer.chosen || null;
    if (to) await choose(to, { focus: more.focus ?? (answer.field ? "form" : "outline"), path: answer.field, all: true, from });
    else await renew({ focus: answer.field || null, all: true, from });
  });
  return ahead.during(from, doing);
}

function addKind(kind) { return act(() => ({ do: "them", kind, at: key })); }

function step(verb) {
  doing = doing.then(async () => {
    const force = form.asIs(document.activeElement);
    const answer = await link.act(verb, { at: key });
    if (!answer || answer.refused) return;
    if (answer.chosen && answer.chosen !== key) await choose(answer.chosen, { focus: answer.field ? "form" : place(), path: answer.field });
    else await renew({ force });
  });
  ahead.during(document.activeElement, doing);
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.disabled) return;
  const { dataset } = button;
  if (dataset.fix) act(() => ({ do: "sua-loi", key: dataset.fix, number: Number(dataset.number) }));
  else if ("fixAll" in dataset) act(() => ({ do: "sua-loi" }));
  else if (dataset.addKey) chosen.addKey(by("mau").querySelector(`[data-new-key="${CSS.escape(dataset.addKey)}"]`));
  else if (dataset.do === "chuyen") act(() => ({ do: "chuyen", at: key, step: Number(dataset.by) }));
  else if (dataset.do === "them-dong" || dataset.do === "bo-dong") act(() => ({ do: dataset.do, path: dataset.path, file: form.file }));
  else if (dataset.do) act(() => ({ do: dataset.do, at: key }));
  else if (dataset.entry) follow(dataset);
});

function follow({ entry, path, line }) {
  if (text?.isShown && line) text.line(Number(line));
  else if (!form.head) { open("chu").then(() => text?.line(Number(line))); }
  else choose(entry, { focus: "form", path });
}

by("mau").addEventListener("click", async (event) => {
  if (event.target.id !== "xem-tren-trang") return;
  await link.idle();
  await trace(0);
  link.trouble(pages.reveal() ? "" : link.state.old ? words.old : papers.isPlan ? words.nowhere : words.elsewhere);
});
by("hoan-tac").addEventListener("click", () => step("hoan-tac"));
by("lam-lai").addEventListener("click", () => step("lam-lai"));

// The menu of what can be added

const menu = by("menu-them"), opener = by("them");
function openMenu(isOpen, focus = true) {
  menu.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) menu.firstElementChild.focus();
  else if (focus) opener.focus();
}
opener.addEventListener("click", () => openMenu(menu.hidden));
menu.addEventListener("click", (event) => {
  const item = event.target.closest("[role=menuitem]");
  if (item) { openMenu(false, false); addKind(item.dataset.kind); }
});
menu.addEventListener("keydown", (event) => {
  const items = [...menu.children], at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) { event.preventDefault(); items[(to + items.length) % items.length].focus(); return; }
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); items[at]?.click(); return; }
  if (event.key === "Escape") { event.preventDefault(); openMenu(false); return; }
  if (event.key === "Tab") { openMenu(false, false); return; }
  const letter = event.key.toLowerCase();
  const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((one) => one.textContent.trim().toLowerCase().startsWith(letter));
  if (letter.length === 1 && next) { event.preventDefault(); next.focus(); }
});
menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget) && event.relatedTarget !== opener) openMenu(false, false); });

// A new id

by("doi-ma").addEventListener("click", () => {
  by("ma-moi").value = form.head.dataset.id;
  by("hop-doi-ma").showModal();
  by("ma-moi").select();
});
by("hop-doi-ma").addEventListener("close", async () => {
  if (by("hop-doi-ma").returnValue !== "co") return;
  const { renames, id } = form.head.dataset, fresh = by("ma-moi").value;
  const answer = await link.act("lenh", { do: "doi-ma", kind: renames, id, new: fresh });
  if (answer && !answer.refused) await (key.startsWith("co-quan/") ? choose(`co-quan/${fresh}`) : renew());
  by("doi-ma").focus();
});

// What two sides changed. The question is beside what is typed, not in its way: it takes no key that was meant for a field.

const box = by("hop-hoi");
let settle = null;

// Show a question until it is answered; a newer one takes its place. Answered with a side for each part, or with null.
function question(title, questions, theirs) {
  settle?.(null);
  by("ten-hop-hoi").textContent = title;
  const answers = questions.map(() => null);
  return new Promise((done) => {
    const end = (found) => { settle = null; box.removeAttribute("open"); done(found); };
    settle = end;
    by("cau-hoi").replaceChildren(...questions.map((one, at) => {
      const part = document.createElement("section");
      const heading = Object.assign(document.createElement("h3"), { textContent: one.label });
      const sides = [["mine", words.mine, one.mine], ["theirs", theirs, one.theirs]].map(([side, name, value]) => {
        const shown = Object.assign(document.createElement("p"), { className: "side", textContent: value || words.removed });
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
        button.addEventListener("mousedown", (event) => event.preventDefault());
        button.addEventListener("click", () => {
          answers[at] = side;
          for (const each of part.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === button));
          if (answers.every(Boolean)) end(answers);
        });
        const half = Object.assign(document.createElement("div"), { className: "half" });
        half.append(shown, button);
        return half;
      });
      part.append(heading, ...sides);
      return part;
    }));
    box.setAttribute("open", "");
  });
}

link.asked = async (questions) => (await question(words.changed, questions, words.theirs))?.[0] ?? "mine";

let askedNow = "";
async function askFile() {
  const asked = JSON.stringify(link.state.question);
  if (asked === askedNow) return;
  askedNow = asked;
  if (asked === "[]") { settle?.(null); return; }
  const questions = link.state.question;
  const sides = await question(words.changed, questions, words.theirs);
  if (!sides) return;
  askedNow = "";
  const force = form.asIs(document.activeElement);
  await link.act("chon", { answers: questions.map(({ mine, theirs }, at) => ({ mine, theirs, side: sides[at] })) });
  await renew({ force });
}

// Keys

const PANES = ["khung-dan-y", "khung-mau", "khung-chu", "khung-trang"];
function nextPane(by_) {
  const open = [...PANES.map(by), box].filter((pane) => pane.offsetParent !== null || pane.getClientRects().length);
  const at = open.findIndex((pane) => pane.contains(document.activeElement));
  const pane = open[(at + by_ + open.length) % open.length];
  if (pane.id === "khung-dan-y") (outline.current ?? pane).focus();
  else if (pane.id === "khung-mau") (form.last?.isConnected ? form.last : pane.querySelector("input:not([readonly]), textarea, select, button") ?? pane).focus();
  else if (pane === box) box.querySelector("button").focus();
  else if (pane.id === "khung-chu" && text) text.focus();
  else pane.focus();
}
by("mau").addEventListener("focusin", (event) => { form.last = event.target; });

document.addEventListener("keydown", (event) => {
  if (event.isComposing || by("hop-doi-ma").open) return;
  const { key: name, ctrlKey, metaKey, altKey, shiftKey } = event, control = ctrlKey || metaKey;
  const inText = by("khung-chu").contains(document.activeElement);
  const field = document.activeElement;
  const isTyping = field?.dataset?.path && link.has(field.dataset.path, form.file);
  const acts = [
    [name === "F6", () => nextPane(shiftKey ? -1 : 1)],
    [control && name === "Enter" && !inText, () => act(() => ({ do: "them", kind: "", at: key }))],
    [altKey && !control && name === "ArrowUp" && !inText, () => act(() => ({ do: "chuyen", at: key, step: -1 }), { focus: place() })],
    [altKey && !control && name === "ArrowDown" && !inText, () => act(() => ({ do: "chuyen", at: key, step: 1 }), { focus: place() })],
    [control && name.toLowerCase() === "s", () => saveNow()],
    [control && !shiftKey && name.toLowerCase() === "z" && !inText && !isTyping, () => step("hoan-tac")],
    [control && (name.toLowerCase() === "y" || shiftKey && name.toLowerCase() === "z") && !inText && !isTyping, () => step("lam-lai")],
  ];
  const found = acts.find(([fits]) => fits);
  if (found) { event.preventDefault(); found[1](); }
});
function place() { return by("khung-mau").contains(document.activeElement) ? "form" : "outline"; }

async function saveNow() {
  const field = document.activeElement;
  if (field?.dataset?.open) form.typed(field, false);
  await link.act("luu", {});
  savedAt = clock();
  tellSaved();
}

// Events of the server

const events = new EventSource("/su-kien");
events.addEventListener("luu", (event) => {
  const { file, seen, state } = JSON.parse(event.data);
  if (file !== root.dataset.file && file !== root.dataset.registry) return;
  if (state === "failed") { renew(); return; }
  if (seen === link.state.seen || seen === link.state.registry) link.state.saved = state;
  if (state === "saved") { link.state.failure = ""; savedAt = clock(); }
  tellSaved();
});
events.addEventListener("da-xem", (event) => { if (JSON.parse(event.data).plan === link.name) renew(); });
events.addEventListener("thay-doi", (event) => { if (JSON.parse(event.data).by !== link.by) renew(); });
events.addEventListener("hoi", () => renew());
events.addEventListener("open", () => { if (link.typed.size) link.run(); else renew(); });
window.addEventListener("pagehide", () => link.leave());

// The text

async function open(name) {
  const isText = name === "chu";
  await link.idle();
  for (const [tab, pane, isHere] of [["the-mau", "ngan-mau", !isText], ["the-chu", "ngan-chu", isText]]) {
    by(tab).setAttribute("aria-selected", String(isHere));
    by(tab).tabIndex = isHere ? 0 : -1;
    by(pane).hidden = !isHere;
  }
  if (isText && !text) {
    const { TextPane } = await import("./drafting_text.js");
    text = new TextPane(by("van-ban"), link, words);
    await text.open();
  }
  if (text) text.isShown = isText;
  if (isText) await text.renew();
  else await renew();
}
for (const [tab, name] of [["the-mau", "mau"], ["the-chu", "chu"]]) {
  by(tab).addEventListener("click", () => open(name));
  by(tab).addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = name === "mau" ? "chu" : "mau";
    open(other);
    by(`the-${other}`).focus();
  });
}

form.shown();
outline.mark(key);
for (const button of document.querySelectorAll(".item-actions [data-do]")) button.disabled = !/^\/.*\/\d+$/.test(key);
by("doi-ma").hidden = !form.head?.dataset.renames;
link.take(link.state, {});
countUses();
trace();
if ("begun" in root.dataset) history.replaceState(null, "", `?o=${encodeURIComponent(key)}`);
if (root.dataset.field) form.focus(root.dataset.field);
else if ("begun" in root.dataset) by("tieu-de").focus({ preventScroll: true });
form.adopt(window.early.typed);
window.early.replay();
