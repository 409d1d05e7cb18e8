// Which of the plan's papers the pages show. Each tab has its own, kept in its address.

export class Papers {
  constructor(select, note, link, words, chosen) {
    Object.assign(this, { select, note, link, words });
    select.value = link.paper;
    select.addEventListener("change", () => {
      this.go(select.value);
      note.textContent = "";
      chosen();
    });
  }

  get isPlan() { return this.select.selectedIndex <= 0; }

  go(paper) {
    this.link.paper = this.select.value = paper;
    remember("van-ban", this.isPlan ? "" : paper);
  }

  // What there is to choose, as the server lists it now.
  offer(options) {
    if (options === this.options) return;
    this.options = options;
    this.select.innerHTML = options;
    this.select.value = this.link.paper;
  }

  // A paper that an edit has taken away is shown no more.
  heard({ asked, paper }) {
    if (asked !== this.link.paper || paper === asked) return;
    this.go(paper);
    this.note.textContent = this.words.left;
  }
}

// Keep a value in the address, so that loading the page anew shows the same.
export function remember(name, value) {
  const query = new URLSearchParams(location.search);
  if (value) query.set(name, value);
  else query.delete(name);
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
}
