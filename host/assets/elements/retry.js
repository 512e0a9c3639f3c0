// Asking the host again after what passes by itself: a line that is away, a host that is busy or restarts.

const LONGEST_WAIT_MS = 30_000;
const TRIES = 8;

/** Whether the same request may succeed later. 0: nobody answered. 507 is a full disk, which a person must see. */
function passes(status) {
  return status === 0 || [408, 423, 429, 460].includes(status) || (status >= 500 && status !== 507);
}

/** Waits 1, 2, 4 … 30 seconds, a little more or less, at least what the host asked for; less if the line comes back. */
function pause(tries, least_s = 0) {
  const wait_ms = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** tries) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const timer = setTimeout(go, Math.max(wait_ms, least_s * 1_000));
    addEventListener("online", go);
    function go() {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    }
  });
}

/**
 * The answer to a request, asked again while what is wrong may pass; the last answer, or undefined if nobody answered.
 * `trouble` is called before each wait.
 */
async function ask(address, options, trouble = () => {}) {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(address, options).catch(() => undefined);
    const mayPass = passes(answer?.status ?? 0) && answer?.type !== "opaqueredirect";
    if (!mayPass || tries + 1 >= TRIES || options?.signal?.aborted) return answer;
    trouble();
    await pause(tries, Number(answer?.headers.get("retry-after")) || 0);
  }
}
