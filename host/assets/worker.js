// The service worker of the host: where nobody answers, a page of the association stands in place of the browser's own. That
// page alone is kept, by the script of the pages (elements/offline.js), and nothing else is ever answered from here.
//
// It waits until the one before it is of no more use, as browsers do by themselves: visits that are under way while a worker
// takes over from another can stay without an answer (Chromium 148).

addEventListener("install", (event) => {
  // Where a browser can tell beforehand, pictures and uploads do not wake the worker (Service Worker Static Routing API).
  event.addRoutes?.({ condition: { not: { requestMode: "navigate" } }, source: "network" });
});

// Asking the host does not wait until the worker is awake.
addEventListener("activate", (event) => event.waitUntil(registration.navigationPreload?.enable()));

addEventListener("fetch", (event) => {
  // A form goes by itself: the host judges it by where the browser says that it comes from, and a reload sends it again.
  const { mode, method } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(answer(event));
});

async function answer(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await kept()) ?? Response.error();
  }
}

// The page with its own headers, as an answer that says that nothing was found.
async function kept() {
  const cache = await caches.open("offline");
  const [address] = await cache.keys();
  const page = address && (await cache.match(address));
  return page && new Response(page.body, { status: 503, headers: page.headers });
}
