// Review from the keyboard: a accept, x no statement, s speaker, e words, d person, u undo, j and k skip and back.
// A selection in the text is told as code points of the article: each stretch says its offset (data-at).

// Not imported from keys.js, whose own keys would then come before the ones here.
const isTyping = (event) => event.altKey || event.target.isContentEditable || event.target.matches?.("input, textarea, select");
const say = (words) => { document.getElementById("live").textContent = words; };

const one = (selector, from = document) => from.querySelector(selector);
const text = document.getElementById("text");
const panels = { speaker: one("details#speaker"), span: one("details#span"), person: one("details#person") };
const span = panels.span && one("form", panels.span);
const field = (name) => span.elements[name];

// -- panels ----------------------------------------------------------------------------------------

const isOpen = (name) => Boolean(panels[name]?.open);

function open(name) {
  if (!panels[name]) return;
  for (const other of Object.values(panels)) other.open = other === panels[name];
  panels[name].scrollIntoView({ block: "nearest" });
}

function close() {
  for (const panel of Object.values(panels)) if (panel) panel.open = false;
  document.activeElement?.blur();
}

function submit(id) {
  const form = document.getElementById(id);
  if (form && !form.dataset.sent) form.requestSubmit();
}

for (const form of document.querySelectorAll("main form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault(); // a key held down must not decide twice
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// -- another speaker -------------------------------------------------------------------------------

const radios = () => [...panels.speaker.querySelectorAll("input[type=radio]")];

function speaker() {
  if (!panels.speaker) return;
  if (isOpen("speaker") && document.activeElement?.type === "radio") return one("input[name=name]", panels.speaker).focus();
  open("speaker");
  (radios().find((radio) => radio.checked) ?? radios()[0]).focus();
}

function choose(number) {
  const all = radios();
  const radio = number === 0 ? all.at(-1) : number < all.length ? all[number - 1] : null;
  if (!radio) return;
  radio.checked = true;
  radio.focus();
}

// -- other words -----------------------------------------------------------------------------------

const points = (words) => [...words].length;

// Code points of a stretch that stand before a place in it.
function before(stretch, node, offset) {
  const range = document.createRange();
  range.setStart(stretch, 0);
  range.setEnd(node, offset);
  return points(range.toString());
}

// Spans of the article that a range covers, one for each paragraph as shown.
function spansOf(range) {
  const found = [];
  for (const part of text.querySelectorAll("[data-part]")) {
    let start = null, end = null;
    for (const stretch of part.querySelectorAll("[data-at]")) {
      if (!range.intersectsNode(stretch)) continue;
      const at = Number(stretch.dataset.at);
      const from = stretch.contains(range.startContainer) ? before(stretch, range.startContainer, range.startOffset) : 0;
      const to = stretch.contains(range.endContainer) ? before(stretch, range.endContainer, range.endOffset) : points(stretch.textContent);
      if (from >= to) continue;
      start ??= at + from;
      end = at + to;
    }
    if (start !== null) found.push({ start, end, words: "" });
  }
  return found.map((piece) => trimmed({ ...piece, words: wordsOf(piece) })).filter(Boolean);
}

// The words of a span as the page shows them; a broken line is a blank.
function wordsOf({ start, end }) {
  let words = "", last = null;
  for (const stretch of text.querySelectorAll("[data-at]")) {
    const at = Number(stretch.dataset.at), letters = [...stretch.textContent];
    const from = Math.max(0, start - at), to = Math.min(letters.length, end - at);
    if (from >= to) continue;
    if (last !== null && at > last) words += " ".repeat(at - last);
    words += letters.slice(from, to).join("");
    last = at + letters.length;
  }
  return words;
}

function trimmed({ start, end, words }) {
  const letters = [...words];
  const first = letters.findIndex((letter) => letter.trim());
  const last = letters.findLastIndex((letter) => letter.trim());
  return first < 0 ? null : { start: start + first, end: end - (letters.length - 1 - last), words: letters.slice(first, last + 1).join("") };
}

let pieces = [];

function selected() {
  const selection = getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  return range.intersectsNode(text) ? spansOf(range) : [];
}

function show() {
  const list = one(".pieces", panels.span);
  const line = (piece, kind) => Object.assign(document.createElement("li"), { textContent: piece.words, className: kind, dir: "auto" });
  const tentative = selected().filter((piece) => !pieces.some((kept) => kept.start === piece.start && kept.end === piece.end));
  list.replaceChildren(...pieces.map((piece) => line(piece, "kept")), ...tentative.map((piece) => line(piece, "tentative")));
  field("spans").value = [...pieces, ...tentative].map((piece) => `${piece.start}-${piece.end}`).join(" ");
  if (field("spans").value) field("none").checked = false;
}

function add() {
  const fresh = selected();
  if (!fresh.length) return say("Nothing is selected in the text.");
  pieces = [...pieces, ...fresh];
  getSelection().removeAllRanges();
  show();
  say(`Added: ${fresh.map((piece) => piece.words).join(" … ")}`);
}

function decideWords() {
  if (selected().length) show(); // the browser tells of a changed selection a moment later
  if (!span.dataset.sent) span.requestSubmit();
}

function takeAway() {
  pieces = pieces.slice(0, -1);
  getSelection().removeAllRanges();
  show();
}

function words() {
  if (!panels.span) return;
  open("span");
  text.focus({ preventScroll: true });
  if (getSelection().isCollapsed) startAt(one("input[name=role]:checked", span).dataset.now);
  show();
}

function role(value) {
  const radio = one(`input[name=role][value=${value}]`, span);
  radio.checked = true;
  pieces = [];
  startAt(radio.dataset.now);
  show();
  say(`${value}: select its words`);
}

// Select what the role has now, so that the arrow keys go on from there.
function startAt(now) {
  const [start, end] = (now.split(" ")[0] || "").split("-").map(Number);
  const from = place(start, false), to = place(end, true);
  if (from && to) getSelection().setBaseAndExtent(...from, ...to);
}

// The node and offset of a code point of the article; at an end the place after the one before it.
function place(offset, isEnd) {
  for (const stretch of text.querySelectorAll("[data-at]")) {
    const letters = [...stretch.textContent], at = Number(stretch.dataset.at);
    const inside = isEnd ? at < offset && offset <= at + letters.length : at <= offset && offset < at + letters.length;
    if (inside) return [stretch.firstChild, letters.slice(0, offset - at).join("").length];
  }
  return null;
}

function arrow(event) {
  const way = event.key === "ArrowRight" || event.key === "ArrowDown" ? "forward" : "backward";
  const unit = event.key === "ArrowUp" || event.key === "ArrowDown" ? "line" : event.altKey ? "character" : "word";
  const selection = getSelection();
  if (!selection.rangeCount) return;
  if (event.shiftKey) return selection.modify("extend", way, unit);
  const isBackward = way === "backward";
  const wasSelected = !selection.isCollapsed;
  if (wasSelected) isBackward ? selection.collapseToStart() : selection.collapseToEnd();
  if (isBackward || unit === "line") selection.modify("move", way, unit);
  selection.modify("extend", "forward", "word"); // a place without words cannot be seen
}

if (span) {
  one(".with-script", panels.span).hidden = false;
  one("[data-add]", panels.span).addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  one("[data-add]", panels.span).addEventListener("click", add);
  document.addEventListener("selectionchange", () => {
    // what is selected elsewhere, as in the field for typing, leaves the marked words as they are
    if (isOpen("span") && text.contains(getSelection().anchorNode)) show();
  });
  for (const radio of span.querySelectorAll("input[name=role]")) radio.addEventListener("change", () => { pieces = []; show(); });
  for (const instead of [field("words"), field("none")]) {
    instead.addEventListener("input", () => { pieces = []; getSelection().removeAllRanges(); show(); });
  }
  if (isOpen("span") && field("spans").value) {
    pieces = field("spans").value.split(" ").map((pair) => pair.split("-").map(Number)).map(([start, end]) => ({ start, end, words: wordsOf({ start, end }) }));
    show();
  }
  text.addEventListener("mouseup", () => { if (selected().length && !isOpen("span")) open("span"); show(); });
}

for (const button of document.querySelectorAll("[data-close]")) {
  button.hidden = false;
  button.addEventListener("click", close);
}

// Focus goes to the button that changes nothing, so that Enter decides nothing unread.
function person() {
  if (!panels.person) return;
  open("person");
  (one("[data-close]", panels.person) ?? one("summary", panels.person)).focus();
}

// -- keys ------------------------------------------------------------------------------------------

const follow = (rel) => one(`.steps a[rel=${rel}]`)?.click();

const always = {
  a: () => submit("accept"),
  x: () => submit("reject"),
  s: speaker,
  e: words,
  d: person,
  u: () => submit("undo"),
  j: () => follow("next"),
  k: () => follow("prev"),
  Escape: close,
};

const inSpan = {
  c: () => role("content"),
  u: () => role("cue"),
  o: () => role("source"),
  " ": add,
  Enter: decideWords,
  Backspace: takeAway,
};

const inPerson = { y: close, n: () => submit("split") };

function meant(event) {
  const key = event.key;
  if (isOpen("span") && key.startsWith("Arrow") && document.activeElement === text) return () => arrow(event);
  if (isOpen("span") && inSpan[key] && !(/^(Enter| )$/.test(key) && event.target.closest("button, a, summary"))) return inSpan[key];
  if (isOpen("person") && inPerson[key]) return inPerson[key];
  if (isOpen("speaker") && /^[0-9]$/.test(key)) return () => choose(Number(key));
  return always[key];
}

// A radio or a box takes no letters, so that keys work on it; in a field for words they are typed.
const isWriting = (event) => isTyping(event) && !event.target.matches?.("input[type=radio], input[type=checkbox]");

document.addEventListener("keydown", (event) => {
  if (document.getElementById("keys")?.open) return;
  if (event.key === "Escape" && document.activeElement?.matches("input")) return document.activeElement.blur();
  const isArrow = event.key.startsWith("Arrow") && event.altKey && document.activeElement === text;
  if ((isWriting(event) && !isArrow) || event.ctrlKey || event.metaKey || (event.repeat && !event.key.startsWith("Arrow"))) return;
  if (event.target.matches?.("input[type=radio], input[type=checkbox]") && [" "].includes(event.key)) return;
  const act = meant(event);
  if (!act) return;
  event.preventDefault();
  act();
});
