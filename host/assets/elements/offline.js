// Where nobody answers, a page of the association instead of the browser's own. The page is another one for each language and
// look, so that its address says whether it is kept already; the worker that shows it is the same for all of them.

const { worker, offline } = document.querySelector("script[data-worker]")?.dataset ?? {};

// After the page: nothing that is seen waits for it. A browser that takes no worker shows its own page, as before.
if (worker && navigator.serviceWorker) {
  addEventListener("load", () => {
    keep(offline).catch(() => {});
    navigator.serviceWorker.register(worker, { scope: "/", updateViaCache: "all" }).catch(() => {});
  });
}

// Keeps this page, and no other beside it.
async function keep(address) {
  const cache = await caches.open("offline");
  if (!(await cache.match(address))) await cache.add(address);
  for (const other of await cache.keys()) {
    if (new URL(other.url).pathname !== address) await cache.delete(other);
  }
}
