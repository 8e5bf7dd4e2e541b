// A button that opens a menu: arrow keys move in it, Escape and a click elsewhere close it.

import { element } from "./page.js";

let openMenu = null;

/** A button with an icon; `items()` gives `{label, act}` of each choice when it is opened. */
export function menu(label, icon, items, className = "round") {
  const button = element(
    "button",
    {
      type: "button",
      class: className,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": label,
    },
    element("span", { class: `icon ${icon}`, "aria-hidden": "true" }),
  );
  const holder = element("div", { class: "menu-holder" }, button);
  button.addEventListener("click", () => {
    const wasOpen = openMenu?.button === button;
    close();
    if (!wasOpen) show(holder, button, label, items());
  });
  return holder;
}

/** Close whichever menu is open. */
export function close(focus = false) {
  if (!openMenu) return;
  openMenu.list.remove();
  openMenu.button.setAttribute("aria-expanded", "false");
  if (focus) openMenu.button.focus();
  openMenu = null;
}

function show(holder, button, label, items) {
  const choices = items.map((item) =>
    element(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        onclick: () => {
          close(true);
          item.act();
        },
      },
      item.label,
    ),
  );
  const list = element("div", { class: "menu", role: "menu", "aria-label": label }, ...choices);
  list.addEventListener("keydown", (event) => move(event, choices));
  holder.append(list);
  button.setAttribute("aria-expanded", "true");
  openMenu = { holder, button, list };
  place(list);
  choices[0]?.focus();
}

/** Up instead of down where there is no room below; within the screen in any case. */
function place(list) {
  const box = list.getBoundingClientRect();
  const frame =
    list.closest(".phone")?.getBoundingClientRect() ?? document.body.getBoundingClientRect();
  if (box.bottom > frame.bottom - 8) list.classList.add("up");
  if (box.right > frame.right - 8) list.classList.add("leftwards");
}

function move(event, choices) {
  const index = choices.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) choices.at((index + steps[event.key]) % choices.length)?.focus();
  else if (event.key === "Home") choices[0].focus();
  else if (event.key === "End") choices.at(-1).focus();
  else if (event.key === "Escape") close(true);
  else if (event.key === "Tab") close();
  else return;
  if (event.key !== "Tab") event.preventDefault();
}

document.addEventListener("click", (event) => {
  if (openMenu && !openMenu.holder.contains(event.target)) close();
});
