// What every screen does: says that it is open, and tells when the server has ended.
"use strict";

const MINUTE = 60000;

async function beat() {
  const closed = document.getElementById("da-dong");
  try {
    const answer = await fetch("/nhip", { method: "POST" });
    closed.textContent = answer.ok ? "" : document.body.dataset.ended;
  } catch {
    closed.textContent = document.body.dataset.ended;
  }
}

setInterval(beat, MINUTE);
document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
