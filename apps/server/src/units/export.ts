import type { Succession } from "@lang-nghe/contract";
import type { Cell } from "../platform/files/index.ts";
import type { PlacementRow, UnitRow } from "./acts.ts";

/** All units, past ones too, as an import takes them. */
export function unitRows(units: readonly UnitRow[], placements: readonly PlacementRow[]): Cell[][] {
  const codes = new Map(units.map(({ id, code }) => [id, code]));
  const lastDay = new Map(units.map(({ id, valid_to }) => [id, valid_to]));
  // Where it lies, or lay on its last day; a unit that had moved to the top lies in nothing.
  const parents = new Map(
    placements.filter((row) => row.valid_to === lastDay.get(row.unit_id)).map((row) => [row.unit_id, row.parent_id]),
  );
  const sorted = [...units].sort((a, b) =>
    a.code === b.code ? (a.valid_from ?? "").localeCompare(b.valid_from ?? "") : a.code < b.code ? -1 : 1,
  );
  return [
    ["code", "name", "kind", "parent", "name_en", "valid_from", "valid_to", "focal"],
    ...sorted.map((unit) => [
      unit.code,
      unit.name,
      unit.kind,
      codes.get(parents.get(unit.id) ?? "") ?? "",
      unit.name_en,
      unit.valid_from ?? "",
      unit.valid_to ?? "",
      unit.focal,
    ]),
  ];
}

/** The crosswalk as an import takes it, with names for the reader. */
export const crosswalkRows = (steps: readonly Succession[]): Cell[][] => [
  ["old code", "old name", "new code", "new name", "changed on", "share"],
  ...steps.map(({ from, to, changedOn, share }) => [from.code, from.name, to.code, to.name, changedOn, share]),
];
