// What can be sent besides text: pictures, recordings and files of one's own, and samples.

import { word } from "./page.js";

const SAMPLE_PICTURE = "/ui/static/sample.png";
const PLACE = {
  type: "location",
  title: "Kyoto Station",
  address: "京都府京都市下京区東塩小路町",
  latitude: 34.9858,
  longitude: 135.7588,
};

/** The menu's choices. `send` takes a message object; `text` is the field where one writes. */
export function attachments(send, text) {
  const choose = (accept) => chosen(accept).then(async (file) => send(await messageOf(file)));
  return [
    { label: word("photo"), act: () => choose("image/png,image/jpeg,image/gif,image/webp") },
    { label: word("sample_photo"), act: async () => send(await samplePicture()) },
    { label: word("recording"), act: () => choose("audio/*") },
    { label: word("spoken"), act: async () => send(await spoken(text)) },
    { label: word("file"), act: () => choose("") },
    { label: word("location"), act: () => send(PLACE) },
  ];
}

function chosen(accept) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  return new Promise((resolve) => {
    input.addEventListener("change", () => input.files.length && resolve(input.files[0]));
    input.click();
  });
}

async function messageOf(file) {
  const content = await contentOf(file);
  const kind = ["image", "audio", "video"].find((each) => file.type.startsWith(`${each}/`));
  if (kind === "image" || kind === "video") return { type: kind, content };
  if (kind === "audio") return { type: "audio", duration: await duration(file), content };
  return { type: "file", fileName: file.name, content };
}

async function samplePicture() {
  const response = await fetch(SAMPLE_PICTURE);
  return { type: "image", content: await contentOf(await response.blob()) };
}

/** The stand-in of OpenAI takes text for a recording of these words. */
async function spoken(text) {
  const words = text.value.trim() || word("spoken_sample");
  text.value = "";
  const blob = new Blob([words], { type: "audio/x-m4a" });
  return { type: "audio", duration: 200 * words.length, content: await contentOf(blob) };
}

async function contentOf(blob) {
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
  const base64 = address.slice(address.indexOf(",") + 1);
  return { base64, media_type: blob.type || "application/octet-stream" };
}

/** Milliseconds; a minute where the browser cannot tell. */
function duration(file) {
  const audio = new Audio();
  const address = URL.createObjectURL(file);
  return new Promise((resolve) => {
    const done = (milliseconds) => {
      URL.revokeObjectURL(address);
      resolve(milliseconds);
    };
    audio.addEventListener("loadedmetadata", () =>
      done(Number.isFinite(audio.duration) ? Math.round(audio.duration * 1000) : 60_000),
    );
    audio.addEventListener("error", () => done(60_000));
    audio.src = address;
  });
}
