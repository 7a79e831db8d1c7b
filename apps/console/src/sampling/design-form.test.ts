import { expect, test } from "vitest";
import { designOf, firstDesign, firstStage } from "./design-form.ts";

const form = { ...firstDesign, frameId: "f", stages: [{ ...firstStage, size: 20 }] };

test("nothing is asked while the frame, a size or the target of a reserve is missing", () => {
  expect(designOf(firstDesign)).toBeNull();
  expect(designOf({ ...form, stages: [firstStage] })).toBeNull();
  expect(designOf({ ...form, reservePercent: 50 })).toBeNull();
  expect(designOf(form)).toEqual({ frameId: "f", stages: [{ method: "simple-random", size: 20 }], release: null });
});

test("strata bring their allocation; the reserve goes to the last stage with its rule, the rotation to the first", () => {
  const design = designOf({
    ...form,
    stages: [
      { ...firstStage, unit: "thôn", method: "pps-sampford", size: 20, measure: "số hộ", strata: ["vùng"], minimum: 2 },
      { ...firstStage, size: 5, measure: "số hộ" },
    ],
    ...{ reservePercent: 50, target: 80, groups: 4, active: 2 },
  });
  expect(design).toEqual({
    frameId: "f",
    stages: [
      {
        ...{ method: "pps-sampford", size: 20, unit: "thôn", strata: ["vùng"], measureOfSize: "số hộ" },
        ...{ allocation: { method: "proportional", minimum: 2 }, rotation: { groups: 4, active: 2 } },
      },
      { method: "simple-random", size: 5, reserve: 0.5 },
    ],
    release: { replicates: 3, scope: "all", target: 80, note: "" },
  });
});
