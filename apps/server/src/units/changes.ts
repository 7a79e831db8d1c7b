import { randomUUID } from "node:crypto";
import type { NewUnit, UnitChange, UnitCorrection } from "@lang-nghe/contract";
import { inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { act, lockTree, type PlacementRow, type Recorder, type UnitRow } from "./acts.ts";
import { pointsAtPerson } from "./focal.ts";
import * as queries from "./queries.ts";

type Tree = { units: Map<string, UnitRow>; placements: PlacementRow[] };

const treeOf = async (run: Transaction): Promise<Tree> => ({
  units: new Map((await queries.allUnits(run)).map((row) => [row.id, row])),
  placements: await queries.allPlacements(run),
});

const refuse = (vi: string, en: string): never => {
  throw new Problem("units.refused-change", { reason: { vi, en } });
};

/** The day before, ISO 8601. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

export const holdsOn = (row: { valid_from: string | null; valid_to: string | null }, day: string): boolean =>
  (row.valid_from === null || row.valid_from <= day) && (row.valid_to === null || row.valid_to >= day);

const dayInWords = (day: string) => day.split("-").reverse().join("/");

/** Adds one unit. @returns its id. */
export async function addUnit(platform: Platform, by: Person, given: NewUnit): Promise<string> {
  const id = randomUUID();
  await inTransaction(platform.database, async (transaction) => {
    await lockTree(transaction);
    const tree = await treeOf(transaction);
    checkFocal(given.focal);
    if (given.parentId) unitOf(tree, given.parentId);
    await act(transaction, platform.clock, by, { what: "add", subject: given.name }, async ({ put }) => {
      await put("unit", [
        {
          id,
          code: given.code,
          name: given.name.normalize("NFC").trim(),
          name_en: given.nameEn?.trim() ?? "",
          kind: given.kind,
          valid_from: given.validFrom,
          valid_to: null,
          focal: given.focal?.normalize("NFC").trim() ?? "",
        },
      ]);
      if (given.parentId) await put("placement", [placement(id, given.parentId, given.validFrom)]);
      return 1;
    });
  });
  return id;
}

/** Corrects what was written wrongly of a unit. */
export async function correctUnit(platform: Platform, by: Person, id: string, given: UnitCorrection): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    await lockTree(transaction);
    const unit = unitOf(await treeOf(transaction), id);
    checkFocal(given.focal);
    if (given.validFrom && unit.valid_to && given.validFrom > unit.valid_to)
      refuse("Ngày đầu phải trước ngày cuối.", "The first day must come before the last.");
    await act(transaction, platform.clock, by, { what: "correct", subject: unit.name }, async ({ put }) => {
      const { nameEn, validFrom, ...rest } = given;
      const corrected: UnitRow = {
        ...unit,
        ...rest,
        ...(nameEn !== undefined && { name_en: nameEn.trim() }),
        ...(validFrom !== undefined && { valid_from: validFrom }),
      };
      corrected.name = corrected.name.normalize("NFC").trim();
      await put("unit", [corrected]).catch((error: { constraint?: string }) => {
        throw error.constraint === "keep_closed" ? new Problem("units.no-accounts", {}, { cause: error }) : error;
      });
      return 1;
    });
  });
}

/** Writes down what happened in the world. @throws {Problem} units.refused-change, units.code-taken. */
export async function changeUnits(platform: Platform, by: Person, change: UnitChange): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    await lockTree(transaction);
    const tree = await treeOf(transaction);
    const first = change.what === "become" || change.what === "join" ? change.from[0]! : change.unitId;
    const subject = unitOf(tree, first).name;
    await act(transaction, platform.clock, by, { what: change.what, subject }, async (recorder) => {
      switch (change.what) {
        case "become":
          return become(tree, recorder, change);
        case "join":
          return join(tree, recorder, change);
        case "move":
          return move(tree, recorder, change);
        case "end":
          await end(tree, recorder, [change.unitId], change.on, undefined);
          return 1;
      }
    });
  });
}

async function become(
  tree: Tree,
  recorder: Recorder,
  { on, from, to }: Extract<UnitChange, { what: "become" }>,
): Promise<number> {
  if (from.length > 1 && to.length > 1)
    refuse(
      "Nhiều đơn vị thành nhiều đơn vị: xin ghi từng đơn vị cũ một.",
      "Several units cannot become several at once: write down each old one by itself.",
    );
  const shares = to.flatMap(({ share }) => share ?? []);
  if (shares.length && Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) > 1e-6)
    refuse("Các phần dân số phải cộng lại bằng 1.", "The parts of the population must add up to 1.");
  const made = to.map((one) => ({ ...one, id: randomUUID() }));
  for (const { parentId } of made) {
    if (parentId === null) continue;
    if (from.includes(parentId)) refuse("Đơn vị cha đã hết hiệu lực.", "The unit above ends on that day.");
    demandStanding(tree, parentId, on);
    if (from.some((id) => liesIn(tree, parentId, id, on))) refuseInside();
  }
  // The old ends first: the new may have its code.
  const finish = await ended(tree, recorder, from, on, made.length === 1 ? made[0]!.id : undefined);
  await recorder.put(
    "unit",
    made.map(({ id, code, name, kind }) => ({
      id,
      code,
      name: name.normalize("NFC").trim(),
      name_en: "",
      kind,
      valid_from: on,
      valid_to: null,
      focal: "",
    })),
  );
  await recorder.put(
    "placement",
    made.flatMap(({ id, parentId }) => (parentId ? [placement(id, parentId, on)] : [])),
  );
  await finish();
  await recorder.put(
    "succession",
    from.flatMap((oldId) =>
      made.map(({ id, share }) => ({
        id: randomUUID(),
        old_id: oldId,
        new_id: id,
        changed_on: on,
        share: made.length === 1 ? 1 : (share ?? null),
      })),
    ),
  );
  return from.length + made.length;
}

async function join(
  tree: Tree,
  recorder: Recorder,
  { on, from, to }: Extract<UnitChange, { what: "join" }>,
): Promise<number> {
  if (from.includes(to)) refuse("Một đơn vị không thể nhập vào chính nó.", "A unit cannot join itself.");
  demandStanding(tree, to, on);
  if (from.some((id) => liesIn(tree, to, id, on))) refuseInside();
  await end(tree, recorder, from, on, to);
  await recorder.put(
    "succession",
    from.map((oldId) => ({ id: randomUUID(), old_id: oldId, new_id: to, changed_on: on, share: 1 })),
  );
  return from.length;
}

async function move(
  tree: Tree,
  recorder: Recorder,
  { on, unitId, parentId }: Extract<UnitChange, { what: "move" }>,
): Promise<number> {
  const unit = unitOf(tree, unitId);
  if (!standsFrom(unit, on)) refuseDay(unit, on);
  if (parentId) {
    demandStanding(tree, parentId, on);
    if (parentId === unitId || liesIn(tree, parentId, unitId, on)) refuseInside();
  }
  await closePlacements(tree, recorder, [unitId], on);
  if (parentId) await recorder.put("placement", [placement(unitId, parentId, on)]);
  return 1;
}

async function end(
  tree: Tree,
  recorder: Recorder,
  ids: readonly string[],
  on: string,
  successor: string | undefined,
): Promise<void> {
  await (await ended(tree, recorder, ids, on, successor))();
}

/**
 * Units end on the day before `on`. What lies in them moves to the successor.
 * @returns the second half, to be run once the successor is there.
 */
async function ended(
  tree: Tree,
  recorder: Recorder,
  ids: readonly string[],
  on: string,
  successor: string | undefined,
): Promise<() => Promise<void>> {
  const last = dayBefore(on);
  const units = ids.map((id) => unitOf(tree, id));
  for (const unit of units)
    if (unit.valid_to !== null || (unit.valid_from !== null && unit.valid_from > last)) refuseDay(unit, on);
  const below = tree.placements.filter(
    (row) => ids.includes(row.parent_id) && !ids.includes(row.unit_id) && (row.valid_to === null || row.valid_to >= on),
  );
  if (below.length && successor === undefined)
    refuse(
      `Còn ${below.length} đơn vị nằm trong đơn vị này; xin chuyển chúng trước.`,
      `${below.length} units still lie in it; move them first.`,
    );
  await recorder.put(
    "unit",
    units.map((unit) => ({ ...unit, valid_to: last })),
  );
  return async () => {
    await closePlacements(tree, recorder, ids, on);
    if (successor === undefined) return;
    await close(recorder, below, on);
    await recorder.put(
      "placement",
      below.map((row) => ({
        ...placement(row.unit_id, successor, row.valid_from !== null && row.valid_from > on ? row.valid_from : on),
        // What lay there for a time only goes on lying there for that time.
        valid_to: row.valid_to,
      })),
    );
  };
}

/** Ends where units lie on the day before `on`; what would have begun later is taken away. */
async function closePlacements(tree: Tree, recorder: Recorder, ids: readonly string[], on: string): Promise<void> {
  const own = tree.placements.filter(
    (row) => ids.includes(row.unit_id) && (row.valid_to === null || row.valid_to >= on),
  );
  await close(recorder, own, on);
}

async function close(recorder: Recorder, own: readonly PlacementRow[], on: string): Promise<void> {
  const last = dayBefore(on);
  const begun = own.filter((row) => row.valid_from === null || row.valid_from <= last);
  await recorder.put(
    "placement",
    begun.map((row) => ({ ...row, valid_to: last })),
  );
  await recorder.remove(
    "placement",
    own.filter((row) => !begun.includes(row)).map(({ id }) => id),
  );
}

/** Valid on a day and from then on. */
const standsFrom = (unit: UnitRow, on: string) =>
  unit.valid_to === null && (unit.valid_from === null || unit.valid_from <= on);

function demandStanding(tree: Tree, id: string, on: string): void {
  const unit = unitOf(tree, id);
  if (!standsFrom(unit, on))
    refuse(
      `“${unit.name}” chưa có hoặc đã hết hiệu lực vào ngày ${dayInWords(on)} hay sau đó.`,
      `“${unit.name}” is not valid on ${on} and from then on.`,
    );
}

/** Whether a unit lies in another, by way of any number of others, on a day or later. */
function liesIn(tree: Tree, id: string, other: string, on: string): boolean {
  const seen = new Set<string>();
  const open = [id];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    for (const row of tree.placements)
      if (row.unit_id === one && (row.valid_to === null || row.valid_to >= on)) open.push(row.parent_id);
  }
  return id !== other && seen.has(other);
}

function refuseInside(): never {
  return refuse(
    "Một đơn vị không thể nằm trong chính nó, kể cả qua đơn vị khác; xin chuyển đơn vị bên trong trước.",
    "A unit cannot lie in itself, not by way of others either; move the inner unit first.",
  );
}

const placement = (unitId: string, parentId: string, from: string | null): PlacementRow => ({
  id: randomUUID(),
  unit_id: unitId,
  parent_id: parentId,
  valid_from: from,
  valid_to: null,
});

function unitOf(tree: Tree, id: string): UnitRow {
  const unit = tree.units.get(id);
  if (!unit) throw new Problem("platform.not-found");
  return unit;
}

function checkFocal(focal: string | undefined): void {
  if (focal && pointsAtPerson(focal)) throw new Problem("units.focal");
}

function refuseDay({ name }: UnitRow, on: string): never {
  return refuse(
    `“${name}” không có hiệu lực trước ngày ${dayInWords(on)}, hoặc đã hết hiệu lực.`,
    `“${name}” is not valid before ${on}, or has ended already.`,
  );
}
