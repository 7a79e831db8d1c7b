/**
 * Row numbers in ascending order of their values, rows of equal value in the order of the column. Radix sort on the upper halves of
 * the numbers, sixteen bits at a time; the few runs that agree there are sorted by the rest.
 *
 * @param rows row numbers to sort, ascending; its memory is used up.
 * @param y value of each row; none of the sorted is NaN.
 */
export function sortRows(rows: Int32Array, y: Float64Array): Int32Array {
  const ascending = (a: number, b: number) => y[a]! - y[b]! || a - b;
  if (rows.length < 1024) return rows.sort(ascending);
  const n = rows.length;
  const bits = new Float64Array(1);
  const halves = new Uint32Array(bits.buffer);
  let keys = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    // Adding 0 makes −0 the 0 it equals. Flipping the bits of negative numbers, and the sign of the others, orders them as integers.
    bits[0] = y[rows[i]!]! + 0;
    const upper = halves[1]!;
    keys[i] = upper ^ (upper >>> 31 === 1 ? 0xffffffff : 0x80000000);
  }
  let order: Int32Array = rows;
  let nextKeys = new Uint32Array(n);
  let nextOrder: Int32Array = new Int32Array(n);
  const starts = new Uint32Array(65536);
  for (const shift of [0, 16]) {
    starts.fill(0);
    for (let i = 0; i < n; i++) starts[(keys[i]! >>> shift) & 0xffff]!++;
    if (starts[(keys[0]! >>> shift) & 0xffff] === n) continue;
    let sum = 0;
    for (let digit = 0; digit < 65536; digit++) {
      const count = starts[digit]!;
      starts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const key = keys[i]!;
      const at = starts[(key >>> shift) & 0xffff]!++;
      nextKeys[at] = key;
      nextOrder[at] = order[i]!;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  for (let from = 0; from < n; ) {
    let to = from + 1;
    let sorted = true;
    for (; to < n && keys[to] === keys[from]; to++) if (y[order[to]!]! < y[order[to - 1]!]!) sorted = false;
    if (!sorted) order.subarray(from, to).sort(ascending);
    from = to;
  }
  return order;
}
