/**
 * Row numbers in ascending order of their values, rows of equal value in the order of the column. Radix sort on the bits of the
 * numbers: a pass for each 16 of them that differ somewhere, so whole numbers cost less than half.
 *
 * @param rows row numbers to sort; left as it is.
 * @param y value of each row; none of the sorted is NaN.
 */
export function sortRows(rows: Int32Array, y: Float64Array): Int32Array {
  if (rows.length < 1024) return rows.slice().sort((a, b) => y[a]! - y[b]! || a - b);
  const n = rows.length;
  const keys = new Uint32Array(2 * n);
  const bits = new Float64Array(1);
  const halves = new Uint32Array(bits.buffer);
  for (let i = 0; i < n; i++) {
    // Adding 0 makes −0 the 0 it equals. Flipping the bits of negative numbers, and the sign of the others, orders them as integers.
    bits[0] = y[rows[i]!]! + 0;
    const high = halves[1]!;
    const flip = high >>> 31 === 1 ? 0xffffffff : 0;
    keys[2 * i] = halves[0]! ^ flip;
    keys[2 * i + 1] = high ^ (flip | 0x80000000);
  }
  let order = Uint32Array.from({ length: n }, (_, i) => i);
  let next = new Uint32Array(n);
  const starts = new Uint32Array(65536);
  for (let pass = 0; pass < 4; pass++) {
    const half = pass >> 1;
    const shift = (pass & 1) * 16;
    starts.fill(0);
    for (let i = 0; i < n; i++) starts[(keys[2 * i + half]! >>> shift) & 0xffff]!++;
    if (starts[(keys[half]! >>> shift) & 0xffff] === n) continue;
    let sum = 0;
    for (let digit = 0; digit < 65536; digit++) {
      const count = starts[digit]!;
      starts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const at = order[i]!;
      next[starts[(keys[2 * at + half]! >>> shift) & 0xffff]!++] = at;
    }
    [order, next] = [next, order];
  }
  const sorted = new Int32Array(n);
  for (let i = 0; i < n; i++) sorted[i] = rows[order[i]!]!;
  return sorted;
}
