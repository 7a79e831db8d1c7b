import type { AllocationMethod, DesignStage, DrawDesign, DrawMethod } from "@lang-nghe/contract";
import type { Typed } from "./plan-form.ts";

export interface StageForm {
  readonly unit: string;
  readonly method: DrawMethod;
  readonly size: Typed;
  readonly measure: string;
  readonly strata: readonly string[];
  readonly allocation: AllocationMethod;
  readonly variable: string;
  readonly minimum: Typed;
}

/** The design as it is being written; it outlives a reload. */
export interface DesignForm {
  readonly frameId: string;
  readonly stages: readonly StageForm[];
  readonly reservePercent: Typed;
  readonly replicates: Typed;
  readonly scope: "all" | "stratum";
  readonly target: Typed;
  readonly groups: Typed;
  readonly active: Typed;
}

export const firstStage: StageForm = {
  unit: "",
  method: "simple-random",
  size: "",
  measure: "",
  strata: [],
  allocation: "proportional",
  variable: "",
  minimum: "",
};

export const firstDesign: DesignForm = {
  frameId: "",
  stages: [firstStage],
  reservePercent: "",
  replicates: 3,
  scope: "all",
  target: "",
  groups: "",
  active: 2,
};

export const bySize = (method: DrawMethod): boolean => method.startsWith("pps-");

function stageOf(form: StageForm, size: number): DesignStage {
  const strata = form.strata.length > 0;
  const allocation = {
    method: form.allocation,
    ...(form.allocation === "neyman" && form.variable ? { variable: form.variable } : {}),
    ...(form.minimum === "" || form.minimum === 0 ? {} : { minimum: form.minimum }),
  };
  return {
    method: form.method,
    size,
    ...(form.unit ? { unit: form.unit } : {}),
    ...(strata ? { strata: [...form.strata], allocation } : {}),
    ...(bySize(form.method) && form.measure ? { measureOfSize: form.measure } : {}),
  };
}

/** What the server is asked to draw by; null while the frame or a number is missing. */
export function designOf(form: DesignForm): DrawDesign | null {
  const sizes = form.stages.map(({ size }) => size);
  if (!form.frameId || sizes.some((size) => size === "" || size < 1)) return null;
  const reserve = form.reservePercent === "" ? 0 : form.reservePercent / 100;
  const { replicates, target, groups, active } = form;
  if (reserve && (target === "" || replicates === "")) return null;
  if (groups !== "" && active === "") return null;
  const last = form.stages.length - 1;
  return {
    frameId: form.frameId,
    stages: form.stages.map((stage, index) => ({
      ...stageOf(stage, sizes[index] as number),
      // A share of 1 and more is counted in units by the server: 100 % is one for one.
      ...(index === last && reserve ? { reserve: Math.min(reserve, 0.999) } : {}),
      ...(index === 0 && groups !== "" ? { rotation: { groups, active: active as number } } : {}),
    })),
    release: reserve
      ? { replicates: replicates as number, scope: form.scope, target: target as number, note: "" }
      : null,
  };
}
