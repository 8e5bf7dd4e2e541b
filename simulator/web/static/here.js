// Which chat is open, as whom, and what is done in it.

import { call } from "./page.js";

const query = new URLSearchParams(location.search);

export const state = {
  channel: query.get("channel"),
  chat: query.get("chat"),
  speaker: query.get("as"),
};

/** The address of one of the page's endpoints, in the open channel. */
export function address(path, values = {}) {
  const query = new URLSearchParams(values);
  if (state.channel) query.set("channel", state.channel);
  return `/ui/line/${path}?${query}`;
}

/** Open this chat, as this member of it; the page listens for `open-chat`. */
export function open(chat, speaker = null) {
  state.chat = chat;
  state.speaker = speaker;
  const address = new URL(location.href);
  address.searchParams.set("chat", chat);
  if (speaker) address.searchParams.set("as", speaker);
  else address.searchParams.delete("as");
  history.replaceState(null, "", address);
  document.dispatchEvent(new Event("open-chat"));
}

/** Do something in the open chat, as the speaker; the page listens for `act`. See `tell`. */
export function act(path, body) {
  document.dispatchEvent(new Event("act"));
  return tell(path, { chat: state.chat, speaker: state.speaker, ...body });
}

/** Call one of the page's endpoints. What goes wrong is shown, and `null` returned. */
export async function tell(path, body) {
  const problem = document.getElementById("problem");
  problem.hidden = true;
  try {
    return await call("POST", address(path), body);
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    return null;
  }
}
