// The action: calls the operations that are filled in, and shows what went out and what came back.

import { block, callWith, fileBlocks, requestBlock, signOutWith } from "./calling.js";
import { call, element, pretty, word } from "./page.js";

/** An id that one operation gives is what another has in its address. */
function passOn(answer) {
  if (answer === null || typeof answer !== "object") return;
  for (const field of document.querySelectorAll("[data-path]"))
    if (typeof answer[field.name] === "string") field.value = answer[field.name];
}

callWith(async (operation, values) => {
  const outcome = await call("POST", "/ui/chatgpt/call", { operation, values });
  passOn(outcome.answer);
  const parts = [
    ...requestBlock(outcome.request),
    outcome.too_long ? element("p", { class: "bad" }, word("too_long")) : "",
    ...block(word("answer"), pretty(outcome.answer) || word("no_answer")),
    ...fileBlocks(outcome.files),
  ];
  return { ok: outcome.status < 400, outcome, parts };
});

signOutWith(() => call("POST", "/ui/chatgpt/sign-out"));
