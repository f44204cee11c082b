// Only comfort: the page does all of this without a script too. Keys write at once; a text is sent without a new page, so
// that screen readers hear the answer and the view stays where it is.
const form = document.getElementById("phone");
const text = document.getElementById("text");
let busy = false;
let plain = false;

form.addEventListener("submit", async (event) => {
  if (plain) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.name === "key") {
    if (text.value.length < text.maxLength) text.value += button.value;
  } else if (!busy) {
    busy = true;
    await send(button).catch(() => {
      plain = true; // the browser shows what is wrong; the same form sent twice is one message
      form.requestSubmit(button);
    });
    busy = false;
  }
});

async function send(button) {
  const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form, button) });
  if (!answer.ok || new URL(answer.url).pathname !== location.pathname) throw new Error(answer.statusText);
  show(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

function show(page) {
  const here = document.getElementById("conversation");
  const now = [...page.getElementById("conversation").children];
  const old = [...here.children];
  // What stands there already stays, so that only what is new is read out.
  const start = old.findIndex((_, at) => old.slice(at).every((node, n) => now[n]?.outerHTML === node.outerHTML));
  const gone = start < 0 ? old : old.slice(0, start);
  gone.forEach((node) => node.remove());
  here.append(...now.slice(old.length - gone.length));
  for (const name of ["form", "text"]) form.elements[name].value = page.querySelector(`[name=${name}]`).value;
  here.parentElement.scrollTop = 0; // the container is a reversed column: 0 is its end
  here.closest(".screen").scrollIntoView({ block: "nearest" }); // the quick tries stand below it on a narrow screen
}
