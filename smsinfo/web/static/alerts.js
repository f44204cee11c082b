// Each letter of a text is counted as it is typed (segments.js), with the longest number where {nomor} stands.
const form = document.getElementById("editor");

function count(area) {
  const line = document.getElementById(`count-${area.lang}`);
  const text = area.value.trim().replaceAll(form.dataset.place, form.dataset.number);
  if (!text) return void (line.textContent = "");
  const found = segments(text, form);
  line.textContent = line.dataset.one.replace(/\{(\w+)\}/g, (_, name) => found[name]);
  line.classList.toggle("over", found.segments > 3);
}

for (const area of form.querySelectorAll("textarea")) {
  area.addEventListener("input", () => count(area));
  count(area);
}
