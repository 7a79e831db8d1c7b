/**
 * A Hadamard matrix of an order above `smallest`: rows and columns of ±1, rows orthogonal to one another, the first row all 1.
 * The smallest order that doubling (Sylvester) and quadratic residues (Paley, p ≡ 3 mod 4) reach.
 *
 * @param smallest the order is larger than this, ≥ 1.
 * @returns rows of ±1; as many columns.
 * @see Sylvester (1867); Paley (1933); Wolter (2007), appendix A.
 */
export function hadamardMatrix(smallest: number): readonly Int8Array[] {
  let best: { order: number; prime: number } | undefined;
  for (let order = 2; best === undefined; order++) {
    if (order <= smallest || (order > 2 && order % 4 !== 0)) continue;
    // order = 2^k · (p + 1), or 2^k alone.
    for (let core = order; core >= 1 && best === undefined; core /= 2) {
      if (core === 1 || core === 2) best = { order, prime: 0 };
      else if (core % 4 === 0 && isPrime(core - 1) && !isPowerOfTwo(core)) best = { order, prime: core - 1 };
      if (core % 2 === 1) break;
    }
  }
  let matrix = best.prime === 0 ? [Int8Array.of(1)] : paley(best.prime);
  while (matrix.length < best.order) matrix = doubled(matrix);
  return matrix;
}

function doubled(matrix: readonly Int8Array[]): Int8Array[] {
  const order = matrix.length;
  return Array.from({ length: 2 * order }, (_, i) => {
    const half = matrix[i % order]!;
    const row = new Int8Array(2 * order);
    row.set(half);
    row.set(i < order ? half : half.map((value) => -value), order);
    return row;
  });
}

/** Order p + 1 for a prime p ≡ 3 mod 4, first row and first column all 1. */
function paley(prime: number): Int8Array[] {
  const residue = new Int8Array(prime).fill(-1);
  for (let i = 1; i < prime; i++) residue[(i * i) % prime] = 1;
  const rows = [new Int8Array(prime + 1).fill(1)];
  for (let i = 0; i < prime; i++) {
    const row = new Int8Array(prime + 1);
    row[0] = 1;
    for (let j = 0; j < prime; j++) {
      const difference = (j - i + prime) % prime;
      row[j + 1] = difference === 0 ? -1 : residue[difference]!;
    }
    rows.push(row);
  }
  return rows;
}

function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}

function isPowerOfTwo(n: number): boolean {
  return 2 ** Math.round(Math.log2(n)) === n;
}
