// A few stickers of the simulator's own. The bot gets their ids and keywords, as LINE tells them.

const PACKAGE = "446";
const NAMES = {
  1988: "hello",
  1989: "thanks",
  1990: "happy",
  1991: "love",
  1992: "sad",
  1993: "ok",
};
const KEYWORDS = {
  hello: ["Hello", "Hi", "こんにちは"],
  thanks: ["Thanks", "ありがとう"],
  happy: ["Happy", "Yay", "うれしい"],
  love: ["Love", "大好き"],
  sad: ["Sad", "Cry", "悲しい"],
  ok: ["OK", "Yes", "了解"],
};

/** All of them: `{id, name, picture, keywords}`. */
export const stickers = Object.entries(NAMES).map(([id, name]) => ({
  id,
  name,
  picture: `/ui/static/stickers/${name}.svg`,
  keywords: KEYWORDS[name],
}));

/** The sticker of this id, if it is one of these. */
export function stickerOf(id) {
  return stickers.find((each) => each.id === id);
}

/** The message object that sends it. */
export function message(sticker) {
  return { type: "sticker", packageId: PACKAGE, stickerId: sticker.id, keywords: sticker.keywords };
}
