import { readFile } from "node:fs/promises";
import type { DesignAllocation, DesignStage } from "@lang-nghe/contract";
import { type DrawMethod, drawMethods, isProportionalToSize } from "@lang-nghe/survey-statistics";
import { typedPath, UsageError } from "./usage.ts";

const known = ["method", "size", "unit", "id", "strata", "allocation", "measureOfSize", "reserve", "rotation", "note"];
const methodsOfAllocation: readonly string[] = ["equal", "proportional", "neyman", "power"];
/** Other names in use for the same. */
const alsoCalled: Record<string, DrawMethod> = {
  simple: "simple-random",
  srs: "simple-random",
  sampford: "pps-sampford",
  brewer: "pps-brewer",
};

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws {UsageError} naming the stage, what is wrong there and what may stand there. */
export async function readDrawDesign(file: string): Promise<{ stages: DesignStage[]; bytes: Uint8Array }> {
  let bytes: Uint8Array;
  let design: unknown;
  try {
    bytes = await readFile(typedPath(file));
    design = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new UsageError(`The design ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const given = Array.isArray(design) ? design : [design];
  if (!given.length) throw new UsageError(`The design ${file} has no stage.`);
  return { stages: given.map((stage, index) => stageOf(stage, index, given.length)), bytes };
}

function stageOf(given: unknown, index: number, stages: number): DesignStage {
  const at = stages === 1 ? "The design" : `Stage ${index + 1} of the design`;
  const refuse = (what: string): never => {
    throw new UsageError(`${at}: ${what}`);
  };
  if (!isObject(given)) return refuse("it must be one JSON object, or a list of them for several stages.");
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length) refuse(`unknown: ${unknown.join(", ")}. Known are ${known.join(", ")}.`);
  const text = (name: string): string | undefined => {
    const value = given[name];
    if (value === undefined) return undefined;
    return typeof value === "string" && value.trim() !== ""
      ? value.trim().normalize("NFC")
      : refuse(`"${name}" must name a column.`);
  };
  const wanted = text("method") ?? refuse(`"method" is missing; it is one of ${drawMethods.join(", ")}.`);
  const method = alsoCalled[wanted] ?? drawMethods.find((one) => one === wanted);
  if (!method) return refuse(`"method" is ${wanted}; it is one of ${drawMethods.join(", ")}.`);
  const { size } = given;
  const counts = isObject(given.allocation) && given.allocation.counts !== undefined;
  if (!(Number.isSafeInteger(size) && (size as number) >= 1) && !(counts && size === undefined))
    refuse(`"size" must be a whole number from 1, not ${JSON.stringify(size)}.`);
  const measureOfSize = text("measureOfSize");
  if (isProportionalToSize(method) && measureOfSize === undefined)
    refuse(`${method} needs "measureOfSize", the column of sizes.`);
  const unit = text("unit");
  if (unit === undefined && index < stages - 1)
    refuse(`"unit" is missing: name the column of the units drawn at this stage.`);
  const allocation = allocationOf(given.allocation, refuse);
  const strata = strataOf(given.strata, refuse);
  if (given.allocation !== undefined && !strata) refuse(`"allocation" needs "strata".`);
  const reserve = given.reserve as number | undefined;
  if (reserve !== undefined && !(reserve > 0 && (reserve < 1 || Number.isSafeInteger(reserve))))
    refuse(`"reserve" must be a whole number from 1, or a share below 1.`);
  if (reserve !== undefined && index < stages - 1) refuse(`"reserve" belongs to the last stage.`);
  const rotation = rotationOf(given.rotation, refuse);
  if (rotation && index > 0) refuse(`"rotation" belongs to the first stage.`);
  const id = text("id");
  return {
    method,
    size: counts && size === undefined ? sumOf(allocation!.counts!) : (size as number),
    ...(unit === undefined ? {} : { unit }),
    ...(id === undefined ? {} : { id }),
    ...(strata ? { strata } : {}),
    ...(allocation ? { allocation } : {}),
    ...(measureOfSize === undefined ? {} : { measureOfSize }),
    ...(reserve === undefined ? {} : { reserve }),
    ...(rotation ? { rotation } : {}),
  };
}

const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

type Refuse = (what: string) => never;

function strataOf(given: unknown, refuse: Refuse): string[] | undefined {
  if (given === undefined) return undefined;
  const names = Array.isArray(given) ? given : [given];
  if (!names.length || names.some((name) => typeof name !== "string" || name.trim() === ""))
    refuse(`"strata" must name a column, or be a list of columns.`);
  return names.map((name) => (name as string).trim().normalize("NFC"));
}

function rotationOf(given: unknown, refuse: Refuse): DesignStage["rotation"] {
  if (given === undefined) return undefined;
  if (!isObject(given)) return refuse(`"rotation" is like {"groups": 6, "active": 3}.`);
  const { groups, active } = given as { groups: number; active: number };
  if (!(Number.isSafeInteger(groups) && groups >= 2 && Number.isSafeInteger(active) && active >= 1 && active <= groups))
    refuse(`"rotation" needs at least two groups, of which 1 to all are active.`);
  return { groups, active };
}

function allocationOf(given: unknown, refuse: Refuse): DesignAllocation | undefined {
  if (given === undefined) return undefined;
  const allocation: Json = isObject(given) ? given : { method: given };
  const names = ["method", "by", "minimum", "maximum", "power", "variable", "spread", "counts"];
  const unknown = Object.keys(allocation).filter((name) => !names.includes(name));
  if (unknown.length) refuse(`"allocation" has ${unknown.join(", ")}; known are ${names.join(", ")}.`);
  const { method, by, minimum, maximum, power, variable, spread, counts } = allocation;
  const numbers = (name: string, value: unknown, whole: boolean) => {
    if (value === undefined) return;
    if (!isObject(value)) return refuse(`"${name}" must give a number for each stratum.`);
    for (const [stratum, one] of Object.entries(value))
      if (!(typeof one === "number" && one >= 0 && Number.isFinite(one) && (!whole || Number.isSafeInteger(one))))
        refuse(`"${name}" of stratum ${stratum} is ${JSON.stringify(one)}.`);
  };
  numbers("spread", spread, false);
  numbers("counts", counts, true);
  if (counts !== undefined && sumOf(counts as Record<string, number>) < 1) refuse(`"counts" draws nobody.`);
  if (counts === undefined && !methodsOfAllocation.includes(method as string))
    refuse(`"allocation" is ${JSON.stringify(method)}; it is one of ${methodsOfAllocation.join(", ")}.`);
  if (by !== undefined && by !== "units" && by !== "size") refuse(`"by" is "units" or "size".`);
  for (const [name, bound] of Object.entries({ minimum, maximum }))
    if (bound !== undefined && !(Number.isSafeInteger(bound) && (bound as number) >= 0))
      refuse(`"${name}" must be a whole number.`);
  if (power !== undefined && !(typeof power === "number" && power >= 0 && power <= 1)) refuse(`"power" lies in 0 … 1.`);
  if (variable !== undefined && typeof variable !== "string") refuse(`"variable" must name a column.`);
  if (method === "neyman" && variable === undefined && spread === undefined)
    refuse(`Neyman's allocation needs "variable", a column, or "spread", a number for each stratum.`);
  return allocation as DesignAllocation;
}
