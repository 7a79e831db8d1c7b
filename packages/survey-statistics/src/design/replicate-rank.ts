import { type Deletions, type ReplicateWeights, unitMultipliers } from "./replicate-weights.ts";

/**
 * Rank of the replicate weights of a domain's rows, minus 1: a column counts when what the columns before it leave of it is
 * longer than 1e-5 of itself.
 *
 * @param domain 1 = in the domain. [rows]; omitted = all rows.
 * @see R survey::degf of a replicate design, subset or not.
 */
export function degreesOfFreedomOfReplicates(design: ReplicateWeights, domain: Uint8Array | undefined): number {
  const rows = new Int32Array(design.rows);
  let n = 0;
  for (let i = 0; i < design.rows; i++) if (domain === undefined || domain[i] === 1) rows[n++] = i;
  return rankOfRows(design, rows.subarray(0, n)) - 1;
}

/** The same for every domain of a column. @param domainOf 0 … domainCount − 1, or −1 = in none. [rows] @returns [domainCount] */
export function degreesOfFreedomByDomain(
  design: ReplicateWeights & { readonly degreesOfFreedom: number },
  domainOf: Int32Array,
  domainCount: number,
): Float64Array {
  if (domainCount === 1 && everyRow(domainOf)) return Float64Array.of(design.degreesOfFreedom);
  const start = new Int32Array(domainCount + 1);
  for (let i = 0; i < design.rows; i++) if (domainOf[i]! >= 0) start[domainOf[i]! + 1]!++;
  for (let d = 0; d < domainCount; d++) start[d + 1]! += start[d]!;
  const ordered = new Int32Array(start[domainCount]!);
  const next = start.slice();
  for (let i = 0; i < design.rows; i++) if (domainOf[i]! >= 0) ordered[next[domainOf[i]!]!++] = i;
  return Float64Array.from(
    { length: domainCount },
    (_, d) => rankOfRows(design, ordered.subarray(start[d]!, start[d + 1]!)) - 1,
  );
}

function everyRow(domainOf: Int32Array): boolean {
  for (let i = 0; i < domainOf.length; i++) if (domainOf[i] !== 0) return false;
  return true;
}

function rankOfRows(design: ReplicateWeights, rows: Int32Array): number {
  const deletions = design.units?.multipliers;
  if (deletions !== undefined && "unit" in deletions && deletions.elsewhere.every((multiplier) => multiplier === 1))
    return rankOfJackknife(design, deletions, rows);
  return rankOfGram(gramOfReplicates(design, rows), design.replicateCount);
}

/**
 * The rank of jackknife weights needs no arithmetic: a stratum seen in part gives a dimension for each unit seen, a stratum seen
 * whole one for each unit but one, and those seen whole, or never left out, share one more.
 */
function rankOfJackknife(design: ReplicateWeights, deletions: Deletions, rows: Int32Array): number {
  const { unitOfRow, unitCount } = design.units!;
  const { stratumOfUnit, stratumCount } = deletions;
  const seen = new Uint8Array(unitCount);
  for (const row of rows) if (design.weights[row]! > 0) seen[unitOfRow[row]!] = 1;
  const units = new Int32Array(stratumCount);
  const unitsSeen = new Int32Array(stratumCount);
  for (let u = 0; u < unitCount; u++) {
    units[stratumOfUnit[u]!]!++;
    unitsSeen[stratumOfUnit[u]!]! += seen[u]!;
  }
  const jackknifed = new Uint8Array(stratumCount);
  for (const unit of deletions.unit) jackknifed[stratumOfUnit[unit]!] = 1;
  let rank = 0;
  let shared = 0;
  for (let h = 0; h < stratumCount; h++) {
    if (unitsSeen[h] === 0) continue;
    if (jackknifed[h] === 1 && unitsSeen[h]! < units[h]!) rank += unitsSeen[h]!;
    else {
      shared = 1;
      if (jackknifed[h] === 1) rank += units[h]! - 1;
    }
  }
  return rank + shared;
}

/** Inner products of the replicate weights over some rows. [R·R] */
function gramOfReplicates(design: ReplicateWeights, rows: Int32Array): Float64Array {
  const { units, weights, replicateCount: count } = design;
  if (units === undefined) {
    // Of very many rows, random signed sums in a few times R groups: they have the same rank.
    const groups = rows.length * count * count > 2e8 ? 8 * count : 0;
    const columns = design.replicates.map((column) =>
      groups === 0 ? picked(column, rows) : signedSums(column, rows, groups),
    );
    return gramOf(columns, count);
  }
  // Rows of one unit have proportional replicate weights: together they count as one row of their length.
  const squares = new Float64Array(units.unitCount);
  for (const row of rows) squares[units.unitOfRow[row]!]! += weights[row]! * weights[row]!;
  const used: number[] = [];
  for (let u = 0; u < squares.length; u++) if (squares[u]! > 0) used.push(u);
  const lengths = Float64Array.from(used, (u) => Math.sqrt(squares[u]!));
  const columns = Array.from({ length: count }, (_, r) => {
    const multipliers = unitMultipliers(units, r);
    return Float64Array.from(used, (u, at) => multipliers[u]! * lengths[at]!);
  });
  return gramOf(columns, count);
}

function picked(column: Float64Array, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) values[at] = column[rows[at]!]!;
  return values;
}

function signedSums(column: Float64Array, rows: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  for (const row of rows) {
    const hash = Math.imul(row + 1, 0x9e3779b1) ^ (Math.imul(row + 1, 0x85ebca6b) >>> 13);
    sums[(hash >>> 1) % groups]! += (hash & 1) === 0 ? column[row]! : -column[row]!;
  }
  return sums;
}

function gramOf(columns: readonly Float64Array[], count: number): Float64Array {
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    const first = columns[a]!;
    for (let b = 0; b <= a; b++) {
      const second = columns[b]!;
      let sum = 0;
      for (let i = 0; i < first.length; i++) sum += first[i]! * second[i]!;
      gram[a * count + b] = sum;
    }
  }
  return gram;
}

/** Columns in turn; one is left out when its squared length after projection is at most 1e-10 of its own. */
function rankOfGram(gram: Float64Array, count: number): number {
  const tolerance = 1e-10;
  const kept: number[] = [];
  const factor = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    const own = gram[j * count + j]!;
    let pivot = own;
    for (let at = 0; at < kept.length; at++) {
      const k = kept[at]!;
      let value = gram[j * count + k]!;
      for (let before = 0; before < at; before++) value -= factor[j * count + before]! * factor[k * count + before]!;
      value /= factor[k * count + at]!;
      factor[j * count + at] = value;
      pivot -= value * value;
    }
    if (own > 0 && pivot > tolerance * own) {
      factor[j * count + kept.length] = Math.sqrt(pivot);
      kept.push(j);
    }
  }
  return kept.length;
}
