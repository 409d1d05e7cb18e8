// What goes to the server: one request at a time, each from the text that the page saw; nothing typed is ever dropped.

const AGAIN = 2000;
const PAUSE = 800;  // milliseconds without a key after which nobody types
const OF_PAPER = new Set(["asked", "paper", "pages", "old", "problem"]);

export class Link {
  constructor(root) {
    this.at = root.dataset.at;
    this.name = root.dataset.name;
    this.by = crypto.randomUUID();
    this.state = JSON.parse(root.dataset.state);
    this.paper = this.state.asked;  // which paper the pages show
    this.typed = new Map();     // what is typed and not sent, by file and path
    this.busy = null;
    this.typedAt = -PAUSE;
    this.sent = 0;              // requests that changed something
    this.heard = [];            // who is told of a new state
    this.asked = null;          // asks a person: (questions) => "mine" | "theirs" | null
    this.trouble = () => {};    // (text) shows what was refused
    this.isComposing = () => false;
  }

  get isIdle() { return !this.busy && !this.typed.size; }
  get isQuiet() { return this.isIdle && performance.now() - this.typedAt >= PAUSE; }

  seen(file) { return file ? this.state.registry : this.state.seen; }

  // Put a field's value in line; a later one of the same field takes its place. `seen` gives the text that it was typed into,
  // where that is an older one than the page's.
  type(path, value, { file = "", ends = false, seen = () => "", done = () => {}, verb = "sua" } = {}) {
    const key = `${file} ${path}`;
    this.typedAt = performance.now();
    this.typed.delete(key);
    this.typed.set(key, { path, value, file, ends, seen, done, verb });
    this.tell({ typing: true });
    this.run();
  }

  has(path, file = "") { return this.typed.has(`${file} ${path}`) || this.busy === `${file} ${path}`; }

  async run() {
    if (this.busy) return;
    while (this.typed.size && !this.isComposing()) {
      const [key, one] = this.typed.entries().next().value;
      this.typed.delete(key);
      this.busy = key;
      const answer = await this.post(one.verb, {
        path: one.path, value: one.value, file: one.file, ends: one.ends, seen: one.seen() || this.seen(one.file),
      }, () => { if (!this.typed.has(key)) this.typed = new Map([[key, one], ...this.typed]); });
      this.busy = null;
      if (answer?.theirs) this.typed.delete(key);  // who chose has seen what was typed meanwhile
      if (answer) one.done(answer);
      else break;
    }
    this.busy = null;
    for (const free of this.waiting?.splice(0) ?? []) free();
  }

  // When everything that was typed is with the server.
  async idle() {
    this.waiting ??= [];
    this.run();
    if (!this.isIdle) await new Promise((free) => { this.waiting.push(free); setTimeout(free, 3000); });
  }

  // Do something else, once everything that was typed is with the server, and one thing after the other.
  act(verb, body) {
    const next = (this.doing ?? Promise.resolve()).then(async () => {
      await this.idle();
      this.busy = verb;
      const answer = await this.post(verb, { seen: this.seen(body.file), ...body });
      this.busy = null;
      this.run();
      return answer;
    });
    this.doing = next.catch(() => null);
    return next;
  }

  // Post; the state of what comes back is told to everybody. null where the server does not answer.
  async post(verb, body, putBack = () => {}) {
    this.sent += 1;
    let response;
    try {
      response = await fetch(`${this.at}/${verb}`, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ paper: this.paper, ...body, by: this.by }),
      });
    } catch {
      putBack();
      this.tell({ gone: true });
      setTimeout(() => this.run(), AGAIN);
      return null;
    }
    this.sent += 1;
    const isValue = response.headers.get("content-type")?.startsWith("application/json");
    const answer = isValue ? await response.json() : { refused: await response.text() };
    answer.status = response.status;
    if (response.status === 409 && answer.asked) {
      const side = await this.asked(answer.asked);
      if (side) {
        this.take(answer, {});
        if (side === "theirs") return { ...answer, theirs: true };
        return this.post(verb, { ...body, choice: side }, putBack);
      }
    }
    if (response.status === 410) answer.refused = "";
    if (answer.seen && !answer.merged) this.take(answer, {});
    else if (answer.seen) this.take({ ...answer, seen: this.state.seen, registry: this.state.registry }, { behind: true });
    this.trouble(answer.refused ?? "");
    if (answer.stale || answer.merged) this.tell({ behind: true });
    return answer;
  }

  // The page goes: what is typed and not sent goes by itself.
  leave() {
    for (const one of this.typed.values()) {
      const body = { path: one.path, value: one.value, file: one.file, ends: true, seen: one.seen() || this.seen(one.file), choice: "mine" };
      fetch(`${this.at}/${one.verb}`, {
        method: "POST", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify({ ...body, by: this.by }),
      }).catch(() => {});
    }
    this.typed.clear();
  }

  // Go on from a state that the server gave; pages of a paper that was shown when it was asked for are of no use any more.
  take(state, how) {
    const isOther = state.asked !== this.paper;
    for (const name of Object.keys(this.state)) if (name in state && !(isOther && OF_PAPER.has(name))) this.state[name] = state[name];
    this.tell(how);
  }

  tell(how) { for (const hear of this.heard) hear(this.state, how); }
}
