import type { Study } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { emptyProvenance } from "./provenance-empty.ts";
import { stepsOf } from "./steps.ts";

const study: Study = {
  id: "8c1f6f6e-8c5e-4c7c-9d57-1e2a3b4c5d6e",
  slug: "thu",
  title: { vi: "Thử", en: "" },
  description: { vi: "", en: "" },
  kind: "asked",
  entry: "open-link",
  opening: "batches",
  state: "design",
  synthetic: false,
  example: null,
  provenance: emptyProvenance,
  retainUntil: null,
  publishedVersion: null,
  hasDraft: false,
  answerLink: null,
  accepted: 0,
};
const nothing = { weightSets: 0, releases: 0, published: 0 };
const next = (given: Partial<Study>, later = nothing) =>
  stepsOf({ ...study, ...given }, later).find((step) => !step.done)?.name;
const described = { ...emptyProvenance, collectedBy: "Đơn vị", consentHow: "Bấm đồng ý", population: "Người lớn" };

test("a new study begins with whom it asks", () => expect(next({})).toBe("describe"));
test("once described, the questionnaire comes", () => expect(next({ provenance: described })).toBe("questionnaire"));
test("a draft is tried and published next", () =>
  expect(next({ provenance: described, hasDraft: true })).toBe("publish"));
test("a published version is opened", () => expect(next({ provenance: described, publishedVersion: 1 })).toBe("open"));
test("an open survey is collected and frozen", () =>
  expect(next({ provenance: described, publishedVersion: 1, state: "open" })).toBe("freeze"));
test("a frozen one is weighted", () =>
  expect(next({ provenance: described, publishedVersion: 1, state: "frozen" })).toBe("weight"));
test("an imported study has no questionnaire to publish", () =>
  expect(next({ kind: "imported", state: "frozen" })).toBe("weight"));
test("after a published release nothing is left", () =>
  expect(next({ kind: "imported", state: "frozen" }, { weightSets: 0, releases: 1, published: 1 })).toBeUndefined());
