import type { Crosswalk, Unit, UnitDetail, UnitList } from "@lang-nghe/contract";
import { isOpenKind } from "@lang-nghe/contract";
import { placeName, toneFree, withoutMarks } from "@lang-nghe/vietnamese-text";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./queries.ts";

const shown = 200;

/** Units under one, or those that match what is looked for, on a day. */
export async function listUnits(
  platform: Platform,
  { parent, find, on }: { parent?: string | undefined; find?: string | undefined; on?: string | undefined },
): Promise<UnitList> {
  const { database } = platform;
  const day = on ?? dayOf(platform.clock());
  const wanted = find === undefined ? "" : withoutMarks(find).trim();
  let total: number;
  let units: Unit[];
  if (wanted !== "") {
    const found = (await queries.placedUnits(database, day)).filter(
      ({ code, name, nameEn }) =>
        code.toLowerCase().startsWith(wanted) ||
        withoutMarks(name).includes(wanted) ||
        withoutMarks(nameEn).includes(wanted),
    );
    total = found.length;
    const asWritten = toneFree(find ?? "").trim();
    const { name: wantedName } = placeName(find ?? "");
    /** The very name first, then those that have what was typed with its marks, then the others. */
    const rank = ({ name }: queries.Placed) =>
      placeName(name).name === wantedName ? 0 : toneFree(name).includes(asWritten) ? 1 : 2;
    const ranks = new Map(found.map((unit) => [unit.id, rank(unit)]));
    found.sort((a, b) => ranks.get(a.id)! - ranks.get(b.id)!);
    units = await queries.unitsById(
      database,
      found.slice(0, shown).map(({ id }) => id),
      day,
    );
  } else {
    const all = await queries.unitsUnder(database, parent === undefined || parent === "root" ? null : parent, day);
    total = all.length;
    units = all.slice(0, shown);
  }
  const paths = await queries.pathsOf(
    database,
    units.map(({ id }) => id),
    day,
  );
  return { total, units: units.map((unit) => ({ ...unit, path: [...(paths.get(unit.id) ?? []), self(unit)] })) };
}

const self = ({ id, name }: Unit) => ({ id, name });

/** A unit with where it stood, what it came from and what became of it. @throws {Problem} platform.not-found. */
export async function getUnit(platform: Platform, id: string): Promise<UnitDetail> {
  const { database } = platform;
  const today = dayOf(platform.clock());
  const [now] = await queries.unitsById(database, [id], today);
  if (!now) throw new Problem("platform.not-found");
  // A unit that is no more is shown as it was on its last day; one to come, on its first.
  const day =
    now.validTo !== null && now.validTo < today
      ? now.validTo
      : now.validFrom !== null && now.validFrom > today
        ? now.validFrom
        : today;
  const [unit] = day === today ? [now] : await queries.unitsById(database, [id], day);
  const [paths, placements, predecessors, successors] = await Promise.all([
    queries.pathsOf(database, [id], day),
    queries.placementsOf(database, id),
    queries.successions(database, { newId: id }),
    queries.successions(database, { oldId: id }),
  ]);
  return {
    ...unit!,
    path: [...(paths.get(id) ?? []), self(unit!)],
    open: isOpenKind(unit!.kind),
    placements: placements.map(({ id: parentId, name, validFrom, validTo }) => ({
      parent: { id: parentId, name },
      from: validFrom,
      to: validTo,
    })),
    predecessors,
    successors,
  };
}

export async function listCrosswalk(database: Database, find: string | undefined): Promise<Crosswalk> {
  const wanted = withoutMarks(find ?? "").trim();
  const has = ({ code, name }: { code: string; name: string }) =>
    code.toLowerCase().startsWith(wanted) || withoutMarks(name).includes(wanted);
  const found = (await queries.successions(database)).filter(({ from, to }) => wanted === "" || has(from) || has(to));
  return { total: found.length, successions: found.slice(0, shown) };
}

/** Says where a member of staff works. @throws {Problem} units.no-accounts for units that get none. */
export async function joinUnit(platform: Platform, by: Person, unitId: string, staffId: string): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    const [unit] = await queries.unitsById(transaction, [unitId], dayOf(platform.clock()));
    if (!unit) throw new Problem("platform.not-found");
    const username = await queries.setMember(transaction, unitId, staffId).catch((error: { constraint?: string }) => {
      throw error.constraint === "keep_closed" ? new Problem("units.no-accounts", {}, { cause: error }) : error;
    });
    if (username === undefined) throw new Problem("platform.not-found");
    await audit(transaction, by, "units.member", username, { unit: unit.name });
  });
}

export async function leaveUnit(platform: Platform, by: Person, unitId: string, staffId: string): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    const username = await queries.removeMember(transaction, unitId, staffId);
    if (username === undefined) throw new Problem("platform.not-found");
    await audit(transaction, by, "units.member", username, { unit: null });
  });
}
