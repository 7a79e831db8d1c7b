import { type DesignCell, shownCodes } from "@lang-nghe/anonymity";
import type { Variable } from "@lang-nghe/contract";
import { type Column, type DesignOfRows, missingCode } from "../responses/index.ts";

/** Answers behind a factor of non-response, at least: cells with fewer are put together. */
export const fewestInClass = 10;

/**
 * How much each cell's answers stand for the people of the cell who did not answer.
 *
 * A cell with 10 answers or more is a class of its own; the others are put together within their variance unit, then within
 * their stratum, then with all the rest, until there are 10. In a class, factor = Σ (weight · invited) / Σ (weight · answers):
 * people who took no token and people who took one and sent nothing are made up for alike, and weights add up to the frame again.
 *
 * @param answered answers in each cell. @returns factor of each cell; 1 where nobody answered at all.
 */
export function nonresponseFactors(cells: readonly DesignCell[], answered: ArrayLike<number>): Float64Array {
  const factors = new Float64Array(cells.length).fill(1);
  let rest = cells.map((_, c) => c);
  for (const classOf of [
    (c: number) => `${c}`,
    (c: number) => JSON.stringify([cells[c]!.stratum, cells[c]!.unit]),
    (c: number) => JSON.stringify([cells[c]!.stratum]),
    () => "all",
  ]) {
    const classes = Map.groupBy(rest, classOf);
    rest = [];
    for (const [name, members] of classes) {
      const count = members.reduce((sum, c) => sum + answered[c]!, 0);
      if (count < fewestInClass && name !== "all") {
        rest.push(...members);
        continue;
      }
      const sumOf = (people: (c: number) => number) =>
        members.reduce((sum, c) => sum + cells[c]!.weight * people(c), 0);
      const stand = sumOf((c) => answered[c]!);
      if (stand === 0) continue;
      const factor = sumOf((c) => cells[c]!.invited) / stand;
      for (const c of members) factors[c] = factor;
    }
  }
  return factors;
}

/**
 * The design as a snapshot carries it: stratum and variance unit of each answer, its base weight, and the weight with which
 * figures begin. Nothing finer than the cells that the manifest lists.
 */
export function designOfCells(cells: readonly DesignCell[]): DesignOfRows {
  return (rows, taken) => {
    const cellOf = rows.map(({ cell }) => cell ?? -1);
    const answered = new Int32Array(cells.length);
    for (const cell of cellOf) if (cell >= 0) answered[cell]!++;
    const factors = nonresponseFactors(cells, answered);
    const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
    const stratum = levelsOf(cells, (cell) => cell.stratum);
    const unit = levelsOf(cells, (cell) => `${cell.stratum} / ${cell.unit}`);
    const names = {
      stratum: free("design_stratum"),
      unit: free("design_unit"),
      base: free("design_base_weight"),
      weight: free("design_weight"),
    };
    const made: [Variable, Column][] = [
      categorical(names.stratum, { vi: "Tầng", en: "Stratum" }, stratum, cellOf),
      categorical(
        names.unit,
        { vi: "Đơn vị phương sai", en: "Variance unit" },
        unit,
        cellOf,
        "Đơn vị mẫu cấp một, hoặc nhiều đơn vị của một tầng gộp lại cho đủ 20 người được mời.",
        "A primary sampling unit, or units of a stratum put together until 20 people were invited.",
      ),
      numeric(
        names.base,
        { vi: "Quyền số gốc", en: "Base weight" },
        cellOf.map((cell) => cells[cell]?.weight ?? Number.NaN),
        "Nghịch đảo xác suất được chọn, trung bình của ô thiết kế.",
        "One over the chance of being drawn, mean of the design cell.",
      ),
      numeric(
        names.weight,
        { vi: "Quyền số thiết kế", en: "Design weight" },
        cellOf.map((cell) => (cells[cell]?.weight ?? Number.NaN) * (factors[cell] ?? Number.NaN)),
        "Quyền số gốc nhân hệ số không trả lời của ô thiết kế (số được mời chia số phiếu, tính theo quyền số).",
        "Base weight times the non-response factor of the design cell (invited over answered, weighted).",
      ),
    ];
    const asked = rows.map((row) => row.asked ?? undefined);
    if (asked.some((one) => one !== undefined)) {
      const modes = { codes: ["self", "interview"], placeOf: [0, 1] };
      made.push(
        categorical(
          free("design_mode"),
          { vi: "Cách hỏi", en: "How it was asked" },
          modes,
          asked.map((one) => (one ? 1 : 0)),
          "self: tự trả lời theo giấy mời; interview: có phỏng vấn viên.",
          "self: answered alone by an invitation; interview: an interviewer asked.",
        ),
      );
      // An interviewer of fewer than 30 accepted interviews goes by the team, and a small team by nothing.
      const shown = shownCodes(asked);
      const codes = [...new Set(shown.filter((code) => code !== null))].sort();
      if (codes.length > 0)
        made.push([
          variableOf(
            free("design_asked_by"),
            { vi: "Mã người hoặc tổ phỏng vấn", en: "Code of interviewer or team" },
            "categorical",
            codes,
            "Mã của phỏng vấn viên có từ 30 cuộc phỏng vấn được nhận; dưới mức đó là mã của tổ, hoặc không có mã.",
            "Code of an interviewer with 30 accepted interviews or more; below that the team's, or none.",
          ),
          {
            kind: "categorical",
            codes: Int16Array.from(shown, (code) => (code === null ? missingCode["not-asked"] : codes.indexOf(code))),
          },
        ]);
    }
    return {
      variables: made.map(([variable]) => variable),
      columns: new Map(made.map(([{ name }, column]) => [name, column])),
      design: { weights: names.weight, strata: names.stratum, psu: [names.unit], fpc: [] },
    };
  };
}

/** Codes in the order of the cells, and each cell's place among them. */
function levelsOf(cells: readonly DesignCell[], nameOf: (cell: DesignCell) => string) {
  const names = cells.map(nameOf);
  const codes = [...new Set(names)];
  const places = new Map(codes.map((code, at) => [code, at]));
  return { codes, placeOf: names.map((name) => places.get(name)!) };
}

const variableOf = (
  name: string,
  label: Variable["label"],
  kind: Variable["kind"],
  codes: readonly string[],
  vi = "",
  en = "",
): Variable => ({
  name,
  label,
  kind,
  source: "design",
  ordered: kind === "numeric",
  levels: codes.map((code) => ({ code, label: { vi: code, en: code }, missing: null })),
  stepId: null,
  note: vi ? { vi, en } : {},
});

function categorical(
  name: string,
  label: Variable["label"],
  { codes, placeOf }: ReturnType<typeof levelsOf>,
  cellOf: readonly number[],
  vi?: string,
  en?: string,
): [Variable, Column] {
  return [
    variableOf(name, label, "categorical", codes, vi, en),
    { kind: "categorical", codes: Int16Array.from(cellOf, (cell) => placeOf[cell]!) },
  ];
}

function numeric(
  name: string,
  label: Variable["label"],
  values: readonly number[],
  vi: string,
  en: string,
): [Variable, Column] {
  return [
    variableOf(name, label, "numeric", [], vi, en),
    { kind: "numeric", values: Float64Array.from(values), reasons: new Int8Array(values.length) },
  ];
}
