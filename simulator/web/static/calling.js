// What both tabs of the page for ChatGPT's side do: ask, call what is filled in, show what went by.

import { element, pretty, word } from "./page.js";

const ask = document.getElementById("ask");

/** Whether the user lets ChatGPT call something, after reading why it asks. */
function allowed(question, operation) {
  document.getElementById("ask-text").textContent = word(question, { operation });
  ask.returnValue = "deny";
  ask.showModal();
  return new Promise((resolve) => {
    ask.addEventListener("close", () => resolve(ask.returnValue === "allow"), { once: true });
  });
}

function valuesOf(form) {
  const values = {};
  for (const field of form.elements)
    if (field.name) values[field.name] = field.type === "checkbox" ? field.checked : field.value;
  return values;
}

function renew(form) {
  for (const field of form.querySelectorAll("[data-fresh]")) field.value = crypto.randomUUID();
}

/** Text that may be long: it scrolls, by keyboard too. `of` tells it from others of its title. */
export function block(title, text, of) {
  const label = of ? `${title}: ${of}` : title;
  return [
    element("h3", {}, title),
    element("pre", { tabindex: 0, role: "region", "aria-label": label }, text),
  ];
}

function messageText(first, headers, body) {
  const lines = [first];
  for (const [name, value] of Object.entries(headers ?? {})) lines.push(`${name}: ${value}`);
  if (body !== null && body !== undefined && body !== "") lines.push("", pretty(body));
  return lines.join("\n");
}

/** A request as it was sent. */
export function requestBlock({ method, url, headers, body }, of) {
  return block(word("request"), messageText(`${method} ${decodeURI(url)}`, headers, body), of);
}

/** A request and its answer with status and headers, if it came that way. */
export function exchangeBlocks({ purpose, request, status, reason, headers, answer }) {
  const of = word(`step_${purpose}`);
  const parts = requestBlock(request, of);
  if (status) parts.push(...block(word("answer"), messageText(`${status} ${reason}`, headers, answer), of));
  else if (answer) parts.push(...block(word("brought"), pretty(answer), of));
  return parts;
}

function fileBlock(file) {
  if (file.problem) return element("p", { class: "bad" }, word("file_problem", file));
  return element(
    "section",
    { class: "file" },
    element(
      "p",
      {},
      element("a", { class: "button", href: file.address, download: file.name }, word("download", file)),
      " ",
      element("span", { class: "muted" }, word("bytes", file)),
    ),
    ...block(word(file.whole ? "contents" : "beginning"), file.preview),
  );
}

/** The files that an answer brought, under a heading. */
export function fileBlocks(files) {
  return files.length ? [element("h3", {}, word("files")), ...files.map(fileBlock)] : [];
}

async function submit(form, act) {
  const operation = form.dataset.operation;
  const status = form.querySelector(".status");
  const button = form.querySelector("button");
  status.className = "status";
  if (form.dataset.asks && !(await allowed(form.dataset.asks, operation))) {
    status.textContent = word("denied");
    return;
  }
  status.textContent = word("calling");
  button.disabled = true;
  try {
    const { ok, outcome, parts } = await act(operation, valuesOf(form));
    status.classList.add(ok ? "good" : "bad");
    status.textContent = word("answered", outcome);
    const result = form.parentElement.querySelector(".result");
    result.replaceChildren(...parts);
    result.hidden = false;
    if (ok) renew(form);
  } catch (error) {
    status.classList.add("bad");
    status.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

/** Let `act(operation, values)` call what is filled in; it tells {ok, outcome, parts to show}. */
export function callWith(act) {
  for (const form of document.querySelectorAll("form[data-operation]")) {
    renew(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form, act);
    });
  }
  for (const button of ask.querySelectorAll("button"))
    button.addEventListener("click", () => ask.close(button.value));
}

/** Let the button sign out with `leave`, and show the tab as it is then. */
export function signOutWith(leave) {
  document.getElementById("sign-out")?.addEventListener("click", async () => {
    await leave();
    location.assign(location.pathname);
  });
}
