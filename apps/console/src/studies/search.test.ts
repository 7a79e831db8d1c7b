import { expect, test } from "vitest";
import { search } from "./search.ts";

const places = ["Hòa Bình", "Hoa Lư", "Khánh Hoà", "Đồng Văn"];
const find = (needle: string) => search(places, needle, (place) => [place]);

test("“hoa” finds Hòa, the exact writing first", () =>
  expect(find("hoa")).toEqual(["Hoa Lư", "Hòa Bình", "Khánh Hoà"]));
test("“dong van” finds Đồng Văn", () => expect(find("dong van")).toEqual(["Đồng Văn"]));
test("a word typed with decomposed marks is the same word", () =>
  expect(find("Hòa Bình".normalize("NFD"))).toEqual(["Hòa Bình"]));
test("an empty search finds all, in their order", () => expect(find("  ")).toEqual(places));
test("what is nowhere is not found", () => expect(find("Cà Mau")).toEqual([]));
