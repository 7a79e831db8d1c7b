// Matrices.
import type { Definition, Definitions } from "../environment.ts";
import { asNumbers, nothing, numbers, Unsupported } from "../values.ts";
import { unary } from "./unary.ts";

function bound(byColumn: boolean): Definition {
  return {
    parameters: ["..."],
    call: (matched) => {
      const parts = matched.restValues().flatMap(({ name, value }) => {
        if (value.type === "numbers" && value.dim?.length === 2) {
          const [height, width] = value.dim as [number, number];
          return byColumn
            ? Array.from({ length: width }, (_, at) => ({
                name: value.dimnames?.[1]?.[at] ?? "",
                values: value.values.slice(at * height, (at + 1) * height),
              }))
            : Array.from({ length: height }, (_, at) => ({
                name: value.dimnames?.[0]?.[at] ?? "",
                values: Float64Array.from({ length: width }, (_, j) => value.values[j * height + at]!),
              }));
        }
        return [{ name: name ?? "", values: asNumbers(value) }];
      });
      const length = Math.max(...parts.map(({ values }) => values.length));
      const full = parts.map(({ values }) => Float64Array.from({ length }, (_, i) => values[i % values.length]!));
      const names = parts.some(({ name }) => name !== "") ? parts.map(({ name }) => name) : null;
      if (byColumn)
        return numbers(
          full.flatMap((column) => [...column]),
          { dim: [length, full.length], dimnames: [null, names] },
        );
      return numbers(Array.from({ length }, (_, j) => full.map((row) => row[j]!)).flat(), {
        dim: [full.length, length],
        dimnames: [names, null],
      });
    },
  };
}

export const matrixCalls: Definitions = {
  cbind: bound(true),
  rbind: bound(false),
  matrix: {
    parameters: ["data", "nrow", "ncol", "byrow", "dimnames"],
    call: (matched) => {
      const values = asNumbers(matched.value("data"));
      const height = matched.has("nrow") ? matched.number("nrow", 1) : values.length / matched.number("ncol", 1);
      const width = matched.has("ncol") ? matched.number("ncol", 1) : Math.ceil(values.length / height);
      const byRow = matched.flag("byrow");
      const made = Float64Array.from({ length: height * width }, (_, at) => {
        const [row, column] = [at % height, Math.floor(at / height)];
        return values[(byRow ? row * width + column : at) % values.length]!;
      });
      return numbers(made, { dim: [height, width] });
    },
  },
  diag: unary((value) => {
    if (value.type === "numbers" && value.dim?.length === 2) {
      const [height] = value.dim as [number, number];
      return numbers(Array.from({ length: Math.min(...value.dim) }, (_, at) => value.values[at * height + at]!));
    }
    const values = asNumbers(value);
    const diagonal = values.length === 1 ? new Float64Array(values[0]!).fill(1) : values;
    const size = diagonal.length;
    return numbers(
      Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? diagonal[at / (size + 1)]! : 0)),
      { dim: [size, size] },
    );
  }),
  t: unary((value) => {
    if (value.type !== "numbers" || value.dim?.length !== 2) throw new Unsupported("t of something that is no matrix");
    const [height, width] = value.dim as [number, number];
    return numbers(
      Array.from({ length: height * width }, (_, at) => value.values[Math.floor(at / width) + (at % width) * height]!),
      { dim: [width, height] },
    );
  }),
  dim: unary((value) =>
    value.type === "frame"
      ? numbers([value.rows, value.columns.size])
      : value.type === "numbers" && value.dim
        ? numbers(value.dim)
        : nothing,
  ),
};
