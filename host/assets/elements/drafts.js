// Where drafts lie: in the tab, under the person who wrote them. They outlive a reload, a cut line, an ended session and a
// tab that is opened again; not the tab's end, nor signing out, nor another person signing in.

const DRAFT = "veillee-draft ";
const READER = document.querySelector("script[data-reader]")?.dataset.reader ?? "";
const SIGN_OUT = new URL("/-/sign-out", location).href;

function draftKeys() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(DRAFT));
  } catch {
    return [];
  }
}

function readDraft(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

/** A browser may forbid it or have no room: then there is no draft, and writing goes on. */
function writeDraft(key, draft) {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function dropDrafts(isDropped) {
  for (const key of draftKeys()) if (isDropped(key)) sessionStorage.removeItem(key);
}

// Another person at the same tab.
if (READER) dropDrafts((key) => !key.startsWith(`${DRAFT}${READER} `) && !key.startsWith(`${DRAFT} `));

// A form that was sent and answered well needs no draft any more. After Back or a reload nobody knows.
const arrival = performance.getEntriesByType("navigation")[0];
if (arrival?.type === "navigate" && !(arrival.responseStatus >= 400)) dropDrafts((key) => readDraft(key)?.sent);

// Signing out in one tab empties all that are open.
const otherTabs = new BroadcastChannel("veillee-drafts");
otherTabs.onmessage = () => dropDrafts(() => true);
addEventListener("submit", (event) => {
  if (addressOf(event.target).href !== SIGN_OUT) return;
  dropDrafts(() => true);
  otherTabs.postMessage("signed out");
});
