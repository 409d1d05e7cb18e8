// What every screen does: says that it is open, tells when the server has ended, and what a request was refused for.
"use strict";

const MINUTE = 60000;
const bar = (id, text) => { document.getElementById(id).textContent = text; };
const ended = () => bar("da-dong", document.body.dataset.ended);

async function beat() {
  try {
    const answer = await fetch("/nhip", { method: "POST" });
    if (answer.ok) bar("da-dong", "");
    else ended();
  } catch {
    ended();
  }
}

setInterval(beat, MINUTE);
document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });

document.addEventListener("htmx:before:request", () => bar("thong-bao", ""));
document.addEventListener("htmx:response:error", (event) => bar("thong-bao", event.detail.ctx.text));
document.addEventListener("htmx:error", ended);

// A file that the server would refuse is not sent at all.
document.addEventListener("change", ({ target }) => {
  if (!("most" in target.dataset)) return;
  const isTooLarge = target.files[0]?.size > Number(target.dataset.most);
  document.getElementById(target.dataset.refused).textContent = isTooLarge ? target.dataset.why : "";
  if (isTooLarge) target.value = "";
});
