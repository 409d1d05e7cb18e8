// The plan as text, in an editor that speaks with kehoach's own language server.

import { languageClient, textEditor } from "./editor.bundle.js";

export class TextPane {
  constructor(holder, link, words) {
    Object.assign(this, { holder, link, words });
    this.silent = document.getElementById("khong-kiem-tra");
    this.again = document.getElementById("kiem-tra-lai");
    this.isShown = false;
    this.seen = "";
  }

  async open() {
    const answer = await fetch(`${this.link.at}/chu`);
    const made = await answer.json();
    this.editor = textEditor({
      parent: this.holder, text: made.text, label: this.words.text, phrases: this.words.phrases, typed: () => this.typed(),
    });
    this.seen = made.seen;
    this.again.addEventListener("click", () => { this.editor.focus(); this.speak(made); });
    window.addEventListener("pagehide", () => this.server?.close());
    this.speak(made);
  }

  // Speak with the language server; where it does not answer, or answers no more, say so: what is typed is saved all the same.
  async speak({ root, uri }) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.silent.hidden = true;
    const ended = () => { this.editor.speak(null); this.silent.hidden = false; };
    this.server = await languageClient(`${scheme}://${location.host}/ngon-ngu`, root, ended).catch(() => null);
    if (this.server) this.editor.speak(this.server.client.plugin(uri, "kehoach"));
    else ended();
  }

  typed() {
    if (this.editor.isComposing()) { this.waits = true; this.later(); return; }
    this.waits = false;
    const text = this.editor.text();
    this.link.type("", text, {
      verb: "chu", seen: () => this.seen,
      done: (answer) => { if (answer.seen && !answer.refused && !answer.merged && !answer.theirs) this.seen = answer.seen; },
    });
  }

  // What was typed as part of a letter goes once the letter is there.
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (this.waits) this.typed(); }, 100);
  }

  heard(state, how) {
    if (this.isShown && !how.typing && state.seen !== this.seen && this.link.isIdle) this.renew();
  }

  // Take in what others changed.
  async renew() {
    if (this.renewing || !this.editor) return;
    this.renewing = true;
    try {
      await this.link.idle();
      const sent = this.link.sent, before = this.editor.text();
      const answer = await fetch(`${this.link.at}/chu`);
      if (!answer.ok) return;
      const made = await answer.json();
      if (sent !== this.link.sent || before !== this.editor.text() || this.editor.isComposing()) { setTimeout(() => this.renew(), 200); return; }
      this.editor.take(made.text);
      this.seen = made.seen;
      this.link.take(made, { typing: false });
    } finally { this.renewing = false; }
  }

  line(number) { this.editor.go(number); }
  reveal({ line, column }) { this.editor.go(line, column); }
  focus() { this.editor.focus(); }
}
