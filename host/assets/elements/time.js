// <veillee-time>: how long ago, with the exact moment of the reader's own clock in the title.

const RELATIVE = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const EXACT = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "full", timeStyle: "short" });
const DAY_S = 86_400;
const MINUTE_MS = 60_000;

function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

/** `yesterday` is the day before this one, not 24 hours ago. */
function relativeTime(moment, now) {
  const seconds = (moment - now) / 1_000;
  const far = Math.abs(seconds);
  if (far < 60) return RELATIVE.format(0, "second");
  if (far < 3_600) return RELATIVE.format(Math.trunc(seconds / 60), "minute");
  const days = Math.round((midnight(moment) - midnight(now)) / 1_000 / DAY_S);
  if (days === 0 || far < 6 * 3_600) return RELATIVE.format(Math.trunc(seconds / 3_600), "hour");
  if (Math.abs(days) < 14) return RELATIVE.format(days, "day");
  if (Math.abs(days) < 60) return RELATIVE.format(Math.trunc(days / 7), "week");
  if (Math.abs(days) < 700) return RELATIVE.format(Math.trunc(days / 30.44), "month");
  return RELATIVE.format(Math.trunc(days / 365.25), "year");
}

class VeilleeTime extends HTMLElement {
  #timer;

  connectedCallback() {
    const time = this.querySelector("time[datetime]");
    const moment = new Date(time?.dateTime ?? "");
    if (Number.isNaN(moment.getTime())) return;
    time.title = EXACT.format(moment);
    const show = () => (time.textContent = relativeTime(moment, new Date()));
    show();
    this.#timer = setInterval(show, MINUTE_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
}

customElements.define("veillee-time", VeilleeTime);
