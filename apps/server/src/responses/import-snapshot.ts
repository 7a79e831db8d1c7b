import type { ImportPlan, Variable, Words } from "@lang-nghe/contract";
import type { Table, TableColumn } from "../platform/files/index.ts";
import { Problem } from "../platform/problem.ts";
import { folded, valueAt } from "./import-report.ts";
import { type Column, missingCode, type Snapshot } from "./snapshot.ts";

type Part = ImportPlan["columns"][number];

/** More categories than this are no question of a table. */
const mostLevels = 1000;

/** @throws {Problem} responses.bad-plan naming the column, and the row where one is at fault. */
const refuse = (column: string, reason: Words): never => {
  throw new Problem("responses.bad-plan", { column, reason: `${reason.vi} / ${reason.en}`, reasons: reason });
};

/** Frozen answers of an imported file, in the order of the file, by the plan of who imports it. */
export function snapshotOfTable(table: Table, plan: ImportPlan["columns"]): Omit<Snapshot, "hash"> {
  const planned = new Map<string, Part>();
  for (const part of plan) {
    if (planned.has(part.name))
      refuse(part.name, { vi: "có hai lần trong kế hoạch.", en: "stands twice in the plan." });
    planned.set(part.name, part);
  }
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const variables: Variable[] = [];
  const columns = new Map<string, Column>();
  const design: Snapshot["design"] = { weights: null, strata: null, psu: [], fpc: [] };
  for (const part of plan) {
    const source = byName.get(part.name) ?? refuse(part.name, { vi: "không có trong tệp.", en: "is not in the file." });
    if (part.role === "leave-out") continue;
    if (part.role !== "question") {
      checkDesignColumn(part, source, table.rows);
      takePart(design, part);
    }
    const { variable, column } = variableOf(part, source, table.rows);
    variables.push(variable);
    columns.set(part.name, column);
  }
  if (!plan.some((part) => part.role === "question"))
    refuse("…", { vi: "chưa có cột nào là câu hỏi.", en: "no column is a question." });
  return { rows: table.rows, variables, columns, design };
}

function takePart(design: Snapshot["design"], { name, role }: Part): void {
  if (role === "psu") design.psu.push(name);
  if (role === "fpc") design.fpc.push(name);
  if (role === "weight" || role === "stratum") {
    const key = role === "weight" ? "weights" : "strata";
    if (design[key] !== null)
      refuse(name, {
        vi: `đã có cột ${design[key]} ở vai trò này.`,
        en: `the column ${design[key]} has this part already.`,
      });
    design[key] = name;
  }
}

function checkDesignColumn({ name, role }: Part, source: TableColumn, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const value = valueAt(source, row);
    // The header is row 1.
    const at = row + 2;
    if (value === null)
      refuse(name, {
        vi: `dòng ${at} trống; cột thiết kế phải đủ.`,
        en: `row ${at} is empty; design columns must be complete.`,
      });
    if (role !== "weight" && role !== "fpc") continue;
    if (typeof value !== "number")
      refuse(name, { vi: `dòng ${at} không phải là số (“${value}”).`, en: `row ${at} is not a number (“${value}”).` });
    else if (!(value > 0 && Number.isFinite(value)))
      refuse(name, {
        vi: `dòng ${at} là ${value}; phải lớn hơn 0.`,
        en: `row ${at} is ${value}; it must be greater than 0.`,
      });
  }
}

function variableOf(part: Part, source: TableColumn, rows: number): { variable: Variable; column: Column } {
  const text = part.label || source.label || part.name;
  const design = part.role !== "question";
  // Weights and finite population counts are numbers, strata and clusters are names, whatever the plan says.
  const kind = part.role === "weight" || part.role === "fpc" ? "numeric" : design ? "categorical" : part.kind;
  const variable: Variable = {
    name: part.name,
    label: { vi: text, en: text },
    kind,
    source: design ? "design" : "question",
    ordered: false,
    levels: [],
    stepId: null,
    note: {},
  };
  if (kind === "text") {
    const texts = Array.from({ length: rows }, (_, row) => {
      const value = valueAt(source, row);
      return value === null ? null : String(value);
    });
    return { variable, column: { kind, texts } };
  }
  return kind === "numeric" ? numericOf(variable, source, rows) : categoricalOf(variable, source, rows, design);
}

function numericOf(variable: Variable, source: TableColumn, rows: number): { variable: Variable; column: Column } {
  const declared = declaredMissing(source);
  const values = new Float64Array(rows);
  const reasons = new Int8Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = valueAt(source, row);
    const missing = value === null ? missingCode.missing : reasonCode(declared, value);
    if (missing === undefined && typeof value !== "number")
      refuse(variable.name, {
        vi: `dòng ${row + 2} không phải là số (“${value}”).`,
        en: `row ${row + 2} is not a number (“${value}”).`,
      });
    values[row] = missing === undefined ? (value as number) : Number.NaN;
    reasons[row] = missing ?? 0;
  }
  return { variable, column: { kind: "numeric", values, reasons } };
}

function categoricalOf(
  variable: Variable,
  source: TableColumn,
  rows: number,
  design: boolean,
): { variable: Variable; column: Column } {
  const declared = declaredMissing(source);
  const labels = new Map((source.valueLabels ?? []).map(({ value, label }) => [String(value), label]));
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const value = valueAt(source, row);
    if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  const seen = [...counts.keys()];
  if (source.numbers) seen.sort((a, b) => Number(a) - Number(b));
  // Labelled values in the file's order, whether anyone gave them or not; then the others.
  const codes = [...labels.keys(), ...seen.filter((code) => !labels.has(code))];
  if (!design && codes.length > mostLevels)
    refuse(variable.name, {
      vi: `có ${codes.length} giá trị; nhiều nhất là ${mostLevels} mức.`,
      en: `has ${codes.length} values; at most ${mostLevels} are levels.`,
    });
  if (codes.length > 32_000) refuse(variable.name, { vi: "có quá nhiều giá trị.", en: "has too many values." });
  const levelAt = new Map<string, number>();
  for (const code of codes) {
    const reason = declared.get(code);
    if (reason === "missing") continue;
    const label = labels.get(code) ?? code;
    levelAt.set(code, variable.levels.length);
    variable.levels.push({ code, label: { vi: label, en: label }, missing: reason ?? null });
  }
  const column: Column = {
    kind: "categorical",
    codes: Int16Array.from({ length: rows }, (_, row) => {
      const value = valueAt(source, row);
      return value === null ? missingCode.missing : (levelAt.get(String(value)) ?? missingCode.missing);
    }),
  };
  return { variable, column };
}

type Reason = "missing" | "dont-know" | "refused";

/** Values the file declares as missing, and what their labels say they mean. */
function declaredMissing(source: TableColumn): Map<string, Reason> {
  const labels = new Map((source.valueLabels ?? []).map(({ value, label }) => [String(value), label]));
  return new Map(
    (source.missingValues ?? []).map(({ value, label }) => [
      String(value),
      meaningOf(label ?? labels.get(String(value)) ?? ""),
    ]),
  );
}

export function meaningOf(label: string): Reason {
  const words = folded(label);
  if (/(^|_)(dont_know|don_t_know|do_not_know|dk|unsure|not_sure|khong_biet|khong_ro|no_sabe|ns)(_|$)/.test(words))
    return "dont-know";
  if (/(refus|tu_choi|khong_tra_loi|declined|no_answer|no_contesta|nr$|prefer_not)/.test(words)) return "refused";
  return "missing";
}

function reasonCode(declared: Map<string, Reason>, value: string | number): number | undefined {
  const reason = declared.get(String(value));
  return reason && missingCode[reason];
}
