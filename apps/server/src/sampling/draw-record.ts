import type { DesignStage } from "@lang-nghe/contract";
import { drawAlgorithm, isProportionalToSize, jointProbabilities, type Sample } from "@lang-nghe/survey-statistics";
import { DrawFaults } from "./draw-faults.ts";
import type { DrawFrame, PreparedStage } from "./draw-frame.ts";

const cell = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const cellsOf = ({ header, cell: textOf }: DrawFrame, row: number) => header.map((_, k) => cell(textOf(row, k)));

/** Strata by name, and whether the frame's own column "stratum" already says them. */
export function outcomeNames(frame: DrawFrame, prepared: readonly PreparedStage[]) {
  const { strata, file } = prepared[0]!;
  const own = frame.header.includes("stratum");
  if (own && !(file.strata?.length === 1 && file.strata[0] === "stratum"))
    throw new DrawFaults([
      {
        what: {
          vi: "Dàn mẫu có cột stratum mà không phải là tầng của thiết kế; xin đổi tên cột.",
          en: "The frame has a column stratum that is not the design's strata; rename it.",
        },
      },
    ]);
  return { strata: strata.map((name) => name || "all"), own };
}

/**
 * The sample as .csv: UTF-8, LF, the frame's cells as they were, then stratum (of the first stage), inclusion_probability,
 * base_weight. Numbers are written so that reading them gives the very same number.
 */
export function sampleLines(
  frame: DrawFrame,
  prepared: readonly PreparedStage[],
  drawn: Sample,
  rotation: Map<number, number> | undefined,
): string {
  const { strata, own } = outcomeNames(frame, prepared);
  const { unitOfRow } = prepared[0]!.stage;
  const header = [
    ...frame.header,
    ...(own ? [] : ["stratum"]),
    "inclusion_probability",
    "base_weight",
    ...(rotation ? ["rotation_group"] : []),
  ];
  const lines = [header.map(cell).join(",")];
  drawn.rows.forEach((row, k) => {
    const cells = cellsOf(frame, row);
    if (!own) cells.push(cell(strata[drawn.strata[k]!]!));
    cells.push(String(drawn.probabilities[k]), String(drawn.weights[k]));
    if (rotation) cells.push(String(rotation.get(unitOfRow?.[row] ?? row)));
    lines.push(cells.join(","));
  });
  return `${lines.join("\n")}\n`;
}

/** Rows that wait, group by group in the order in which they may be released. They have no weight until then. */
export function reserveLines(frame: DrawFrame, prepared: readonly PreparedStage[], drawn: Sample): string {
  const { strata, own } = outcomeNames(frame, prepared);
  const { stratumOfRow } = prepared[0]!.stage;
  const lines = [[...frame.header, ...(own ? [] : ["stratum"]), "release_group", "release_order"].map(cell).join(",")];
  for (const { row, group, order } of drawn.reserve) {
    const cells = cellsOf(frame, row);
    if (!own) cells.push(cell(strata[stratumOfRow?.[row] ?? 0]!));
    lines.push([...cells, String(group + 1), String(order)].join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** Joint probabilities are written for groups of up to so many drawn units; from π and the method anybody can work out the others. */
const mostJoint = 200;

type Recorded = {
  seed: number;
  frame: { file: string; sha256: string; rows: number };
  design: { sha256?: string; stages: readonly DesignStage[] };
  /** Which sample it was: the file it stands in, or its rows. */
  sample: { rows: number; file?: string; sha256?: string; frameRows?: readonly number[] };
  prepared: readonly PreparedStage[];
  names: { strata: string[] };
  drawn: Sample;
  reserve: { file: string; sha256: string } | { frameRows: readonly number[]; releaseRule: unknown } | undefined;
};

/** What anybody needs to draw the same sample again and to know every chance in it. No time: the same draw, the same record. */
export function drawRecord({ seed, frame, design, sample, prepared, drawn, reserve }: Recorded): string {
  const groups = drawn.groups.map((group, index) => {
    const { method, sizeOfRow } = prepared[group.stage]!.stage;
    const sized = isProportionalToSize(method) && sizeOfRow !== undefined;
    const scale = group.sampled / group.drawn.length;
    const places = group.drawn;
    const joint =
      places.length > 1 && places.length <= mostJoint && sized && group.drawn.length < group.unitRows.length
        ? jointProbabilities(method, group.probabilities, places)
        : undefined;
    return {
      group: index + 1,
      stage: group.stage + 1,
      stratum: prepared[group.stage]!.strata[group.stratum] || "all",
      ...(group.parentRow < 0 ? {} : { withinUnitOfFrameRow: group.parentRow + 1 }),
      units: group.unitRows.length,
      drawn: group.drawn.length,
      sampled: group.sampled,
      certainty: group.certainty.length,
      // Equal chances are one number; else one for every unit of the group, in the order of the frame, drawn or not.
      ...(sized
        ? { inclusionProbabilities: Array.from(group.probabilities, (chance) => chance * scale) }
        : { inclusionProbability: group.sampled / group.unitRows.length }),
      drawnFrameRows: Array.from(places, (place) => group.unitRows[place]! + 1),
      ...(joint
        ? {
            joint: {
              method: joint.method,
              of: "drawnFrameRows, all drawn units, reserve included",
              upperTriangle: upperTriangle(joint.matrix, places.length),
            },
          }
        : {}),
    };
  });
  const record = {
    record: "draw",
    algorithm: drawAlgorithm,
    seed,
    frame,
    design,
    sample,
    sizeOfUnits: prepared.map(({ sizeFrom }) => sizeFrom ?? null),
    ...(reserve
      ? {
          reserve: {
            ...reserve,
            rule: "Within a release group rows are released in the order of release_order, none left out. After k releases a group of n sampled and r waiting units has the chances π(n + r) · (n + k)/(n + r); base weights of all its rows follow. A released unit never stands for another.",
          },
        }
      : {}),
    frameRows: "counted from 1, the header left out",
    groups,
  };
  return `${JSON.stringify(record)}\n`;
}

function upperTriangle(matrix: Float64Array, size: number): number[][] {
  return Array.from({ length: size - 1 }, (_, i) => Array.from(matrix.subarray(i * size + i + 1, (i + 1) * size)));
}
