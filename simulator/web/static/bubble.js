// One bubble with its menu, and the sentence for an event that no bubble shows.

import { body, quoted } from "./bubble_body.js";
import { avatar, botAvatar } from "./chats.js";
import { quote } from "./composer.js";
import { act, tell } from "./here.js";
import { menu } from "./menu.js";
import { element, word } from "./page.js";

const KNOWN = ["follow", "unfollow", "join", "leave", "memberJoined", "unsend", "postback"];
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** A bubble with its name, time, read mark and menu. `mine`: of the one whose phone it is. */
export function bubble(entry, mine) {
  const name = entry.name ?? word("kaiwa");
  const at = new Date(entry.at);
  const meta = element(
    "div",
    { class: "meta" },
    entry.read ? element("span", { class: "read" }, word("read")) : null,
    element("time", { datetime: entry.at }, clock.format(at)),
  );
  const content = entry.unsent
    ? element("p", { class: "taken-back" }, word("unsent"))
    : body(entry, name);
  const framed = element("div", { class: `bubble kind-${entry.kind}` }, quoted(entry), content);
  const row = element("div", { class: "row" }, framed, meta, more(entry, mine));
  if (mine) return [element("span", { class: "unseen" }, `${name}: `), row];
  const picture = entry.from === "bot" ? botAvatar() : avatar(name, entry.speaker ?? "");
  return [picture, element("div", { class: "column" }, element("p", { class: "name" }, name), row)];
}

function more(entry, mine) {
  if (entry.unsent && !mine) return null;
  return menu(
    word("more"),
    "more",
    () => {
      const choices = [];
      if (!entry.unsent) choices.push({ label: word("quote"), act: () => quote(entry) });
      if (mine && !entry.unsent)
        choices.push({
          label: word("unsend"),
          act: () => act("unsend", { message_id: entry.key }),
        });
      if (mine && entry.event)
        choices.push({
          label: word("redeliver"),
          act: () => tell("redeliver", { event: entry.event }),
        });
      return choices;
    },
    "dots-button",
  );
}

/** The sentence for an event that no bubble shows. */
export function notice(entry) {
  const values = { name: entry.name ?? "", text: entry.text ?? entry.kind, kind: entry.kind };
  if (entry.what !== "event") return word(`notice_${entry.what}`, values);
  const known = KNOWN.includes(entry.kind);
  return word(known ? `notice_${entry.kind}` : "notice_other", values);
}
