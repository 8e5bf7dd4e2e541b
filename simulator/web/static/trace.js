// "What happened" under a message: loaded when it is opened, and again while it is new.

import { address } from "./here.js";
import { call, element, word } from "./page.js";
import { parts } from "./trace_parts.js";

const NEW_MILLISECONDS = 60_000;
const AGAIN_MILLISECONDS = 1500;
const entries = new WeakMap();
const loaded = new WeakMap();

/** The closed details of an entry. */
export function traceOf(entry) {
  const summary = element(
    "summary",
    {},
    element("span", { class: "trace-title" }, word("what_happened")),
    element("span", { class: "chips" }),
  );
  const content = element("div", { class: "trace-content", "aria-live": "off" });
  const details = element("details", { class: "trace" }, summary, content);
  details.addEventListener("toggle", () => {
    if (details.open && !content.hasChildNodes()) load(details);
  });
  return details;
}

/** The entry has changed: how it went in short, and all of it if it is open. */
export function updateTrace(details, entry) {
  entries.set(details, entry);
  const chips = inShort(entry).map(([text, kind]) =>
    element("span", { class: `chip ${kind}` }, text),
  );
  details.querySelector(".chips").replaceChildren(...chips.flatMap((chip) => [" ", chip]));
  if (details.open) load(details);
}

/** The status; what LINE makes of it too if it came too late, or not at all. */
function answered({ status, reason }) {
  if (!status) return reason;
  return reason === "REQUEST_TIMEOUT" ? `${status} ${reason}` : String(status);
}

function inShort(entry) {
  const went = entry.webhooks ?? [];
  const last = went.at(-1);
  const chips = [];
  if (last) {
    if (last.status === null) chips.push([word("under_way"), ""]);
    else
      chips.push([
        `${answered(last)} · ${Math.round(last.milliseconds)} ms`,
        last.reason === "OK" ? "good" : "bad",
      ]);
  }
  if (went.length > 1) chips.push([word("times", { count: went.length }), "warn"]);
  const way = entry.from === "bot" ? entry.by : entry.answered;
  if (way) chips.push([word(`by_${way}`), ""]);
  return chips;
}

async function load(details) {
  const entry = entries.get(details);
  const content = details.querySelector(".trace-content");
  if (!content.hasChildNodes()) content.append(element("p", { class: "muted" }, word("loading")));
  const which = entry.event ? { event: entry.event } : { bubble: entry.key };
  let found;
  try {
    found = await call("GET", address("trace", which));
  } catch (error) {
    found = { error: error.message };
  }
  const text = JSON.stringify(found);
  if (text !== loaded.get(details)) {
    const first = !loaded.has(details);
    loaded.set(details, text);
    replace(content, [...parts(found), again(details)]);
    if (first) details.scrollIntoView({ block: "nearest" });
  }
  const isNew = !found.error && Date.now() - new Date(entry.at) < NEW_MILLISECONDS;
  if (isNew && details.open && details.isConnected) {
    clearTimeout(details.timer);
    details.timer = setTimeout(() => details.open && load(details), AGAIN_MILLISECONDS);
  }
}

/** New content; what was opened in it stays open, and the focus where it was. */
function replace(content, made) {
  const opened = new Set(
    [...content.querySelectorAll("details[open]")].map((each) => each.dataset.part),
  );
  const focused = content.contains(document.activeElement)
    ? document.activeElement.closest("[data-part]")?.dataset.part
    : null;
  content.replaceChildren(...made);
  for (const each of content.querySelectorAll("details")) each.open = opened.has(each.dataset.part);
  if (focused)
    content
      .querySelector(`[data-part="${CSS.escape(focused)}"]`)
      ?.querySelector("summary, button")
      ?.focus();
}

function again(details) {
  const button = element(
    "button",
    { type: "button", class: "small", onclick: () => load(details) },
    word("again"),
  );
  return element("p", { "data-part": "again" }, button);
}
