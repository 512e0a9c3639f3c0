// Where nobody answers, a page of the association instead of the browser's own: the worker that shows it is another one for
// each language, look and version, so that its address says whether the browser has it already.

const WORKER = document.querySelector("script[data-worker]")?.dataset.worker;

// After the page: nothing that is seen waits for it. A browser that takes no worker shows its own page, as before.
if (WORKER) {
  addEventListener("load", () => {
    navigator.serviceWorker?.register(WORKER, { scope: "/", updateViaCache: "all" }).catch(() => {});
  });
}
