// <veillee-progress>: asks how far a job is, more rarely while nothing moves, and not at all while nobody looks.

const SHORTEST_MS = 2_000;
const LONGEST_MS = 20_000;

class VeilleeProgress extends HTMLElement {
  #isWatching = false;
  #wait_ms = SHORTEST_MS;

  connectedCallback() {
    if (!this.dataset.object || this.#isWatching) return;
    this.#isWatching = true;
    this.#watch();
  }

  async #watch() {
    let before = "";
    while (this.isConnected) {
      await new Promise((resolve) => setTimeout(resolve, this.#wait_ms));
      if (document.hidden) continue;
      const answer = await ask(`/-/progress/${this.dataset.object}`, {}, () => this.#say(say("trouble")));
      if (!answer?.ok) return this.#say(say("progress-lost"));
      const text = await answer.text();
      const state = JSON.parse(text);
      if (!state.running) return this.#end();
      this.#show(state);
      this.#wait_ms = text === before ? Math.min(this.#wait_ms * 1.5, LONGEST_MS) : SHORTEST_MS;
      before = text;
    }
  }

  #show({ done, total, line }) {
    const bar = this.querySelector("progress");
    if (total > 0) {
      bar.max = total;
      bar.value = done;
    } else {
      bar.removeAttribute("value");
    }
    bar.setAttribute("aria-label", line);
    this.#say(line);
  }

  #say(line) {
    this.querySelector("span").textContent = line;
  }

  /** The page is not loaded anew by itself: somebody may be writing on it. */
  #end() {
    this.querySelector("progress").remove();
    const words = this.querySelector("span");
    words.setAttribute("role", "status");
    words.textContent = say("progress-done");
  }
}

customElements.define("veillee-progress", VeilleeProgress);
