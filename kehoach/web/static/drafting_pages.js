// The pages: only those that changed are loaded, those that are seen before the others, and each is swapped once it can be
// painted; nothing scrolls by itself.

export class Pages {
  constructor(holder, old, none, words, clicked) {
    Object.assign(this, { holder, old, none, words });
    this.turn = 0;
    this.keys = [...holder.querySelectorAll("img")].map((image) => image.src.split("/").at(-1).replace(".svg", ""));
    this.sizes = [...holder.querySelectorAll("img")].map((image) => [Number(image.getAttribute("width")), Number(image.getAttribute("height"))]);
    holder.addEventListener("mousedown", (event) => event.preventDefault());  // a click beside a word leaves the focus
    holder.addEventListener("click", (event) => {
      const image = event.target.closest(".page")?.querySelector("img");
      if (!image) return;
      const box = image.getBoundingClientRect(), number = [...holder.querySelectorAll("img")].indexOf(image);
      const [width, height] = this.sizes[number];
      clicked(number + 1, (event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height, image.dataset.paper);
    });
  }

  async show(state) {
    this.old.hidden = !state.old;
    this.old.textContent = state.old ? state.problem || this.words.old : "";
    this.holder.classList.toggle("of-before", state.old);
    const turn = ++this.turn;
    const wanted = state.pages.map(([key]) => key);
    if (wanted.join() === this.keys.join()) return;
    this.none.hidden = wanted.length > 0;
    const changed = wanted.map((_key, at) => at).filter((at) => wanted[at] !== this.keys[at]);
    const seen = changed.filter((at) => this.isSeen(at));
    for (const some of [seen, changed.filter((at) => !seen.includes(at))]) {
      const fresh = await Promise.all(some.map((at) => this.loaded(state, at)));
      if (turn !== this.turn) return;
      some.forEach((at, number) => this.put(state.pages[at], at, fresh[number]));
    }
    while (this.holder.children.length > wanted.length) this.holder.lastElementChild.remove();
    this.keys.length = this.sizes.length = wanted.length;
  }

  isSeen(at) {
    const page = this.holder.children[at]?.getBoundingClientRect(), pane = this.holder.closest(".pane").getBoundingClientRect();
    return page && page.bottom > Math.max(pane.top, 0) && page.top < Math.min(pane.bottom, innerHeight);
  }

  async loaded({ paper, pages }, at) {
    const [key, width, height] = pages[at], image = new Image(Math.round(width), Math.round(height));
    image.dataset.paper = paper;
    image.alt = this.words.page.replace("{number}", at + 1);
    image.src = `/trang/${key}.svg`;
    await image.decode().catch(() => {});
    return image;
  }

  put([key, width, height], at, image) {
    const here = this.holder.children[at];
    if (here) { here.querySelector("img").replaceWith(image); for (const box of here.querySelectorAll(".box")) box.remove(); }
    else {
      const page = document.createElement("div");
      page.className = "page";
      page.append(image);
      this.holder.append(page);
    }
    this.keys[at] = key;
    this.sizes[at] = [width, height];
  }

  // Outline where an entry prints.
  outline(boxes) {
    for (const box of this.holder.querySelectorAll(".box")) box.remove();
    for (const [number, x, y, width, height] of boxes) {
      const page = this.holder.children[number - 1];
      if (!page) continue;
      const [across, down] = this.sizes[number - 1], box = document.createElement("div");
      box.className = "box";
      Object.assign(box.style, {
        left: `${(x - 2) / across * 100}%`, top: `${(y - 1.5) / down * 100}%`,
        width: `${(width + 4) / across * 100}%`, height: `${(height + 3) / down * 100}%`,
      });
      page.append(box);
    }
  }

  reveal() {
    const box = this.holder.querySelector(".box");
    if (!box) return false;
    const pane = this.holder.closest(".pane"), at = box.getBoundingClientRect(), around = pane.getBoundingClientRect();
    // by hand: the browser's own way moves the window too, and the bar at its top out of sight
    if (pane.scrollHeight > pane.clientHeight) pane.scrollTop += at.top - around.top - (around.height - at.height) / 2;
    else box.scrollIntoView({ block: "center" });
    return true;
  }
}
