// LINE's side: one of the phones, live. The server sends the whole view whenever it changes.

import { showEntries } from "./bubbles.js";
import { showChats, showHead } from "./chats.js";
import { setUpComposer, showComposer } from "./composer.js";
import { setUpFaults, showFaults } from "./faults.js";
import { address, open, state } from "./here.js";
import { word } from "./page.js";

const RETRY_MILLISECONDS = 2000;
const lost = document.getElementById("lost");
let source = null;

function connect() {
  source?.close();
  source = new EventSource(address("live", state.chat ? { chat: state.chat } : {}));
  source.addEventListener("message", (event) => show(JSON.parse(event.data)));
  source.addEventListener("open", () => {
    // Whatever was restarted meanwhile, the page is to fit it.
    if (!lost.hidden) location.reload();
  });
  source.addEventListener("error", () => {
    lost.hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MILLISECONDS);
  });
}

function show(view) {
  const chat = view.chats.find((each) => each.id === view.chat) ?? view.chats[0];
  if (chat.id !== view.chat) {
    open(chat.id);
    return;
  }
  state.chat = chat.id;
  if (!chat.members.some((member) => member.id === state.speaker))
    state.speaker = chat.members[0]?.id ?? null;
  showChats(view, chat);
  showHead(chat);
  showEntries(view, chat);
  showComposer(view, chat);
  showFaults(view);
  document.title = `${chat.name} – ${word("title")}`;
}

document.getElementById("channel")?.addEventListener("change", ({ target }) => {
  location.search = new URLSearchParams({ channel: target.value });
});
document.addEventListener("open-chat", connect);
setUpComposer();
setUpFaults();
connect();
addEventListener("pagehide", () => source?.close());
