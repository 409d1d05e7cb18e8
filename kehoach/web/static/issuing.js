// The screen that issues: progress of a job as the server tells it, the dialog, and which field was not accepted.
"use strict";

const part = () => document.getElementById("phan");

function refresh() {
  htmx.ajax("GET", `${part().dataset.at}?phan`, { target: "#phan", swap: "outerMorph" });
}

function heard(event) {
  const job = JSON.parse(event.data);
  if (job.plan !== part().dataset.plan) return;
  const bar = document.getElementById("tien-do");
  if (job.state !== "working" || !bar) return refresh();
  bar.max = job.total || 1;
  bar.value = job.done;
  document.getElementById("viec").dataset.done = `${job.done}/${job.total}`;
}

// The stream is open only while the page is seen: a browser has few connections to one server.
let stream = null;
function listen() {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else if (!stream) {
    stream = new EventSource("/su-kien");
    stream.addEventListener("viec", heard);
    stream.addEventListener("open", () => { if ("works" in part().dataset) refresh(); });
  }
}
document.addEventListener("visibilitychange", listen);
listen();

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const asked = document.getElementById("hoi-so");
    const typed = (name) => document.getElementById(name).value.trim() || "…";
    const number = document.getElementById("number").value.trim() || asked.dataset.free;
    asked.textContent = asked.dataset.text.replace("#so#", number).replace("#ngay#", typed("date"));
    document.getElementById(opener.dataset.opens).showModal();
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
});

// Who pressed a button that is gone goes on at what came of it, not at the top of the page.
let pressed = null;
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  pressed = button && { button, row: button.closest("#phan li")?.id };
});

function keepPlace() {
  if (!pressed || document.activeElement !== document.body) return;
  const { button, row } = pressed;
  if (button.isConnected && part().contains(button)) return;
  (document.querySelector(`#${row ?? "viec"} a`) ?? document.getElementById("viec")).focus();
  pressed = null;
}

function mark() {
  const field = document.getElementById("chi-tiet-loi").dataset.field;
  for (const input of document.querySelectorAll("#chi-tiet input")) {
    input.readOnly = "issued" in part().dataset;
    if (input.readOnly && input.name === "number") {
      input.value = part().dataset.number;
      document.getElementById("number-goi-y")?.replaceChildren();
    }
    if (input.name === field) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  keepPlace();
}
new MutationObserver(mark).observe(document.querySelector("main"), { childList: true, subtree: true, attributeFilter: ["data-field"] });
