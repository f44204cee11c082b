// Each letter of an answer is counted as it is typed (segments.js).
const form = document.getElementById("answer");
const area = document.getElementById("text");
const line = document.getElementById("count");

function count() {
  const found = segments(area.value.trim(), form);
  line.textContent = line.dataset.one.replace(/\{(\w+)\}/g, (_, name) => found[name]);
  line.classList.toggle("over", found.segments > 3);
}

area.addEventListener("input", count);
if (area.value) count();
