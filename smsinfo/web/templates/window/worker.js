"use strict";
// Pages that everybody may see, kept on the phone as they were seen last; the network always comes first. Nothing of the
// staff pages, the phone page or a search is kept: only what says itself that caches may keep it.
const KEPT = "window-{{ version }}";
const FIRST = {{ first | tojson }};
const OFFLINE = FIRST[0];
const OURS = /^\/(?:$|(?:info|hoaks|siaran|kabar|kim|angka|data|poster|belajar|help)(?:\/|$))/;
const MOST = 80;
const SAYS = {{ says | tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FIRST)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("window-") && name !== KEPT);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const isPage = event.request.mode === "navigate" && OURS.test(url.pathname);
  if (isPage || url.pathname.startsWith("/static/")) event.respondWith(newest(event.request, isPage));
});

async function newest(request, isPage) {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await (isPage ? asked(request) : fetch(request));
    if (fresh.ok && /\bpublic\b/.test(fresh.headers.get("Cache-Control") || "")) {
      await cache.put(request, fresh.clone());
      await forget(cache);
    }
    return fresh;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return isPage ? marked(kept) : kept;
    if (!isPage) throw error;
    return cache.match(OFFLINE, { ignoreVary: true });
  }
}

// What the browser kept for half a minute is not the network: without a connection it would look like today's page.
function asked(request) {
  return fetch(request.url, { headers: request.headers, credentials: "same-origin", redirect: "manual", cache: "no-cache" });
}

// The oldest go first, never those that came with the worker.
async function forget(cache) {
  const first = FIRST.map((path) => new URL(path, self.location.origin).href);
  const others = (await cache.keys()).filter((request) => !first.includes(request.url));
  await Promise.all(others.slice(0, Math.max(0, others.length - MOST)).map((request) => cache.delete(request)));
}

// A kept page says that it is one, whichever page it is: an alert on it may be over.
async function marked(kept) {
  const text = await kept.text();
  const says = SAYS[(/<html lang="(\w+)"/.exec(text) || [])[1]] || SAYS.id;
  const told = text.replace("<main>", '<main><p class="kept problem" role="status">' + says + "</p>");
  const names = ["Content-Type", "Content-Security-Policy"];
  return new Response(told, { headers: names.map((name) => [name, kept.headers.get(name) || ""]) });
}
