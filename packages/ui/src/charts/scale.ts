export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Where lines are drawn, ascending; the first is `from`, the last `to`. */
  readonly ticks: readonly number[];
}

function range(from: number, to: number, step: number): number[] {
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((from + index * step).toPrecision(12)));
}

/** From zero to the first round share that holds the largest value, in 4 or 5 steps. */
export function shareScale(largest: number): Scale {
  const choices: readonly (readonly [number, number])[] = [
    [0.1, 0.02],
    [0.2, 0.05],
    [0.3, 0.1],
    [0.4, 0.1],
    [0.5, 0.1],
    [0.6, 0.2],
    [0.8, 0.2],
    [1, 0.25],
  ];
  const [to, step] = choices.find(([end]) => largest <= end * 0.98) ?? [1, 0.25];
  return { from: 0, to, ticks: range(0, to, step) };
}

/** A round step (1, 2 or 5 times a power of ten) that cuts a span into about `pieces`. */
export function roundStep(span: number, pieces: number): number {
  const raw = span / pieces;
  const power = 10 ** Math.floor(Math.log10(raw));
  const multiple = [1, 2, 5, 10].find((candidate) => raw <= candidate * power * 1.0000001) ?? 10;
  return multiple * power;
}

/** Round bounds around the values. A point's place does not encode length, so zero is not forced in. */
export function valueScale(smallest: number, largest: number, pieces = 4): Scale {
  const span = largest > smallest ? largest - smallest : Math.max(Math.abs(largest), 1) * 0.2;
  const step = roundStep(span * 1.1, pieces);
  const from = Math.floor((smallest - span * 0.03) / step) * step;
  const to = Math.ceil((largest + span * 0.03) / step) * step;
  return { from, to, ticks: range(from, to, step) };
}

/** From zero, for marks whose length is read: bars and columns. */
export function lengthScale(largest: number, pieces = 4): Scale {
  const step = roundStep(Math.max(largest, 1e-9), pieces);
  const to = Math.max(step, Math.ceil(largest / step - 1e-9) * step);
  return { from: 0, to, ticks: range(0, to, step) };
}

export function place(scale: Scale, value: number, left: number, width: number): number {
  const share = (value - scale.from) / (scale.to - scale.from);
  return left + Math.min(1, Math.max(0, share)) * width;
}
