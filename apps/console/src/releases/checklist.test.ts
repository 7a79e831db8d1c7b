import type { Study, Table } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { checklist } from "./checklist.ts";

const study = {
  synthetic: false,
  provenance: {
    collectedBy: "Đơn vị",
    consentHow: "Đồng ý trước khi trả lời",
    mode: "web",
    from: "2026-02-01",
    to: null,
    population: "Người lớn của tỉnh",
    populationSize: null,
    selection: "open-link",
    remarks: "",
    licence: "",
  },
} satisfies Pick<Study, "provenance" | "synthetic">;
const words = { vi: "", en: "" };
const spec = { ask: "a", by: null, base: "valid", weightSet: null } as const;
const stateOf = (checks: ReturnType<typeof checklist>, name: string) =>
  checks.find((check) => check.name === name)?.state;

test("an empty draft misses its headline and its tables", () => {
  const checks = checklist({ headline: words, note: words, tables: [] }, study, [], []);
  expect(checks.filter((check) => check.state === "missing").map((check) => check.name)).toEqual([
    "headline",
    "tables",
    "dates",
  ]);
});

test("an open link is told as not random, and never as missing", () => {
  const draft = { headline: { vi: "A", en: "A" }, note: words, tables: [{ spec, caption: words }] };
  expect(stateOf(checklist(draft, study, [], []), "notRandom")).toBe("advice");
  expect(stateOf(checklist(draft, study, [], []), "random")).toBeUndefined();
});

test("a table with every figure withheld is named", () => {
  const table = { estimates: [{ withheld: "base-below-30" }, { withheld: "cell-below-10" }] } as unknown as Table;
  const draft = { headline: words, note: words, tables: [{ spec, caption: words }] };
  const checks = checklist(draft, study, [table], ["Hài lòng"]);
  expect(checks.find((check) => check.name === "allWithheld")?.values).toEqual({ table: "Hài lòng" });
  expect(checks.find((check) => check.name === "withheld")?.values).toEqual({ count: 2 });
});
