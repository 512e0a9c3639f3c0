// The service worker of the host: where nobody answers, a page of the association stands in place of the browser's own. That
// page is PAGE, a constant before this text, and all that is ever answered from here: nothing of a person is kept.

addEventListener("install", (event) => {
  // Whoever changed the language, or the program its version, gets the new page from the next visit on.
  skipWaiting();
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
    return new Response(PAGE.html, { status: 503, headers: PAGE.headers });
  }
}
