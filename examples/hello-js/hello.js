// Greets by name and counts the greetings so far.

import { mayCreate, Query } from "veillee:objects/read@0.1.0";
import { ChangeSet } from "veillee:objects/write@0.1.0";
import { displayName, locale } from "veillee:caller/caller@0.1.0";

const texts = {
  fr: { title: "Bonjour", you: "vous", soFar: "Saluts\u{a0}:", button: "Saluer" },
  en: { title: "Hello", you: "you", soFar: "Hellos:", button: "Say hello" },
};

// The export `veillee:web/web`.
export const web = {
  handle({ method, path }) {
    // What is thrown becomes the host's page for this error: here 404.
    if (path !== "/") throw { tag: "not-found" };
    return method === "POST" ? greet() : page();
  },
};

function page() {
  const say = texts[locale()] ?? texts.en;
  const soFar = new Query("greeting", []).count(10_000);
  const button = `<form method="post" action="/hello-js/"><button>${say.button}</button></form>`;
  const main =
    `<h1>${say.title} ${escape(displayName() ?? say.you)}</h1><p>${say.soFar} ${soFar}</p>` +
    (mayCreate("greeting") ? button : "");
  return { tag: "page", val: { title: say.title, main, status: 200 } };
}

function greet() {
  const changes = new ChangeSet();
  changes.create("greeting", undefined, []);
  changes.commit();
  return { tag: "see-other", val: "/" };
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// What a person gave never becomes markup.
function escape(text) {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
}
