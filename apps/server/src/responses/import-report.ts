import type { ImportColumn, ImportReport } from "@lang-nghe/contract";
import { type PersonalColumn, personalColumns, type Table, type TableColumn } from "../platform/files/index.ts";

/** Numbers and words with at most so many different values are proposed as categories. */
const mostLevels = 30;

type Role = ImportColumn["proposedRole"];

/** Names by which survey files call the parts of their design (R's survey, DHS, SPSS, Vietnamese offices). */
const roleNames: [Role, RegExp][] = [
  [
    "weight",
    /^(pw\d*|w|wt\d*|wgt|weights?|weighting|pweight|fweight|finalwt\d*|finwgt|nrwt|trong_?so|quyen_?so|qs_?cuoi|he_?so)$/,
  ],
  ["fpc", /^(fpc\d*|fpc_.*|n_?pop|popsize)$/],
  ["stratum", /^(strata\d*|stratum\d*|stype|v02[23]|sdmvstra|strat|tang|tang_.*|lop)$/],
  ["psu", /^(psu\d*|dnum|snum|cluster\d*|clust|v021|sdmvpsu|ea|cum|cum_.*|dia_?ban)$/],
  ["leave-out", /^(id|.*_id|uuid|_?index|row_?(nr|number)?|stt|caseid|resp(ondent)?_?id|ma_?phieu|ten|name)$/],
];

export const folded = (name: string) =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/đ/gi, "d")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

/** What became of a file: each column with a proposal, and those that may not come in. */
export function reportOf(table: Table, fileName: string): Omit<ImportReport, "id"> {
  const personal = new Map<string, PersonalColumn>(personalColumns(table).map((found) => [found.column, found]));
  const columns = table.columns.map((column) => describe(column, table.rows, personal.get(column.name)));
  return { fileName, rows: table.rows, columns, refused: columns.some((column) => column.refused !== null) };
}

function describe(column: TableColumn, rows: number, personal: PersonalColumn | undefined): ImportColumn {
  const values = new Set<string | number>();
  let missing = 0;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(column, row);
    if (value === null) missing++;
    else values.add(value);
  }
  const proposedRole = roleOf(column, values.size, rows - missing);
  // A weight is a number, also where it takes few whole values.
  const kind = proposedRole === "weight" ? "numeric" : kindOf(column, values.size);
  return {
    name: column.name,
    label: column.label ?? "",
    kind,
    distinct: values.size,
    missing,
    proposedRole,
    refused: personal?.reason ?? null,
  };
}

/** The value of a row; null where the file has none. Declared missing values count as values here. */
export function valueAt(column: TableColumn, row: number): string | number | null {
  if (column.numbers) {
    const value = column.numbers[row]!;
    return Number.isNaN(value) ? null : value;
  }
  return column.texts?.[row] ?? null;
}

function kindOf(column: TableColumn, distinct: number): ImportColumn["kind"] {
  if (column.valueLabels?.length && distinct <= 1000) return "categorical";
  if (column.kind === "number") {
    const whole = column.numbers?.every((value) => Number.isNaN(value) || Number.isInteger(value));
    return whole && distinct <= 10 ? "categorical" : "numeric";
  }
  return distinct <= mostLevels ? "categorical" : "text";
}

function roleOf(column: TableColumn, distinct: number, given: number): Role {
  const name = folded(column.name);
  const role = roleNames.find(([, pattern]) => pattern.test(name))?.[0];
  if ((role === "weight" || role === "fpc") && column.kind !== "number") return "question";
  if (role) return role;
  // A different value for each person is a key, whatever its name.
  const whole =
    column.kind === "text" || column.numbers?.every((value) => Number.isNaN(value) || Number.isInteger(value));
  return whole && given > 50 && distinct === given && !column.valueLabels?.length && column.kind === "number"
    ? "leave-out"
    : "question";
}
