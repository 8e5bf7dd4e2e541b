// Calls the operations that are filled in, and shows what went out and what came back.

import { call, element, pretty, word } from "./page.js";

const ask = document.getElementById("ask");

/** Whether the user lets ChatGPT call an operation that changes something. */
function allowed(operation) {
  document.getElementById("ask-text").textContent = word("ask", { operation });
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

/** Text that may be long: it scrolls, by keyboard too. */
function block(title, text) {
  return [
    element("h3", {}, title),
    element("pre", { tabindex: 0, role: "region", "aria-label": title }, text),
  ];
}

function requestText({ method, url, headers, body }) {
  const lines = [`${method} ${decodeURI(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== null) lines.push("", pretty(body));
  return lines.join("\n");
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

function show(result, outcome) {
  const files = outcome.files.length
    ? [element("h3", {}, word("files")), ...outcome.files.map(fileBlock)]
    : [];
  result.replaceChildren(
    ...block(word("request"), requestText(outcome.request)),
    outcome.too_long ? element("p", { class: "bad" }, word("too_long")) : "",
    ...block(word("answer"), pretty(outcome.answer) || word("no_answer")),
    ...files,
  );
  result.hidden = false;
}

/** An id that one operation gives is what another has in its address. */
function passOn(answer) {
  if (answer === null || typeof answer !== "object") return;
  for (const field of document.querySelectorAll("[data-path]"))
    if (typeof answer[field.name] === "string") field.value = answer[field.name];
}

async function submit(form) {
  const operation = form.dataset.operation;
  const status = form.querySelector(".status");
  const button = form.querySelector("button");
  status.className = "status";
  if ("asks" in form.dataset && !(await allowed(operation))) {
    status.textContent = word("denied");
    return;
  }
  status.textContent = word("calling");
  button.disabled = true;
  try {
    const outcome = await call("POST", "/ui/chatgpt/call", { operation, values: valuesOf(form) });
    const ok = outcome.status < 400;
    status.classList.add(ok ? "good" : "bad");
    status.textContent = word("answered", outcome);
    show(form.parentElement.querySelector(".result"), outcome);
    passOn(outcome.answer);
    if (ok) renew(form);
  } catch (error) {
    status.classList.add("bad");
    status.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-operation]")) {
  renew(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
}

for (const button of ask.querySelectorAll("button"))
  button.addEventListener("click", () => ask.close(button.value));

document.getElementById("sign-out")?.addEventListener("click", async () => {
  await call("POST", "/ui/chatgpt/sign-out");
  location.assign("/chatgpt");
});
