// <veillee-lightbox>: looks at pictures one by one over the whole window. Links around pictures lead to it; the keyboard,
// a finger and buttons lead on, or time does. Closing gives the focus back to the picture that was looked at last.

const SWIPE_PX = 50;

class VeilleeLightbox extends HTMLElement {
  #links = [];
  #at = 0;
  #dialog;
  #parts;
  #from;
  #slides = new Slides(() => this.#slide());

  connectedCallback() {
    if (this.isReady) return;
    this.isReady = true;
    if (this.#pictures().length > 1) this.prepend(make("p", {}, makeButton(say("lightbox-play"), () => this.#begin(), { class: "quiet" })));
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!isPlain || !link?.querySelector("img")) return;
      event.preventDefault();
      this.#open(link);
    });
  }

  #pictures() {
    return [...this.querySelectorAll("a[href]")].filter((one) => one.querySelector("img"));
  }

  /** From the first picture on, and by itself. */
  #begin() {
    this.#open(this.#pictures()[0]);
    this.#play(true);
    this.#parts.play.focus();
  }

  #open(link) {
    this.#links = this.#pictures();
    this.#build();
    this.append(this.#dialog);
    this.#dialog.showModal();
    this.#show(this.#links.indexOf(link));
  }

  #build() {
    const step = (words, sign, by) => makeButton(sign, () => this.#show(this.#at + by), { "aria-label": words });
    const parts = {
      image: make("img", { alt: "" }),
      caption: make("figcaption", { "aria-live": "polite" }),
      page: make("a", { href: "#" }, say("lightbox-page")),
      previous: step(say("lightbox-previous"), "‹", -1),
      next: step(say("lightbox-next"), "›", 1),
      play: makeButton(say("lightbox-play"), () => this.#play(!this.#slides.isOn), { hidden: this.#links.length < 2 }),
      full: makeButton(say("lightbox-full"), () => fillScreen(this.#dialog), { hidden: !document.fullscreenEnabled }),
      close: makeButton(say("lightbox-close"), () => this.#dialog.close(), { autofocus: true }),
    };
    const { image, caption, page, previous, next, play, full, close } = parts;
    const bar = make("div", { class: "toolbar" }, page, previous, next, play, full, close);
    this.#parts = parts;
    this.#dialog = make("dialog", { class: "veillee-full", "aria-label": say("lightbox") }, make("figure", {}, image, caption), bar);
    image.addEventListener("error", () => this.#fall());
    this.#dialog.addEventListener("keydown", (event) => this.#press(event));
    this.#dialog.addEventListener("pointerdown", (event) => (this.#from = event));
    this.#dialog.addEventListener("pointerup", (event) => this.#swipe(event));
    this.#dialog.addEventListener("close", () => {
      this.#play(false);
      leaveScreen();
      this.#dialog.remove();
      this.#links[this.#at].focus();
    });
  }

  #show(at) {
    if (at < 0 || at >= this.#links.length) return;
    this.#at = at;
    const link = this.#links[at];
    const thumb = link.querySelector("img");
    const { image, caption, page, previous, next } = this.#parts;
    image.src = largest(link);
    image.alt = thumb.alt;
    const said = (link.closest("figure, li") ?? link).querySelector("figcaption")?.textContent.trim() || thumb.alt;
    const place = say("lightbox-place", { at: at + 1, total: this.#links.length });
    caption.textContent = said ? `${said} – ${place}` : place;
    page.href = link.href;
    page.hidden = link.pathname.startsWith("/-/blob/");
    // A button that cannot go on keeps the focus: it would be lost with `disabled`.
    previous.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === this.#links.length - 1));
    for (const near of [this.#links[at + 1], this.#links[at - 1]]) if (near) new Image().src = largest(near);
  }

  #play(isOn) {
    if (isOn && this.#at === this.#links.length - 1) this.#show(0);
    this.#slides.play(isOn);
    const { play, caption } = this.#parts;
    play.textContent = isOn ? say("lightbox-pause") : say("lightbox-play");
    // What moves by itself is not read aloud.
    caption.setAttribute("aria-live", isOn ? "off" : "polite");
  }

  #slide() {
    this.#show(this.#at + 1);
    if (this.#at === this.#links.length - 1) this.#play(false);
  }

  /** What cannot be shown large may be shown small. */
  #fall() {
    const { image, caption } = this.#parts;
    const small = this.#links[this.#at].querySelector("img").src;
    if (image.src === small) caption.textContent = say("lightbox-lost");
    else image.src = small;
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = { p: () => this.#play(!this.#slides.isOn), f: () => fillScreen(this.#dialog) }[event.key];
    if (deed) {
      event.preventDefault();
      deed();
      return;
    }
    const isRtl = getComputedStyle(this).direction === "rtl";
    const to = {
      ArrowLeft: this.#at + (isRtl ? 1 : -1),
      ArrowRight: this.#at + (isRtl ? -1 : 1),
      Home: 0,
      End: this.#links.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#show(to);
  }

  #swipe(event) {
    if (!this.#from || event.pointerType === "mouse") return;
    const [x, y] = [event.clientX - this.#from.clientX, event.clientY - this.#from.clientY];
    this.#from = undefined;
    // An enlarged picture is moved about by the same finger.
    if (Math.abs(x) < SWIPE_PX || Math.abs(x) < 2 * Math.abs(y) || (visualViewport?.scale ?? 1) > 1.05) return;
    const isForward = x < 0 !== (getComputedStyle(this).direction === "rtl");
    this.#show(this.#at + (isForward ? 1 : -1));
  }
}

customElements.define("veillee-lightbox", VeilleeLightbox);
