import { familyOf, linkOf } from "./families.ts";
import { firstStep, type IteratedFit, iterate } from "./iterate.ts";
import type { ModelCells } from "./model-cells.ts";
import type { GlmModel } from "./survey-glm.ts";

/**
 * The model again without some columns, which may instead stand in the offset with a fixed coefficient.
 *
 * @param without places of the columns left out.
 * @param offset of the cells; omitted = the model's own. [count]
 * @param eta start, linear predictors; omitted = R's start from the answers. [count]
 */
export function fitWithout(
  model: GlmModel,
  without: ReadonlySet<number>,
  offset: Float64Array = model.cells.offset,
  eta?: Float64Array,
): IteratedFit {
  const { cells, input, weights, control, design, scale } = model;
  const family = familyOf(input.family ?? "gaussian");
  const link = linkOf(input.link ?? family.canonicalLink);
  const { count, p } = cells;
  const left: number[] = [];
  for (let j = 0; j < p; j++) if (!without.has(j)) left.push(j);
  const x = new Float64Array(count * left.length);
  for (let c = 0; c < count; c++)
    for (let k = 0; k < left.length; k++) x[c * left.length + k] = cells.x[c * p + left[k]!]!;
  const reduced: ModelCells = { ...cells, p: left.length, x, offset };
  const start = eta === undefined ? firstStep(reduced, design.weights, scale, family, link) : { eta };
  return iterate(reduced, weights, family, link, start, control);
}
