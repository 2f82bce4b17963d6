// Marks what is typed and not saved yet, asks before it would be lost, and lets Enter and the arrow keys move between
// boxes as they do in a workbook. The page works without this file.

const form = document.querySelector("form[data-returns-fill]");
const boxes = form ? [...form.querySelectorAll(".returns-box input[type=text]")] : [];
// What is saved; a box holds something else from the start where it was typed before the person was signed out.
const shown = new Map(boxes.map((box) => [box, form.elements[`was:${box.name}`].value]));
let saving = false;

function isChanged(box) {
  return box.value.trim() !== shown.get(box).trim();
}

function move(box, by) {
  const next = boxes[boxes.indexOf(box) + by];
  if (!next) return;
  next.focus();
  next.select();
}

for (const box of boxes) box.classList.toggle("returns-changed", isChanged(box));
form?.addEventListener("input", ({ target }) => {
  if (shown.has(target)) target.classList.toggle("returns-changed", isChanged(target));
});
form?.addEventListener("keydown", (event) => {
  if (!shown.has(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  const by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  move(event.target, by);
});
form?.addEventListener("submit", () => {
  saving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (!saving && boxes.some(isChanged)) event.preventDefault();
});
