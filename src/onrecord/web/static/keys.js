// Keys that every page has: / to search, ? for help, j and k to step through what is marked data-step,
// Enter to open its data-open link, n and p to turn the page.
const help = document.getElementById("keys");

export function isTyping(event) {
  const on = event.target;
  return event.ctrlKey || event.metaKey || event.altKey || on.isContentEditable || on.matches?.("input, textarea, select");
}

export function say(words) {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}

let here = -1;

function step(by) {
  const stops = [...document.querySelectorAll("[data-step]")];
  if (!stops.length) return;
  stops[here]?.classList.remove("here");
  here = Math.max(0, Math.min(stops.length - 1, here + by));
  stops[here].classList.add("here");
  const open = stops[here].querySelector("[data-open]");
  open?.focus({ preventScroll: true });
  stops[here].scrollIntoView({ block: "center" });
}

const turn = (rel) => document.querySelector(`a[rel=${rel}]`)?.click();

const keys = {
  "/": () => document.getElementById("quick")?.focus(),
  "?": () => help?.showModal(),
  j: () => step(1),
  k: () => step(-1),
  n: () => turn("next"),
  p: () => turn("prev"),
};

// A page's own module may import this one under another address, which makes it run twice.
const first = !document.documentElement.dataset.keys;
document.documentElement.dataset.keys = "on";
if (first) document.addEventListener("keydown", (event) => {
  if (isTyping(event) || help?.open || !keys[event.key]) return;
  if (event.defaultPrevented) return;
  event.preventDefault();
  keys[event.key]();
});
