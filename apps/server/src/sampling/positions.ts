import { compute, inSharedMemory } from "../platform/computing.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { frameToDraw } from "../units/index.ts";
import { cellsOfRows } from "./drawing.ts";
import type { SampleInUse } from "./sample-in-use.ts";

export type Position = { latitude: number; longitude: number };

const latitudeNames = /^(.* )?(lat|latitude|vi do)$/;
const longitudeNames = /^(.* )?(lng|lon|longitude|kinh do)$/;

/** A column's name as it is compared: lower case, no marks, words apart. */
const plain = (name: string) =>
  name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

const degrees = (cell: string | number | undefined, most: number): number | undefined => {
  if (cell === undefined || cell === "") return undefined;
  const value = Number(String(cell).trim().replace(",", "."));
  return Number.isFinite(value) && Math.abs(value) <= most ? Math.round(value * 100) / 100 : undefined;
};

/**
 * Where sampled units lie, by their number in the draw: from the frame's columns of latitude and longitude, to two decimals of a degree,
 * about a kilometre (finer ones no frame has: they point at a dwelling). Empty where the frame has no such columns; a unit
 * without a number in both is left out.
 */
export async function sampledPositions(
  run: Database | Transaction,
  { frameId, units }: Pick<SampleInUse, "frameId" | "units">,
): Promise<Map<number, Position>> {
  const { body, rows: frameRows } = await frameToDraw(run, frameId);
  const { header, rows } = await compute(cellsOfRows, new URL("./drawing.ts", import.meta.url), frameRows, [
    inSharedMemory(body),
    Int32Array.from(units, ({ frameRow }) => frameRow),
  ]);
  const names = header.map(plain);
  const [lat, lon] = [latitudeNames, longitudeNames].map((pattern) => names.findIndex((name) => pattern.test(name)));
  if (lat === undefined || lon === undefined || lat < 0 || lon < 0) return new Map();
  return new Map(
    units.flatMap(({ number }, at): [number, Position][] => {
      const latitude = degrees(rows[at]![lat], 90);
      const longitude = degrees(rows[at]![lon], 180);
      return latitude === undefined || longitude === undefined ? [] : [[number, { latitude, longitude }]];
    }),
  );
}
