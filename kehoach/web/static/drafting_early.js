// What is clicked before the scripts of the screen are there is done once they are.
"use strict";

window.early = [];
window.early.note = (event) => window.early.push(event.target);
document.addEventListener("click", window.early.note, true);
