// A Flex Message as a phone shows it, as far as a bot of texts, tables and code needs it.
// Text is only ever text; of styles only those that LINE's rules let through reach the page.

import { element, word } from "./page.js";

/** The bubble of a Flex Message. */
export function flex(contents) {
  const bubbles = contents.type === "carousel" ? contents.contents : [contents];
  return element("div", { class: "flex" }, ...bubbles.map(bubble));
}

function bubble({ size = "mega", ...blocks }) {
  const shown = ["header", "hero", "body", "footer"].filter((name) => name in blocks);
  return element(
    "div",
    { class: `flex-bubble flex-${size}` },
    ...shown.map((name) => component(blocks[name])),
  );
}

function component(part) {
  switch (part.type) {
    case "box":
      return table(part) ?? box(part);
    case "text":
      return text(part);
    case "separator":
      return element("hr", { class: "flex-separator" });
    case "button":
      return button(part.action);
    default:
      return null;
  }
}

function box(part) {
  const made = element(
    "div",
    { class: `flex-box flex-${part.layout}` },
    ...part.contents.map(component),
  );
  return styled(made, part);
}

function text(part) {
  return styled(element("p", { class: "flex-text" }, part.text ?? ""), part);
}

/** Rows of boxes of the same number are a table, which a screen reader reads as one. */
function table(part) {
  const rows = part.contents.filter((each) => each.type !== "separator");
  const columns = rows[0]?.contents?.length ?? 0;
  const isRow = (row) => row.layout === "horizontal" && row.contents.length === columns;
  if (part.layout !== "vertical" || columns < 2 || !rows.every(isRow)) return null;
  const [titles, ...others] = rows;
  const widths = titles.contents.map((each) => each.flex ?? 1);
  const all = widths.reduce((sum, each) => sum + each, 0);
  const head = titles.contents.map((each, number) => {
    const made = cell("th", each);
    made.scope = "col";
    made.style.width = `${(100 * widths[number]) / all}%`;
    return made;
  });
  const body = others.map((row) =>
    element("tr", {}, ...row.contents.map((each) => cell("td", each))),
  );
  const made = element(
    "table",
    { class: "flex-table" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
  return styled(element("div", { class: "flex-box" }, made), part);
}

function cell(tag, part) {
  return styled(element(tag, {}, part.text ?? ""), { ...part, flex: undefined });
}

function button(action) {
  const done = element("span", { class: "flex-done", role: "status" });
  const copy = async () => {
    const copied = navigator.clipboard.writeText(action.clipboardText).then(() => true);
    done.textContent = word((await copied.catch(() => false)) ? "copied" : "not_copied");
  };
  const tap = action.type === "clipboard" ? copy : null;
  const attributes = { type: "button", class: "flex-button", disabled: !tap };
  const made = element("button", attributes, action.label);
  if (tap) made.addEventListener("click", tap);
  return element("div", { class: "flex-box" }, made, done);
}

function styled(made, part) {
  if (part.flex !== undefined) made.style.flex = `${part.flex} 1 0`;
  if (part.backgroundColor) made.style.backgroundColor = part.backgroundColor;
  if (part.color) made.style.color = part.color;
  if (part.paddingAll) made.style.padding = part.paddingAll;
  if (part.align) made.style.textAlign = part.align;
  if (part.weight === "bold") made.style.fontWeight = "650";
  return made;
}
