// Texts in the language of the page. The module begins with WORDS, which the host writes before this file.

const LANGUAGE = document.documentElement.lang || "fr";

/** The text of a key, with `{name}` in it replaced. */
function say(key, values = {}) {
  return WORDS[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Without accents and capitals, for comparing what people type with what is there. */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Whether a text holds the beginning of one of its words for every word that was typed. */
function answers(text, typed) {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return fold(typed).split(/[^\p{L}\p{N}]+/u).every((wanted) => words.some((word) => word.startsWith(wanted)));
}
