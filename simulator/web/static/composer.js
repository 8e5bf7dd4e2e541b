// Where one writes: text, stickers, files, mentions, quotes, and the quick replies to tap.

import { element, word } from "./page.js";
import { attachments } from "./attachments.js";
import { inShort } from "./bubble_body.js";
import { act, open, state } from "./here.js";
import { menu } from "./menu.js";
import { message as stickerMessage, stickers } from "./stickers.js";

const at = (id) => document.getElementById(id);
const text = at("text");
const LINES = 5;

let quoting = null;
let choices = "";
let members = "";

export function setUpComposer() {
  at("attach").append(menu(word("attach"), "plus", () => attachments(sendMessage, text)));
  at("stickers").append(...stickers.map(sticker));
  at("open-stickers").addEventListener("click", () => showStickers(at("stickers").hidden));
  at("stickers").addEventListener("keydown", (event) => {
    if (event.key === "Escape") showStickers(false, true);
  });
  at("no-quote").addEventListener("click", () => quote(null));
  at("speaker").addEventListener("change", (event) => open(state.chat, event.target.value));
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    // Enter that picks a word of an input method does not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      at("composer").requestSubmit();
    }
  });
  at("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    say();
  });
}

/** Fit the composer to the chat: members of a group, the quick replies under the last bubble. */
export function showComposer(view, chat) {
  const alone = chat.kind === "user";
  at("in-group").hidden = alone;
  const people = JSON.stringify([chat.members, state.speaker]);
  if (people !== members) {
    members = people;
    at("speaker").replaceChildren(
      ...chat.members.map((each) =>
        element("option", { value: each.id, selected: each.id === state.speaker }, each.name),
      ),
    );
  }
  const offered = view.entries.at(-1)?.choices ?? [];
  const shown = JSON.stringify([chat.id, offered, view.entries.at(-1)?.key]);
  if (shown !== choices) {
    choices = shown;
    at("choices").hidden = !offered.length;
    at("choices").replaceChildren(...offered.map(choice));
  }
  if (quoting && !view.entries.some((each) => each.key === quoting)) quote(null);
}

/** Quote this bubble in the next text; `null`: none. */
export function quote(entry) {
  quoting = entry?.key ?? null;
  at("quoting").hidden = !entry;
  if (!entry) return;
  const name = entry.name ?? word("kaiwa");
  at("quoted").textContent = `${word("quoting", { name })}: ${inShort(entry)}`;
  text.focus();
}

async function say() {
  const words = text.value.trim();
  if (!words) return;
  const mention = !at("in-group").hidden && at("mention").checked;
  const body = { text: words, mention };
  if (quoting) body.quote = quoting;
  text.value = "";
  grow();
  quote(null);
  text.focus();
  const sent = await act("say", body);
  if (!sent && !text.value) text.value = words;
}

function sendMessage(message) {
  return act("send", { message });
}

function sticker(each) {
  return element(
    "button",
    {
      type: "button",
      onclick: () => {
        showStickers(false, true);
        sendMessage(stickerMessage(each));
      },
    },
    element("img", { src: each.picture, alt: each.keywords[0], width: "64", height: "64" }),
  );
}

function showStickers(shown, focus = false) {
  at("stickers").hidden = !shown;
  at("open-stickers").setAttribute("aria-expanded", String(shown));
  if (shown) at("stickers").querySelector("button").focus();
  else if (focus) at("open-stickers").focus();
}

function choice({ label, opens }) {
  if (opens) {
    const attributes = { class: "button", href: opens, target: "_blank", rel: "noopener noreferrer" };
    return element("a", attributes, label);
  }
  const tap = () => {
    text.focus();
    return act("tap", { label });
  };
  return element("button", { type: "button", onclick: tap }, label);
}

function grow() {
  text.rows = Math.min(LINES, text.value.split("\n").length);
}
