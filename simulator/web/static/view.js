// The host's side of MCP Apps: a tool's page in a frame that reaches nothing but this script.
// https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx

import { element, pretty, word } from "./page.js";

const PROTOCOL = "2026-01-26";
const TALLEST = 640;
const METHOD_NOT_FOUND = -32601;
const dark = matchMedia("(prefers-color-scheme: dark)");

function introduction(tool) {
  return {
    protocolVersion: PROTOCOL,
    hostInfo: { name: "kaiwa-simulator", version: "1" },
    hostCapabilities: {},
    hostContext: {
      toolInfo: { tool },
      theme: dark.matches ? "dark" : "light",
      displayMode: "inline",
      availableDisplayModes: ["inline"],
      containerDimensions: { maxHeight: TALLEST },
      locale: document.documentElement.lang,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      platform: "web",
    },
  };
}

/** A frame with a tool's page, which asks for what it shows, and what was said on both sides. */
export function framed({ address, tool, arguments: given, result }) {
  const frame = element("iframe", {
    class: "view",
    sandbox: "allow-scripts",
    src: address,
    title: word("page_of", { tool: tool.name }),
  });
  const said = element("ol", { class: "messages" });

  function note(by, message) {
    const { jsonrpc, ...shown } = message;
    const details = element("details", {}, element("summary", {}, word(by, { what: named(message) })));
    details.append(element("pre", { tabindex: 0 }, pretty(shown)));
    said.append(element("li", {}, details));
  }

  function post(message) {
    // Its origin is opaque, so no other address names it; only this frame gets the message.
    frame.contentWindow.postMessage({ jsonrpc: "2.0", ...message }, "*");
    note("from_host", message);
  }

  const answers = {
    "ui/initialize": () => introduction(tool),
    ping: () => ({}),
  };
  const notices = {
    "ui/notifications/initialized": () => {
      post({ method: "ui/notifications/tool-input", params: { arguments: given } });
      post({ method: "ui/notifications/tool-result", params: result });
    },
    "ui/notifications/size-changed": ({ height } = {}) => {
      if (Number.isFinite(height)) frame.style.height = `${Math.min(Math.max(height, 0), TALLEST)}px`;
    },
  };

  window.addEventListener("message", function listen({ source, data }) {
    if (!frame.isConnected) window.removeEventListener("message", listen);
    else if (source === frame.contentWindow && data?.jsonrpc === "2.0") take(data);
  });

  function take(message) {
    note("from_page", message);
    const { id, method, params } = message;
    if (id === undefined) {
      if (Object.hasOwn(notices, method)) notices[method](params);
    } else if (Object.hasOwn(answers, method)) post({ id, result: answers[method](params) });
    else if (method !== undefined)
      post({ id, error: { code: METHOD_NOT_FOUND, message: "This host does not do that." } });
  }

  const log = element("details", {}, element("summary", {}, word("messages")), said);
  return element("div", { class: "viewing" }, frame, log);
}

function named({ id, method, error }) {
  if (method) return method;
  return error ? word("error_to", { id }) : word("answer_to", { id });
}
