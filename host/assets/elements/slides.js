// What pictures over the whole window need besides: which picture is the large one, going on by itself, and the whole screen.

const SLIDE_MS = 5000;

/** The picture itself: what the link leads to, or the widest of its `srcset`, or what the page shows. */
function largest(link) {
  if (link.pathname.startsWith("/-/blob/") && !link.search) return link.href;
  const image = link.querySelector("img");
  const sets = image.srcset.split(",").map((candidate) => candidate.trim().split(/\s+/));
  const widths = sets.filter(([address]) => address).map(([address, size]) => [address, parseFloat(size) || 1]);
  widths.sort((one, other) => other[1] - one[1]);
  return widths[0]?.[0] ?? image.src;
}

/** Calls every few seconds while it is on. */
class Slides {
  #timer;
  #next;

  constructor(next) {
    this.#next = next;
  }

  get isOn() {
    return this.#timer !== undefined;
  }

  play(isOn) {
    clearInterval(this.#timer);
    this.#timer = isOn ? setInterval(this.#next, SLIDE_MS) : undefined;
  }
}

function leaveScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
}

/** The whole screen, or back from it. Where a browser refuses, the window has to do. */
function fillScreen(element) {
  if (document.fullscreenElement) leaveScreen();
  else element.requestFullscreen().catch(() => {});
}
