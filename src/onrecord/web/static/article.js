// The article: all words of a statement light up together, j and k step through the statements, n and p
// through the words looked for. Without this, the tabs and cards are plain links to each other.
import { isTyping, say } from "./keys.js";

const tabs = [...document.querySelectorAll(".para .tab, .card.struck")].sort((a, b) =>
  a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
const stops = tabs.map((tab) => tab.id.slice(1));
const found = [...document.querySelectorAll(".para mark")];
const stepper = document.querySelector(".stepper");
let now = null;
let word = -1;

const wordsOf = (number) => document.querySelectorAll(`.para [data-s~="${number}"]`);
const cardOf = (number) => document.querySelector(`.card[data-card="${number}"]`);
const tabOf = (number) => document.getElementById(`s${number}`);

function light(number, name, on) {
  for (const one of wordsOf(number)) one.classList.toggle("lit", on);
  cardOf(number)?.classList.toggle(name, on);
  const tab = tabOf(number);
  if (tab?.classList.contains("tab")) tab.classList.toggle(name, on);
}

function dim(number) {
  if (number && number !== now) light(number, "on", false);
}

function go(number, scroll = true, keep = false) {
  const before = now;
  now = number;
  dim(before);
  if (!number) return;
  light(number, "on", true);
  if (keep) history.replaceState(null, "", `#s${number}`);
  const words = [...wordsOf(number)];
  const at = words.find((one) => one.querySelector("mark")) ?? tabOf(number) ?? words[0];
  if (scroll) at?.scrollIntoView({ block: "center", behavior: "instant" });
  tell(number);
}

function tell(number) {
  if (!stepper) return;
  stepper.querySelector(".at").textContent = `${stops.indexOf(number) + 1} of ${stops.length}`;
}

function step(by) {
  if (!stops.length) return;
  const here = stops.indexOf(now);
  const next = here < 0 ? nearest(by) : Math.max(0, Math.min(stops.length - 1, here + by));
  go(stops[next], true, true);
  tabOf(stops[next])?.focus({ preventScroll: true });
  const card = cardOf(stops[next]);
  say(`Statement ${stops[next]}, ${card?.querySelector(".speaker")?.textContent ?? ""}`);
}

// The first statement that is in sight, for who has read on and then takes up the keys.
function nearest(by) {
  const seen = tabs.findIndex((tab) => tab.getBoundingClientRect().top > 0);
  return seen < 0 ? stops.length - 1 : Math.max(0, by > 0 ? seen : seen - 1);
}

function turn(by) {
  if (!found.length) return false;
  found[word]?.classList.remove("here");
  word = (word + by + found.length) % found.length;
  found[word].classList.add("here");
  found[word].scrollIntoView({ block: "center" });
  say(`Place ${word + 1} of ${found.length}`);
  return true;
}

function open() {
  const on = document.activeElement;
  if (!now || (on !== document.body && !on?.matches?.(".para .tab"))) return false;
  const details = cardOf(now)?.querySelector("details");
  if (!details) return false;
  details.open = !details.open;
  details.scrollIntoView({ block: "nearest" });
  return true;
}

const keys = {
  j: () => (step(1), true),
  k: () => (step(-1), true),
  n: () => turn(1),
  p: () => turn(-1),
  Enter: open,
};

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || document.querySelector("dialog[open]") || !keys[event.key]) return;
  if (keys[event.key]()) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

function numberAt(target) {
  const card = target.closest?.(".card");
  if (card) return card.dataset.card;
  const tab = target.closest?.(".para .tab");
  if (tab) return tab.id.slice(1);
  return target.closest?.("[data-s]")?.dataset.s.split(" ").at(-1);
}

let under = null;
for (const name of ["pointerover", "focusin"]) {
  document.querySelector(".text")?.addEventListener(name, (event) => {
    const number = numberAt(event.target);
    if (number === under) return;
    dim(under);
    under = number;
    if (number) light(number, "on", true);
  });
}
document.querySelector(".text")?.addEventListener("pointerleave", () => {
  dim(under);
  under = null;
});
document.querySelector(".text")?.addEventListener("click", (event) => {
  const words = event.target.closest?.(".para [data-s]");
  if (words && getSelection()?.isCollapsed !== false) go(words.dataset.s.split(" ").at(-1), false, true);
});

function land() {
  const number = /^#[sc](\d+)$/.exec(location.hash)?.[1];
  if (number) go(number, location.hash.startsWith("#s"));
  else if (!location.hash && found.length) turn(1);
}

if (stepper && stops.length) {
  stepper.hidden = false;
  stepper.querySelector(".at").textContent = `${stops.length}`;
  for (const button of stepper.querySelectorAll("button")) {
    button.addEventListener("click", () => step(Number(button.dataset.by)));
  }
}
addEventListener("hashchange", land);
land();
