// What is shown of what happened: steps, calls, log lines, items, the event.

import { element, pretty, word } from "./page.js";

const RUNNING = /^(START|END) RequestId: /;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});

/** All parts of it, as elements. */
export function parts(found) {
  if (found.error) return [element("p", { class: "bad" }, found.error)];
  return found.event ? whole(found) : [calls(found.calls)];
}

function whole(found) {
  const deployment = found.deployment;
  return [
    steps(found),
    calls(found.calls),
    ...(deployment
      ? [
          deployment.problem ? element("p", { class: "bad" }, deployment.problem) : null,
          log(deployment.log),
          table(deployment.table),
        ]
      : [element("p", { class: "muted" }, word("no_deployment"))]),
    part("event", word("event"), code(found.event)),
  ].filter(Boolean);
}

function steps(found) {
  const list = element("dl", { class: "steps" });
  const step = (name, ...lines) =>
    list.append(element("dt", {}, word(name)), ...lines.map((line) => element("dd", {}, line)));
  step(
    "step_webhook",
    ...found.webhooks.map((each) =>
      [
        time(each.at),
        each.status === null ? word("under_way") : `${each.status} ${each.reason}`,
        each.milliseconds === null ? null : `${each.milliseconds} ms`,
        word(each.signed ? "signed" : "not_signed"),
      ]
        .filter(Boolean)
        .join(" · "),
    ),
  );
  if (found.deployment?.queue) {
    const { name, ...now } = found.deployment.queue;
    step("step_queue", `${name} · ${word("queue_now", now)}`);
  }
  if (found.tokens) step("step_model", word("tokens", found.tokens));
  const answers = found.answers.map((each) => `${word(`by_${each.by}`)}: ${each.text}`);
  step("step_answer", ...(answers.length ? answers : [word("no_answer")]));
  return list;
}

function calls(listed) {
  const rows = listed.map((each) =>
    part(
      `call-${each.received_at}`,
      `${time(each.received_at)} ${each.service} ${each.operation} → ${each.status ?? word("unanswered")}` +
        (each.milliseconds === null ? "" : ` · ${Math.round(each.milliseconds)} ms`) +
        (each.fault ? ` · ${word("fault", { kind: each.fault })}` : ""),
      element("p", { class: "label" }, word("request")),
      code(each.body),
      element("p", { class: "label" }, word("response")),
      code(each.response),
    ),
  );
  return part("calls", `${word("calls")} (${listed.length})`, ...rows);
}

function log(lines) {
  const told = lines.filter((line) => !RUNNING.test(line.text));
  if (!told.length)
    return part("log", word("log"), element("p", { class: "muted" }, word("no_log")));
  const shown = told.map((line) => `${line.function}  ${readable(line)}`).join("\n");
  return part("log", `${word("log")} (${told.length})`, code(shown));
}

/** A JSON line as its sentence and its values; any other as it is. */
function readable(line) {
  const {
    level,
    message,
    timestamp,
    location,
    service,
    request_id,
    event_id,
    conversation,
    x_line_request_id,
    response_id,
    ...rest
  } = line.fields;
  if (message === undefined) return line.text.replace(/RequestId: \S+\s*/, "");
  const values = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : value}`,
  );
  return [level === "INFO" ? "" : level, message, ...values].filter(Boolean).join(" ");
}

function table(items) {
  if (!items) return null;
  const shown = Object.entries(items).flatMap(([name, item]) => [
    element("p", { class: "label" }, word(`item_${name}`)),
    item ? code(item) : element("p", { class: "muted" }, word("no_item")),
  ]);
  return part("table", word("table"), ...shown);
}

function part(name, title, ...content) {
  return element(
    "details",
    { "data-part": name, class: "part" },
    element("summary", {}, title),
    ...content,
  );
}

function code(value) {
  return element("pre", { tabindex: "0" }, pretty(value ?? null));
}

function time(at) {
  return clock.format(new Date(at));
}
