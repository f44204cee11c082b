// Only quickness: the server counts and shows the same when the text is saved. Here each letter is counted as it is typed
// (segments.js).
const form = document.getElementById("editor");
const area = document.getElementById("text");
const more = document.getElementById("more");
const line = document.getElementById("count");

// The same as smsinfo.content.render: [a|b] takes the first alternative whose {fields} all have a value.
function render(text) {
  const fields = JSON.parse(document.getElementById("reads").dataset.fields);
  const said = (name) => fields[name] ?? "";
  const whole = (words) => [...words.matchAll(/\{([a-z][a-z_]*)\}/g)].every((found) => said(found[1]));
  const chosen = text.replace(/\[([^[\]]*)\]/g, (_, clause) => clause.split("|").find(whole) ?? "");
  return chosen.replace(/\{([a-z][a-z_]*)\}/g, (_, name) => said(name));
}

function count() {
  const { stamp, hint } = document.getElementById("reads").dataset;
  const found = segments(render(area.value.trim()) + stamp + (more.value.trim() ? hint : ""), form);
  line.textContent = line.dataset.one.replace(/\{(\w+)\}/g, (_, name) => found[name]);
  line.classList.toggle("over", found.segments > 1);
}

for (const box of [area, more]) box.addEventListener("input", count);
document.body.addEventListener("htmx:afterSettle", count);
count();
