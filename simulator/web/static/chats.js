// The list of phones and groups, the head of the open chat, and adding somebody.

import { element, word } from "./page.js";
import { inShort } from "./bubble_body.js";
import { act, open, state, tell } from "./here.js";
import { menu } from "./menu.js";

const COLOURS = 6;
const NEWCOMERS = 5; // so many of those who could join a group are offered, the last ones
const list = document.getElementById("chats");
const dialog = document.getElementById("adding");
const form = document.getElementById("adding-form");
const seen = new Map();
let listed = "";
let people = [];
let current = null;
let head = "";

/** A round picture with the first letter of a name; always the same colour for an id. */
export function avatar(name, id, tag = "span") {
  const number = [...id].reduce((sum, character) => sum + character.codePointAt(0), 0) % COLOURS;
  const letter = [...name][0]?.toUpperCase() ?? "?";
  return element(tag, { class: `avatar colour-${number}`, "aria-hidden": "true" }, letter);
}

/** The chats, each with what was said last, and a mark where something is new. */
export function showChats(view, shown) {
  if (shown.last) seen.set(shown.id, shown.last.number);
  const text = JSON.stringify([view.chats, shown.id]);
  if (text === listed) return;
  listed = text;
  people = view.chats.filter((chat) => chat.kind === "user");
  const focused = document.activeElement?.closest?.("#chats a")?.dataset.chat;
  list.replaceChildren(...view.chats.map((chat) => item(chat, chat.id === shown.id)));
  if (shown.id !== current)
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  current = shown.id;
  if (focused) list.querySelector(`a[data-chat="${CSS.escape(focused)}"]`)?.focus();
}

function item(chat, isOpen) {
  const isNew = !isOpen && chat.last && chat.last.number > (seen.get(chat.id) ?? 0);
  return element(
    "li",
    {},
    element(
      "a",
      {
        href: `?${new URLSearchParams({ ...(state.channel && { channel: state.channel }), chat: chat.id })}`,
        "data-chat": chat.id,
        "aria-current": isOpen ? "true" : null,
        onclick: (event) => {
          event.preventDefault();
          open(chat.id);
        },
      },
      avatar(chat.name, chat.id),
      element(
        "span",
        { class: "chat-line" },
        element("span", { class: "chat-name" }, chat.name),
        element("span", { class: "chat-last" }, chat.last ? inShort(chat.last) : ""),
      ),
      isNew ? element("span", { class: "new", role: "img", "aria-label": "●" }) : null,
    ),
  );
}

/** Whose phone it is, or which group; and whether the bot is a friend of the user's. */
export function showHead(chat) {
  const shown = JSON.stringify([chat, state.speaker]);
  if (shown === head) return;
  head = shown;
  const alone = chat.kind === "user";
  document.getElementById("chat-title").textContent = alone ? word("kaiwa") : chat.name;
  document.getElementById("chat-subtitle").textContent = alone
    ? word("phone_of", { name: chat.name })
    : word("group_of", { count: chat.members.length });
  const old = document.getElementById("chat-avatar");
  const made = alone ? botAvatar() : avatar(chat.name, chat.id);
  made.id = "chat-avatar";
  old.replaceWith(made);
  showBanner(chat, alone);
  document
    .getElementById("chat-menu")
    .replaceChildren(menu(word("chat_menu"), "more", () => life(chat)));
}

/** The bot's picture. */
export function botAvatar() {
  const picture = element("img", { src: "/ui/static/icon.svg", alt: "" });
  return element("span", { class: "avatar bot", "aria-hidden": "true" }, picture);
}

function showBanner(chat, alone) {
  const banner = document.getElementById("banner");
  banner.hidden = !alone || (chat.friend && !chat.blocked);
  if (banner.hidden) return;
  const words = chat.blocked ? "blocked" : "stranger";
  document.getElementById("banner-words").textContent = word(words, { name: chat.name });
  const button = document.getElementById("befriend");
  button.textContent = word(chat.blocked ? "unblock" : "add_friend");
  button.onclick = () => act("event", { what: "follow" });
}

function life(chat) {
  const say = (label, what) => ({ label: word(label), act: () => act("event", { what }) });
  if (chat.kind === "group") return [say("invite", "join"), say("remove", "leave"), ...joining(chat)];
  if (chat.blocked) return [say("unblock", "follow")];
  return chat.friend ? [say("block", "unfollow")] : [say("add_friend", "follow")];
}

function joining(group) {
  const members = new Set(group.members.map((member) => member.id));
  return people
    .filter((person) => !members.has(person.id))
    .slice(-NEWCOMERS)
    .map(({ id, name }) => ({
      label: word("joins", { name }),
      act: () => act("event", { what: "memberJoined", member: id }),
    }));
}

document.getElementById("add").addEventListener("click", () => dialog.showModal());
document.getElementById("adding-cancel").addEventListener("click", () => dialog.close());
form.addEventListener("submit", async () => {
  const { name, kind, language } = Object.fromEntries(new FormData(form));
  const given = kind === "group" ? { name, group: true } : { name, language: language || null };
  const answer = await tell("people", given);
  form.reset();
  if (answer) open(answer.chat);
});
