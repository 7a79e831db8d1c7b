// Factors.
import type { Definitions } from "../environment.ts";
import { asFactor, asNumbers, asText, asTexts, nothing, numbers, Refusal, strings, textOfNumber } from "../values.ts";
import { withoutMissing } from "./summaries.ts";
import { unary } from "./unary.ts";

export const factorCalls: Definitions = {
  factor: {
    parameters: ["x", "levels", "labels", "exclude", "ordered"],
    call: (matched) => {
      const given = matched.value("x");
      const levels = matched.optional("levels");
      let own = levels === undefined ? undefined : asTexts(levels).map((text) => text ?? "NA");
      // Without levels, those that occur.
      if (own === undefined && given.type === "factor")
        own = given.levels.filter((_, code) => given.codes.includes(code));
      const made = asFactor(given, own);
      const labels = matched.optional("labels");
      if (labels === undefined) return made;
      const texts = asTexts(labels).map((text) => text ?? "NA");
      const names =
        texts.length === 1 && made.levels.length > 1 ? made.levels.map((_, at) => `${texts[0]}${at + 1}`) : texts;
      const distinct = [...new Set(names)];
      return {
        ...made,
        levels: distinct,
        codes: made.codes.map((code) => (code < 0 ? -1 : distinct.indexOf(names[code]!))),
      };
    },
  },
  "as.factor": unary((value) => asFactor(value)),
  ordered: {
    parameters: ["x", "levels"],
    call: (matched) => {
      const levels = matched.optional("levels");
      return asFactor(
        matched.value("x"),
        levels === undefined ? undefined : asTexts(levels).map((text) => text ?? "NA"),
      );
    },
  },
  addNA: unary((value) => {
    const made = asFactor(value);
    const levels = [...made.levels, "NA"];
    return { ...made, levels, codes: made.codes.map((code) => (code < 0 ? levels.length - 1 : code)) };
  }),
  droplevels: unary((value) => {
    const made = asFactor(value);
    return asFactor(
      made,
      made.levels.filter((_, code) => made.codes.includes(code)),
    );
  }),
  relevel: {
    parameters: ["x", "ref"],
    call: (matched) => {
      const made = asFactor(matched.value("x"));
      const first = asText(matched.value("ref"));
      if (!made.levels.includes(first)) throw new Refusal(`'ref' must be an existing level, not ${first}`);
      return asFactor(made, [first, ...made.levels.filter((level) => level !== first)]);
    },
  },
  levels: unary((value) => (value.type === "factor" ? strings(value.levels) : nothing)),
  nlevels: unary((value) => numbers([value.type === "factor" ? value.levels.length : 0])),
  interaction: {
    parameters: ["...", "drop", "sep"],
    call: (matched) => {
      const separator = matched.text("sep", ".");
      const crossed = matched
        .restValues()
        .map(({ value }) =>
          value.type === "numbers" && value.logical ? asFactor(value, ["FALSE", "TRUE"]) : asFactor(value),
        )
        .reduce((left, right) => ({
          type: "factor",
          codes: left.codes.map((code, i) =>
            code < 0 || right.codes[i]! < 0 ? -1 : right.codes[i]! * left.levels.length + code,
          ),
          levels: right.levels.flatMap((second) => left.levels.map((first) => `${first}${separator}${second}`)),
        }));
      return matched.flag("drop")
        ? asFactor(
            crossed,
            crossed.levels.filter((_, at) => crossed.codes.includes(at)),
          )
        : crossed;
    },
  },
  cut: {
    parameters: ["x", "breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result"],
    call: (matched) => {
      const values = asNumbers(matched.value("x"));
      let breaks = Float64Array.from(asNumbers(matched.value("breaks"))).sort();
      if (breaks.length === 1) {
        const count = breaks[0]!;
        const known = withoutMissing(values);
        const [low, high] = [Math.min(...known), Math.max(...known)];
        breaks = Float64Array.from({ length: count + 1 }, (_, at) => low + ((high - low) * at) / count);
        breaks[0] = low - (high - low) / 1000;
        breaks[count] = high + (high - low) / 1000;
      }
      const right = matched.flag("right", true);
      const lowest = matched.flag("include.lowest");
      const last = breaks.length - 1;
      const codes = Int32Array.from(values, (value) => {
        for (let k = 0; k < last; k++) {
          const [low, high] = [breaks[k]!, breaks[k + 1]!];
          if (right ? value > low && value <= high : value >= low && value < high) return k;
        }
        if (lowest && right && value === breaks[0]) return 0;
        return lowest && !right && value === breaks[last] ? last - 1 : -1;
      });
      const texts = shortest(breaks, matched.number("dig.lab", 3));
      const labels = matched.optional("labels");
      let levels = Array.from({ length: last }, (_, k) => {
        const [open, close] = right ? ["(", "]"] : ["[", ")"];
        const first = lowest && right && k === 0 ? "[" : open;
        const end = lowest && !right && k === last - 1 ? "]" : close;
        return `${first}${texts[k]},${texts[k + 1]}${end}`;
      });
      if (labels?.type === "strings") levels = labels.values.map((text) => text ?? "NA");
      if (labels?.type === "numbers" && labels.logical) return numbers(codes.map((code) => code + 1));
      return { type: "factor", codes, levels };
    },
  },
};

/** Breaks with as few digits as tell them apart, at least `digits`. */
function shortest(breaks: Float64Array, digits: number): string[] {
  for (let count = digits; count <= 12; count++) {
    const texts = Array.from(breaks, (value) =>
      Number.isFinite(value) ? textOfNumber(Number(value.toPrecision(count))) : textOfNumber(value),
    );
    if (new Set(texts).size === texts.length) return texts;
  }
  return Array.from(breaks, textOfNumber);
}
