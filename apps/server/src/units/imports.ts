import { randomUUID } from "node:crypto";
import type { RowFault, UnitImport, UnitKind } from "@lang-nghe/contract";
import { inTransaction, type Transaction } from "../platform/database.ts";
import { readSheets } from "../platform/files/index.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import type { Upload } from "../platform/upload.ts";
import { act, lockTree, type PlacementRow, type SuccessionRow, type UnitRow } from "./acts.ts";
import { dayBefore, holdsOn } from "./changes.ts";
import * as queries from "./queries.ts";
import { rowsProblem, toldFaults } from "./rows-of-file.ts";
import { type ListedUnit, readCrosswalk, readUnits } from "./unit-file.ts";

type Of = UnitImport["of"];
type Change = UnitImport["sample"][number];
type Plan = {
  units: UnitRow[];
  placements: PlacementRow[];
  /** Placements that end where another begins. */
  dropped: string[];
  successions: SuccessionRow[];
  faults: RowFault[];
  changes: Change[];
  unchanged: number;
  kinds: Map<UnitKind, number>;
  rows: number;
  ignoredColumns: string[];
};

const toldChanges = 50;

/** What a file would change; nothing does. */
export async function previewImport(platform: Platform, of: Of, file: Upload): Promise<Omit<UnitImport, "id">> {
  const plan = await inTransaction(platform.database, (transaction) => planOf(transaction, of, file));
  const count = (state: Change["state"]) => plan.changes.filter((change) => change.state === state).length;
  return {
    of,
    fileName: file.fileName,
    rows: plan.rows,
    added: count("added"),
    changed: count("changed"),
    unchanged: plan.unchanged,
    kinds: [...plan.kinds].map(([kind, number]) => ({ kind, count: number })),
    sample: plan.changes.slice(0, toldChanges),
    faultCount: plan.faults.length,
    faults: plan.faults.slice(0, toldFaults),
    ignoredColumns: plan.ignoredColumns,
  };
}

/** Changes the tree as the file says, worked out against the tree of this moment. @throws {Problem} units.rows. */
export async function applyImport(platform: Platform, by: Person, of: Of, file: Upload): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    await lockTree(transaction);
    const plan = await planOf(transaction, of, file);
    if (plan.faults.length) throw rowsProblem(plan.faults);
    const what = of === "units" ? "import" : "crosswalk";
    await act(transaction, platform.clock, by, { what, subject: file.fileName }, async ({ put, remove }) => {
      await put("unit", plan.units);
      await remove("placement", plan.dropped);
      await put("placement", plan.placements);
      await put("succession", plan.successions);
      return plan.changes.length;
    });
  });
}

/** The later of two first days; null: as long as anyone knows. */
const laterOf = (a: string | null, b: string | null): string | null => ((a ?? "") > (b ?? "") ? a : b);

async function planOf(transaction: Transaction, of: Of, { bytes, fileName }: Upload): Promise<Plan> {
  const sheets = await readSheets(bytes, fileName);
  const units = await queries.allUnits(transaction);
  if (of === "crosswalk") return crosswalkPlan(sheets, units, await queries.successions(transaction));
  return unitsPlan(sheets, units, await queries.allPlacements(transaction));
}

function unitsPlan(sheets: Parameters<typeof readUnits>[0], known: UnitRow[], placements: PlacementRow[]): Plan {
  const { units: listed, faults, ignoredColumns, titleOf } = readUnits(sheets);
  const kinds = new Map<UnitKind, number>();
  for (const { kind } of listed) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const say = ({ row }: ListedUnit, column: "code" | "parent" | "validTo", vi: string, en: string) =>
    faults.push({ row, column: titleOf(column), what: { vi, en } });
  const open = new Map(known.filter((unit) => unit.valid_to === null).map((unit) => [unit.code, unit]));
  const past = new Map(known.map((unit) => [`${unit.code} ${unit.valid_from ?? ""}`, unit]));
  const byId = new Map(known.map((unit) => [unit.id, unit]));
  // Where each unit lies, or lay on its last day.
  const placementOf = new Map(
    placements.filter((row) => row.valid_to === byId.get(row.unit_id)?.valid_to).map((row) => [row.unit_id, row]),
  );
  /** The last day of each unit in another place than that. */
  const earlierUntil = new Map<string, string>();
  for (const row of placements)
    if (
      row.valid_to !== null &&
      placementOf.get(row.unit_id) !== row &&
      row.valid_to > (earlierUntil.get(row.unit_id) ?? "")
    )
      earlierUntil.set(row.unit_id, row.valid_to);

  // Ids first: a row may lie in one that stands further down.
  const spans = new Map<string, ListedUnit[]>();
  const matched = listed.map((unit) => {
    const twins = spans.get(unit.code) ?? [];
    const other = twins.find((twin) => overlap(twin, unit));
    if (other)
      say(
        unit,
        "code",
        `mã “${unit.code}” đã có ở dòng ${other.row}.`,
        `the code “${unit.code}” stands in row ${other.row} too.`,
      );
    spans.set(unit.code, [...twins, unit]);
    const now =
      unit.validTo != null
        ? (past.get(`${unit.code} ${unit.validFrom ?? ""}`) ?? endedNow(open.get(unit.code), unit))
        : open.get(unit.code);
    return { unit, now, id: now?.id ?? randomUUID() };
  });
  const idByCode = new Map<string, string>([...open].map(([code, { id }]) => [code, id]));
  const inFile = new Map<string, typeof matched>();
  for (const entry of matched) inFile.set(entry.unit.code, [...(inFile.get(entry.unit.code) ?? []), entry]);

  const parentOf = new Map<string, string>(
    placements.filter((row) => row.valid_to === null).map((row) => [row.unit_id, row.parent_id]),
  );
  const plan: Plan = {
    units: [],
    placements: [],
    dropped: [],
    successions: [],
    faults,
    changes: [],
    unchanged: 0,
    kinds,
    rows: listed.length + new Set(faults.map(({ row }) => row)).size,
    ignoredColumns,
  };
  plan.rows = Math.max(listed.length, plan.rows);
  const nameById = new Map<string, string>([
    ...known.map((unit): [string, string] => [unit.id, `${unit.code} ${unit.name}`]),
    ...matched.map(({ id, unit }): [string, string] => [id, `${unit.code} ${unit.name}`]),
  ]);
  /** First day of each unit, as it will be: nothing lies in one that has not begun. */
  const firstDay = new Map(known.map((unit) => [unit.id, unit.valid_from]));
  for (const { unit, now, id } of matched)
    firstDay.set(id, unit.validFrom === undefined ? (now?.valid_from ?? null) : unit.validFrom);
  for (const { unit, now, id } of matched) {
    let parentId: string | null | undefined;
    if (unit.parent !== undefined) {
      parentId = null;
      if (unit.parent !== null) {
        const candidates = inFile.get(unit.parent) ?? [];
        // A code may have belonged to several, one after another: the one of the unit's last day is meant.
        const standing =
          candidates.find((one) => covers(one.unit, unit.validTo ?? "9999-12-31")) ??
          candidates.find((one) => overlap(one.unit, unit));
        parentId = (standing ?? candidates[0])?.id ?? idByCode.get(unit.parent) ?? null;
        if (parentId === null)
          say(
            unit,
            "parent",
            `không có đơn vị nào mang mã “${unit.parent}”, trong tệp cũng như trong hệ thống.`,
            `no unit has the code “${unit.parent}”, in the file or in the system.`,
          );
        else if (parentId === id) say(unit, "parent", "đơn vị nằm trong chính nó.", "the unit lies in itself.");
        else parentOf.set(id, parentId);
      } else parentOf.delete(id);
    }
    const row: UnitRow = {
      id,
      code: unit.code,
      name: unit.name,
      name_en: unit.nameEn ?? now?.name_en ?? "",
      kind: unit.kind,
      valid_from: unit.validFrom === undefined ? (now?.valid_from ?? null) : unit.validFrom,
      valid_to: unit.validTo === undefined ? (now?.valid_to ?? null) : unit.validTo,
      focal: unit.focal ?? now?.focal ?? "",
    };
    if (row.valid_from && row.valid_to && row.valid_from > row.valid_to)
      say(unit, "validTo", "ngày cuối đứng trước ngày đầu.", "the last day comes before the first.");
    const held = placementOf.get(id);
    const moved = parentId !== undefined && (held?.parent_id ?? null) !== parentId;
    const fields = now ? differences(now, row) : [];
    if (moved && now)
      fields.push({
        field: "parent",
        from: held ? (nameById.get(held.parent_id) ?? "") : "",
        to: parentId ? (nameById.get(parentId) ?? "") : "",
      });
    if (now && !fields.length) {
      plan.unchanged++;
      continue;
    }
    plan.changes.push({
      row: unit.row,
      code: unit.code,
      name: unit.name,
      state: now ? "changed" : "added",
      changes: fields,
    });
    plan.units.push(row);
    if (!moved && !(held && row.valid_to !== held.valid_to)) continue;
    if (held && moved) plan.dropped.push(held.id);
    const parent = moved ? parentId : held!.parent_id;
    if (parent)
      plan.placements.push({
        id: moved ? randomUUID() : held!.id,
        unit_id: id,
        parent_id: parent,
        valid_from: laterOf(
          held ? held.valid_from : (dayAfter(earlierUntil.get(id)) ?? row.valid_from),
          firstDay.get(parent) ?? null,
        ),
        valid_to: row.valid_to,
      });
  }
  // A unit does not end while others lie in it.
  const endsHere = new Map(matched.flatMap(({ unit, id }) => (unit.validTo ? [[id, unit] as const] : [])));
  const after = new Map(placements.map((row) => [row.id, row]));
  for (const id of plan.dropped) after.delete(id);
  for (const row of plan.placements) after.set(row.id, row);
  for (const { unit_id, parent_id, valid_from, valid_to } of after.values()) {
    const own = endsHere.get(unit_id);
    if (own && ((valid_from ?? "") > own.validTo! || (valid_to ?? "9999-12-31") > own.validTo!))
      say(own, "validTo", "đơn vị này đã chuyển chỗ sau ngày đó.", "the unit was moved after that day.");
    const ending = endsHere.get(parent_id);
    if (ending && (valid_to ?? "9999-12-31") > ending.validTo!)
      say(
        ending,
        "validTo",
        `“${nameById.get(unit_id)}” vẫn còn nằm trong đơn vị này sau ngày đó.`,
        `“${nameById.get(unit_id)}” still lies in it after that day.`,
      );
  }
  for (const { unit, id } of matched) {
    let above = parentOf.get(id);
    for (let steps = 0; above !== undefined && steps < 30; steps++) {
      if (above === id) {
        say(
          unit,
          "parent",
          "đơn vị nằm trong chính nó, qua các đơn vị khác.",
          "the unit lies in itself, by way of others.",
        );
        break;
      }
      above = parentOf.get(above);
    }
  }
  faults.sort((a, b) => a.row - b.row);
  return plan;
}

/** A row with a last day is the open unit of its code, ending; unless it began on another day. */
const endedNow = (open: UnitRow | undefined, unit: ListedUnit): UnitRow | undefined =>
  open &&
  (open.valid_from === null || unit.validFrom == null || open.valid_from === unit.validFrom) &&
  (open.valid_from === null || open.valid_from <= (unit.validTo ?? "9999"))
    ? open
    : undefined;

const dayAfter = (day: string | undefined): string | undefined =>
  day && new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const covers = (unit: ListedUnit, day: string): boolean =>
  (unit.validFrom ?? "0000-01-01") <= day && (unit.validTo ?? "9999-12-31") >= day;

const overlap = (a: ListedUnit, b: ListedUnit): boolean =>
  (a.validTo ?? "9999-12-31") >= (b.validFrom ?? "0000-01-01") &&
  (b.validTo ?? "9999-12-31") >= (a.validFrom ?? "0000-01-01");

const fieldNames = {
  name: "name",
  name_en: "name_en",
  kind: "kind",
  valid_from: "valid_from",
  valid_to: "valid_to",
  focal: "focal",
} as const;

const differences = (now: UnitRow, next: UnitRow): Change["changes"] =>
  (Object.keys(fieldNames) as (keyof typeof fieldNames)[])
    .filter((field) => now[field] !== next[field])
    .map((field) => ({ field: fieldNames[field], from: now[field] ?? "", to: next[field] ?? "" }));

function crosswalkPlan(
  sheets: Parameters<typeof readCrosswalk>[0],
  known: UnitRow[],
  standing: Awaited<ReturnType<typeof queries.successions>>,
): Plan {
  const { steps, faults, ignoredColumns } = readCrosswalk(sheets);
  const byCode = new Map<string, UnitRow[]>();
  for (const unit of known) byCode.set(unit.code, [...(byCode.get(unit.code) ?? []), unit]);
  const find = (code: string, day: string) => {
    // Codes that lost their zeros in a spreadsheet.
    const candidates = [code, code.padStart(5, "0"), code.padStart(2, "0")].flatMap((one) => byCode.get(one) ?? []);
    return candidates.find((unit) => holdsOn(unit, day));
  };
  const plan: Plan = {
    units: [],
    placements: [],
    dropped: [],
    successions: [],
    faults,
    changes: [],
    unchanged: 0,
    kinds: new Map(),
    rows: steps.length + new Set(faults.map(({ row }) => row)).size,
    ignoredColumns,
  };
  const there = new Map(standing.map((step) => [`${step.from.id} ${step.to.id}`, step]));
  const seen = new Map<string, number>();
  const parts = new Map<string, { sum: number; row: number; code: string }>();
  for (const { row, from, to, changedOn, share } of steps) {
    const say = (column: string, vi: string, en: string) => faults.push({ row, column, what: { vi, en } });
    const old = find(from, dayBefore(changedOn));
    const next = find(to, changedOn);
    if (!old)
      say(
        "from",
        `không có đơn vị mã “${from}” vào ngày trước ngày đổi.`,
        `no unit has the code “${from}” on the day before the change.`,
      );
    if (!next)
      say("to", `không có đơn vị mã “${to}” vào ngày đổi.`, `no unit has the code “${to}” on the day of the change.`);
    if (!old || !next) continue;
    if (old.id === next.id) {
      say("to", "mã cũ và mã mới là cùng một đơn vị.", "the old and the new code are the same unit.");
      continue;
    }
    const key = `${old.id} ${next.id}`;
    const twin = seen.get(key);
    if (twin !== undefined) {
      say("from", `cặp này đã có ở dòng ${twin}.`, `this pair stands in row ${twin} too.`);
      continue;
    }
    seen.set(key, row);
    const part = parts.get(old.id) ?? { sum: 0, row, code: old.code };
    part.sum += share ?? 0;
    parts.set(old.id, part);
    const now = there.get(key);
    if (now && now.changedOn === changedOn && now.share === share) {
      plan.unchanged++;
      continue;
    }
    plan.successions.push({
      id: now?.id ?? randomUUID(),
      old_id: old.id,
      new_id: next.id,
      changed_on: changedOn,
      share,
    });
    plan.changes.push({
      row,
      code: `${old.code} → ${next.code}`,
      name: `${old.name} → ${next.name}`,
      state: now ? "changed" : "added",
      changes: now
        ? [{ field: "share", from: `${now.changedOn} ${now.share ?? ""}`, to: `${changedOn} ${share ?? ""}` }]
        : [],
    });
  }
  for (const { sum, row, code } of parts.values())
    if (sum > 1 + 1e-6)
      faults.push({
        row,
        column: "share",
        what: { vi: `các phần của “${code}” cộng lại quá 1.`, en: `the parts of “${code}” add up to more than 1.` },
      });
  faults.sort((a, b) => a.row - b.row);
  return plan;
}
