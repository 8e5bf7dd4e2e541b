// What is in a bubble, by the kind of message. Text is only ever text.

import { flex } from "./flex.js";
import { element, word, words } from "./page.js";
import { stickerOf } from "./stickers.js";

const ADDRESS = /https?:\/\/[^\s<>"「」（）]+[^\s<>"「」（）。、．，.,;:!?）]/g;

/** The content of a bubble. */
export function body(entry, name) {
  const message = entry.message;
  switch (entry.kind) {
    case "text":
    case "textV2":
      return element("p", { class: "said" }, ...linked(entry.text));
    case "sticker":
      return sticker(message);
    case "image":
      return entry.content ? picture(entry.content, name) : shortly(entry);
    case "audio":
      return entry.content ? recording(entry, name) : shortly(entry);
    case "video":
      return entry.content
        ? element("video", {
            src: entry.content,
            controls: true,
            preload: "metadata",
            "aria-label": word("video_from", { name }),
          })
        : shortly(entry);
    case "file":
      return entry.content
        ? element(
            "a",
            { href: entry.content, download: message.fileName ?? "file" },
            `${message.fileName ?? "file"}`,
          )
        : shortly(entry);
    case "location":
      return element(
        "p",
        { class: "said place" },
        element("span", { class: "icon place", "aria-hidden": "true" }),
        [message.title, message.address].filter(Boolean).join("\n"),
      );
    case "flex":
      return flex(message.contents);
    default:
      return shortly(entry);
  }
}

/** What the message quotes, above it. */
export function quoted(entry) {
  if (!entry.quoted || entry.unsent) return null;
  const { name } = entry.quoted;
  return element(
    "blockquote",
    { class: "quoted" },
    element("span", { class: "quoted-name" }, name ?? word("kaiwa")),
    element("span", { class: "quoted-text" }, inShort(entry.quoted)),
  );
}

/** A line for a message of any kind. */
export function inShort({ kind, text, unsent }) {
  if (unsent) return word("unsent");
  const named = `kind_${kind}`;
  return text === `[${kind}]` && named in words ? `[${word(named)}]` : text;
}

function shortly(entry) {
  return element("p", { class: "said" }, inShort(entry));
}

/** Text in which web addresses can be followed. */
function linked(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, match.index));
    parts.push(
      element("a", { href: match[0], target: "_blank", rel: "noopener noreferrer" }, match[0]),
    );
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

function sticker(message) {
  const known = stickerOf(message.stickerId);
  const name = (message.keywords ?? []).join(", ");
  if (!known) return element("p", { class: "said" }, `[${name || "sticker"}]`);
  return element("img", {
    class: "sticker",
    src: known.picture,
    alt: name || known.name,
    width: "120",
    height: "120",
  });
}

function picture(address, name) {
  const shown = element("img", { src: address, alt: word("picture_from", { name }) });
  return element("a", { class: "picture", href: address, target: "_blank" }, shown);
}

function recording(entry, name) {
  if (entry.spoken !== null && entry.spoken !== undefined)
    return element(
      "p",
      { class: "said recording" },
      element("span", { class: "icon play", "aria-hidden": "true" }),
      element("span", {}, entry.spoken),
    );
  return element("audio", {
    src: entry.content,
    controls: true,
    preload: "metadata",
    "aria-label": word("recording_from", { name }),
  });
}
