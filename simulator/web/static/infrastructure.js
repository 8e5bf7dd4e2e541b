// Looks at the queues and the logs again and again while the page is in view.

import { call, element, word } from "./page.js";

const SECONDS = 3;
const looking = document.getElementById("looking");
let seen = "";

function queueRow(queue) {
  const troubling = queue.queue === "dead_letter_queue" ? "count bad" : "count";
  const count = (number) => element("td", { class: number ? troubling : "count" }, String(number));
  return element(
    "tr",
    {},
    element(
      "th",
      { scope: "row" },
      word(queue.queue),
      element("span", { class: "queue-name" }, queue.name),
    ),
    count(queue.waiting),
    count(queue.in_work),
    count(queue.delayed),
  );
}

/** A line of the functions' own is JSON; others are Lambda's. */
function parsed(text) {
  try {
    const line = JSON.parse(text);
    return line !== null && typeof line === "object" ? line : null;
  } catch {
    return null;
  }
}

function logLine({ at, text }) {
  const time = element("time", { datetime: new Date(at).toISOString() }, new Date(at).toLocaleTimeString());
  const line = parsed(text);
  if (line === null) return element("li", { class: "frame" }, time, " ", text.trim());
  const { level, message, timestamp, service, location, ...more } = line;
  const rest = Object.entries(more).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const colour = { WARNING: "warn", ERROR: "bad", CRITICAL: "bad" }[level];
  return element(
    "li",
    {},
    time,
    " ",
    element("strong", { class: colour }, `${level ?? ""} ${message ?? ""}`.trim()),
    " ",
    element("span", { class: "more" }, rest.join(" ")),
  );
}

/** The log of a function: made once, so that it keeps its place, and filled each time. */
function logOf(name) {
  const id = `log-${name}`;
  const found = document.getElementById(id);
  if (found) return found;
  const label = word("lines", { name });
  const list = element("ol", { class: "log", id, tabindex: 0, "aria-label": label });
  const live = element("span", { class: "more", id: `live-${name}` });
  document.getElementById("functions").append(element("h3", {}, element("code", {}, name), " ", live), list);
  return list;
}

function fillVersions(name, versions) {
  const words = versions.map((each) => word(versions.length > 1 ? "version_share" : "version", each));
  document.getElementById(`live-${name}`).textContent = words.join(", ");
}

function fill(list, lines) {
  const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
  if (lines.length) list.replaceChildren(...lines.map(logLine));
  else list.replaceChildren(element("li", { class: "more" }, word("no_lines")));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function show({ queues, functions }) {
  document.getElementById("queue-rows").replaceChildren(...queues.map(queueRow));
  for (const { name, versions, lines } of functions) {
    fill(logOf(name), lines);
    fillVersions(name, versions);
  }
}

function say(words) {
  if (looking.textContent !== words) looking.textContent = words;
}

async function look() {
  if (!document.hidden) {
    try {
      const found = await call("GET", "/ui/infrastructure");
      // What is unchanged is left alone, with what somebody may be selecting in it.
      if (JSON.stringify(found) !== seen) show(found);
      seen = JSON.stringify(found);
      say(word("looking", { seconds: SECONDS }));
    } catch (error) {
      say(word("not_answering", { problem: error.message }));
    }
  }
  setTimeout(look, SECONDS * 1000);
}

document.getElementById("refresh").addEventListener("click", () => location.reload());
look();
