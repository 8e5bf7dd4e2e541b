// The switches that let something go wrong with the next message.

import { tell } from "./here.js";
import { element, word } from "./page.js";

const NAMES = [
  "wrong_signature",
  "redelivery",
  "slow_openai",
  "failing_openai",
  "cut_off",
  "line_429",
  "line_500",
  "expired_token",
];
const buttons = new Map();
const note = document.getElementById("armed");
let noted = "";

export function setUpFaults() {
  for (const name of NAMES) {
    const button = element(
      "button",
      { type: "button", class: "fault", "aria-pressed": "false", "data-fault": name },
      element("span", { class: "fault-name" }, word(name)),
      element("span", { class: "fault-hint" }, word(`${name}_hint`)),
    );
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      tell("misbehave", { name, on });
    });
    buttons.set(name, button);
  }
  document.getElementById("faults").append(...buttons.values());
}

/** What waits to go wrong, at the switches and above the field. */
export function showFaults(view) {
  for (const [name, button] of buttons)
    button.setAttribute("aria-pressed", String(view.armed.includes(name)));
  const shown = view.armed.map((name) => word(name)).join(", ");
  if (shown === noted) return;
  noted = shown;
  note.hidden = !shown;
  note.textContent = shown && `${word("next")} ${shown}`;
}
