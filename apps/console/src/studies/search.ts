/** Without diacritics and case: "Hòa" → "hoa", "Đường" → "duong". */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

const ranks = (needle: string, texts: readonly string[]): number => {
  const exact = needle.normalize("NFC").toLowerCase();
  if (texts.some((text) => text.normalize("NFC").toLowerCase().includes(exact))) return 0;
  const bare = plain(needle);
  return texts.some((text) => plain(text).includes(bare)) ? 1 : 2;
};

/**
 * Items one of whose texts holds `needle`; as written first, then those found only without diacritics.
 * Order among equals stays. An empty needle finds all.
 */
export function search<Item>(
  items: readonly Item[],
  needle: string,
  textsOf: (item: Item) => readonly string[],
): Item[] {
  const wanted = needle.trim();
  if (wanted === "") return [...items];
  const ranked = items.map((item) => ({ item, rank: ranks(wanted, textsOf(item)) }));
  return [0, 1].flatMap((rank) => ranked.filter((each) => each.rank === rank).map((each) => each.item));
}
