// Only quickness: the server counts the same. Each answer of a claim is counted as it is typed (segments.js).
const form = document.getElementById("editor");

function count(area) {
  const line = document.getElementById(area.dataset.count);
  const found = segments(area.value.trim() + document.getElementById("reads").dataset.stamp, form);
  line.textContent = line.dataset.one.replace(/\{(\w+)\}/g, (_, name) => found[name]);
  line.classList.toggle("over", found.segments > 1);
}

const areas = [...form.querySelectorAll("[data-count]")];
for (const area of areas) area.addEventListener("input", () => count(area));
document.body.addEventListener("htmx:afterSettle", () => areas.forEach(count));
