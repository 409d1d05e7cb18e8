// The text editor of the workbench: CodeMirror, speaking with kehoach's own language server.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, defaultHighlightStyle, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { hoverTooltips, LSPClient, serverCompletion, serverDiagnostics } from "@codemirror/lsp-client";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";

const fromOutside = Annotation.define();
const KEPT = new Set(["P", "STRONG", "EM", "CODE", "PRE", "UL", "OL", "LI", "BR", "HR", "H1", "H2", "H3", "BLOCKQUOTE", "SPAN", "DIV"]);

// What is found is marked without pictures: the policy of the screens lets in those of the server alone.
const marks = EditorView.theme(Object.fromEntries([["error", "#a3160f"], ["warning", "#b07400"], ["info", "#0b4f8a"], ["hint", "#4d5866"]].flatMap(([name, colour]) => [
  [`.cm-lintRange-${name}`, { backgroundImage: "none", textDecoration: `underline wavy ${colour} 1px`, textUnderlineOffset: "3px" }],
  [`.cm-lint-marker-${name}`, { content: "normal", width: "0.625em", height: "0.625em", borderRadius: "50%", backgroundColor: colour }],
  [`.cm-diagnostic-${name}`, { borderLeftColor: colour }],
])));

// What the server says is shown as words: a plan that comes from elsewhere brings no elements of its own.
function harmless(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const one of [...page.body.querySelectorAll("*")].reverse()) {
    for (const { name } of [...one.attributes]) if (name !== "class") one.removeAttribute(name);
    if (!KEPT.has(one.tagName)) one.replaceWith(...one.childNodes);
  }
  return page.body.innerHTML;
}

function overSocket(socket) {
  const heard = new Set();
  socket.addEventListener("message", (event) => { for (const hear of heard) hear(event.data); });
  return {
    send: (text) => { if (socket.readyState === WebSocket.OPEN) socket.send(text); },
    subscribe: (hear) => heard.add(hear),
    unsubscribe: (hear) => heard.delete(hear),
  };
}

const ANSWERS = 8000;

// A client of the language server at an address; null where it does not answer within some seconds. `ended` is called once
// it answers no more.
export async function languageClient(address, root, ended) {
  const socket = new WebSocket(address);
  const late = new Promise((done) => { setTimeout(() => done(false), ANSWERS); });
  const gone = new Promise((done) => { socket.addEventListener("close", () => done(false)); });
  const open = new Promise((done) => { socket.addEventListener("open", () => done(true)); });
  if (!await Promise.race([open, gone, late])) { socket.close(); return null; }
  const client = new LSPClient({
    rootUri: root, timeout: 10_000, sanitizeHTML: harmless,
    notificationHandlers: { "window/logMessage": () => true, "window/showMessage": () => true },
    extensions: [serverCompletion(), hoverTooltips({ hoverTime: 500 }), serverDiagnostics()],
  }).connect(overSocket(socket));
  const ready = client.initializing.then(() => true, () => false);
  if (!await Promise.race([ready, gone, late])) { client.disconnect(); socket.close(); return null; }
  let isClosed = false;
  gone.then(() => { if (!isClosed) ended(); });
  return { client, close: () => { isClosed = true; client.disconnect(); socket.close(); } };
}

// An editor in `parent`. `typed(text)` is called with the whole text after each change of the user.
export function textEditor({ parent, text, phrases, label, typed }) {
  const speech = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), foldGutter(), drawSelection(),
        indentOnInput(), indentUnit.of("  "), syntaxHighlighting(defaultHighlightStyle, { fallback: true }), bracketMatching(),
        autocompletion(), highlightActiveLine(), highlightSelectionMatches(), search({ top: true }), lintGutter(),
        keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
        yaml(), marks, EditorView.lineWrapping, EditorState.phrases.of(phrases), speech.of([]),
        // What can be edited is in the order of Tab anyway; the number says it to programs that judge the page, as for any other pane.
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) typed();
        }),
      ],
    }),
  });
  return {
    view,
    text: () => view.state.doc.toString(),
    isComposing: () => view.composing || view.compositionStarted,
    focus: () => view.focus(),
    // Speak with a language server from now on, or with none: what one has found goes with it.
    speak(language) {
      view.dispatch({ effects: speech.reconfigure(language ?? []) });
      if (!language) view.dispatch(setDiagnostics(view.state, []));
    },
    // Take another text; caret and scroll stay with the words around them.
    take(fresh) {
      const before = view.state.doc.toString();
      if (before === fresh) return;
      let start = 0, end = 0;
      const most = Math.min(before.length, fresh.length);
      while (start < most && before.charCodeAt(start) === fresh.charCodeAt(start)) start += 1;
      while (end < most - start && before.charCodeAt(before.length - 1 - end) === fresh.charCodeAt(fresh.length - 1 - end)) end += 1;
      view.dispatch({
        changes: { from: start, to: before.length - end, insert: fresh.slice(start, fresh.length - end) },
        annotations: fromOutside.of(true),
      });
    },
    // Go to a line, counted from 1, and a column in characters.
    go(line, column = 1) {
      const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const at = found.from + [...found.text].slice(0, column - 1).join("").length;
      view.dispatch({ selection: { anchor: Math.min(at, found.to) }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
  };
}
