// The plugin: shows the steps of the way in, calls the tools that are filled in, and shows their pages.

import { callWith, exchangeBlocks, fileBlocks, signOutWith } from "./calling.js";
import { call, element, word } from "./page.js";
import { framed } from "./view.js";

function toolParts({ exchanges, files, view }) {
  const [called, ...others] = exchanges.filter(({ purpose }) => purpose !== "renew");
  const parts = [...exchangeBlocks(called), ...fileBlocks(files)];
  if (view) parts.unshift(element("h3", {}, word("page_of_tool")), framed(view));
  if (called.answer?.result?.isError) parts.unshift(element("p", { class: "bad" }, word("tool_error")));
  for (const each of others)
    parts.push(
      element("details", {}, element("summary", {}, word(`step_${each.purpose}`)), ...exchangeBlocks(each)),
    );
  return parts;
}

for (const place of document.querySelectorAll("[data-exchange]"))
  place.append(...exchangeBlocks(JSON.parse(place.dataset.exchange)));

callWith(async (tool, values) => {
  const outcome = await call("POST", "/ui/chatgpt/plugin/call", { tool, values });
  return { ok: outcome.called, outcome, parts: toolParts(outcome) };
});

signOutWith(() => call("POST", "/ui/chatgpt/plugin/sign-out"));
