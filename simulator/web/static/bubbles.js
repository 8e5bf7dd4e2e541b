// The log of a chat. Each entry keeps its place and its opened details while the view changes.

import { bubble, notice } from "./bubble.js";
import { botAvatar } from "./chats.js";
import { state } from "./here.js";
import { close } from "./menu.js";
import { element, word } from "./page.js";
import { traceOf, updateTrace } from "./trace.js";

const log = document.getElementById("log");
const language = document.documentElement.lang;
const calendar = new Intl.DateTimeFormat(language, {
  month: "long",
  day: "numeric",
  weekday: "short",
});
const NEAR_PIXELS = 80;

let follows = true;
let shown = new Map();
let shownAs = "";
let loading = null;

/** Bring the log up to date. It follows the newest entry unless somebody has scrolled back. */
export function showEntries(view, chat) {
  const as = `${chat.id} ${state.speaker}`;
  if (as !== shownAs) {
    shown = new Map();
    log.replaceChildren();
  }
  follows ||= as !== shownAs;
  shownAs = as;
  const before = shown;
  shown = new Map();
  let last = null;
  for (const entry of withDays(view.entries)) {
    const known = before.get(entry.key);
    const text = JSON.stringify(entry);
    const node = known?.node ?? make(entry);
    if (known && known.text !== text) refresh(node, entry);
    const next = last ? last.nextSibling : log.firstChild;
    if (next !== node) log.insertBefore(node, next);
    shown.set(entry.key, { node, text });
    last = node;
  }
  for (const [key, { node }] of before) if (!shown.has(key)) node.remove();
  showLoading(view.loading);
  showEmpty(view, chat);
  follow();
}

function follow() {
  if (follows) log.scrollTop = log.scrollHeight;
}

log.addEventListener("scroll", () => {
  follows = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PIXELS;
});
document.addEventListener("act", () => {
  follows = true;
});
log.addEventListener("load", follow, true); // a picture has its height only now
new ResizeObserver(follow).observe(log);

function withDays(entries) {
  let day = "";
  return entries.flatMap((entry) => {
    const at = new Date(entry.at);
    const its = at.toDateString();
    if (its === day) return [entry];
    day = its;
    const name = its === new Date().toDateString() ? word("today") : calendar.format(at);
    return [{ type: "day", key: `day-${its}`, name }, entry];
  });
}

function make(entry) {
  if (entry.type === "day")
    return element("p", { class: "entry day" }, element("span", {}, entry.name));
  const mine = entry.from === "user" && entry.speaker === state.speaker;
  const kind = entry.type === "notice" ? "notice" : mine ? "mine" : "other";
  const node = element("div", { class: `entry ${kind}`, "data-key": entry.key });
  node.append(element("div", { class: "top-of-entry" }), traceOf(entry));
  refresh(node, entry);
  return node;
}

function refresh(node, entry) {
  if (entry.type === "day") return;
  const focusWasInside = node.firstChild.contains(document.activeElement);
  if (focusWasInside) close();
  const top = element("div", { class: "top-of-entry" });
  if (entry.type === "notice") top.append(element("p", { class: "pill" }, notice(entry)));
  else top.append(...bubble(entry, node.classList.contains("mine")));
  node.firstChild.replaceWith(top);
  if (focusWasInside) top.querySelector("button")?.focus();
  updateTrace(node.lastChild, entry);
}

function showLoading(is) {
  if (!is) {
    loading?.remove();
    loading = null;
    return;
  }
  loading ??= element(
    "div",
    { class: "entry other loading" },
    element(
      "div",
      { class: "top-of-entry" },
      botAvatar(),
      element(
        "div",
        { class: "bubble" },
        element("span", { class: "unseen" }, word("writing")),
        element(
          "span",
          { class: "dots", "aria-hidden": "true" },
          ...[1, 2, 3].map(() => element("i")),
        ),
      ),
    ),
  );
  log.append(loading);
}

function showEmpty(view, chat) {
  const old = log.querySelector(".empty");
  if (view.entries.length) {
    old?.remove();
    return;
  }
  if (old) return;
  const speaker = chat.members.find((member) => member.id === state.speaker);
  log.append(
    element(
      "div",
      { class: "empty" },
      element("h2", {}, word("empty_title")),
      element("p", {}, word("empty", { name: speaker?.name ?? chat.name })),
      chat.kind === "group" ? element("p", {}, word("group_hint")) : null,
    ),
  );
}
