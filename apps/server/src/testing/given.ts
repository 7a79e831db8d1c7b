// States of the system that tests begin from, made as the system itself makes them.
import type { Provenance, Study, Variable } from "@lang-nghe/contract";
import { inTransaction } from "../platform/database.ts";
import { type Column, type DesignColumns, missingCode, storeSnapshot } from "../responses/index.ts";
import { createStudy } from "../studies/index.ts";
import type { TestServer } from "./index.ts";

const provenance: Provenance = {
  collectedBy: "Tổ nghiên cứu",
  consentHow: "Đồng ý bằng lời trước khi hỏi",
  mode: "face-to-face",
  from: "2026-02-01",
  to: "2026-02-10",
  population: "Người từ 18 tuổi",
  populationSize: 100_000,
  selection: "probability",
  remarks: "",
  licence: "",
};

/** A categorical column: levels by code; null = missing, undefined = not asked. */
export function levels(
  name: string,
  values: readonly (string | null | undefined)[],
  given: Partial<Variable> = {},
): [Variable, Column] {
  const codes = [...new Set(values.filter((value) => typeof value === "string"))].sort();
  const variable: Variable = {
    name,
    label: { vi: `Câu ${name}`, en: `Question ${name}` },
    kind: "categorical",
    source: "question",
    ordered: false,
    levels: codes.map((code) => ({ code, label: { vi: code, en: code }, missing: code === "dk" ? "dont-know" : null })),
    stepId: null,
    note: {},
    ...given,
  };
  const place = (value: string | null | undefined) =>
    value === undefined ? missingCode["not-asked"] : value === null ? missingCode.missing : codes.indexOf(value);
  return [variable, { kind: "categorical", codes: Int16Array.from(values, place) }];
}

/** A numeric column; NaN = missing. */
export function numbers(name: string, values: readonly number[], given: Partial<Variable> = {}): [Variable, Column] {
  const variable: Variable = {
    name,
    label: { vi: name, en: name },
    kind: "numeric",
    source: "question",
    ordered: true,
    levels: [],
    stepId: null,
    note: {},
    ...given,
  };
  return [
    variable,
    {
      kind: "numeric",
      values: Float64Array.from(values),
      reasons: Int8Array.from(values, (value) => (Number.isNaN(value) ? missingCode.missing : 0)),
    },
  ];
}

/** A study whose answers are frozen. @returns its id. */
export async function frozenStudy(
  server: TestServer,
  columns: readonly [Variable, Column][],
  given: {
    design?: Partial<DesignColumns>;
    provenance?: Partial<Provenance>;
    study?: Partial<Pick<Study, "synthetic" | "title">>;
  } = {},
): Promise<string> {
  const [first] = columns;
  const rows =
    first?.[1].kind === "categorical"
      ? first[1].codes.length
      : first?.[1].kind === "numeric"
        ? first[1].values.length
        : 0;
  return inTransaction(server.database, async (transaction) => {
    const id = await createStudy(
      transaction,
      { id: "", name: "given", grants: [] },
      {
        title: { vi: "Nghiên cứu thử", en: "A trial" },
        description: { vi: "", en: "" },
        kind: "imported",
        state: "frozen",
        synthetic: false,
        example: null,
        retainUntil: null,
        ...given.study,
        provenance: { ...provenance, ...given.provenance },
      },
    );
    await storeSnapshot(transaction, id, {
      rows,
      variables: columns.map(([variable]) => variable),
      columns: new Map(columns.map(([variable, column]) => [variable.name, column])),
      design: { weights: null, strata: null, psu: [], fpc: [], ...given.design },
    });
    return id;
  });
}

/** `counts` as a column: {a: 2, b: 1} → a, a, b. */
export const repeated = (counts: Record<string, number>): string[] =>
  Object.entries(counts).flatMap(([code, count]) => new Array<string>(count).fill(code));
