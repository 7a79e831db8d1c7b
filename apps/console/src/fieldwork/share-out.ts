/** Assignments that nobody has, by place. */
export type OpenPlace = { readonly unitId: string | null; readonly ids: readonly string[] };
export type Worker = { readonly staffId: string; readonly inHand: number };
export type Share = { readonly staffId: string; readonly ids: string[]; readonly places: number };

/**
 * Shares assignments out so that everybody has about the same number in hand and few people go to each place: place by place, the largest
 * first, to whoever has most room left; what is over goes to the next.
 *
 * @returns one entry for each worker who gets something, in the order given.
 */
export function shareOut(open: readonly OpenPlace[], workers: readonly Worker[]): Share[] {
  if (workers.length === 0) return [];
  const room = roomOf(
    workers,
    open.reduce((sum, { ids }) => sum + ids.length, 0),
  );
  const given = new Map(workers.map(({ staffId }) => [staffId, { staffId, ids: [] as string[], places: 0 }]));
  for (const { ids } of [...open].sort((a, b) => b.ids.length - a.ids.length)) {
    let rest = [...ids];
    while (rest.length > 0) {
      // Whoever can take the whole rest with least room to spare, else whoever has most room.
      const fitting = [...room].filter(([, left]) => left >= rest.length).sort((a, b) => a[1] - b[1]);
      const [staffId, left] = fitting[0] ?? [...room].sort((a, b) => b[1] - a[1])[0]!;
      const share = given.get(staffId)!;
      share.ids.push(...rest.slice(0, left));
      share.places++;
      room.set(staffId, left - Math.min(left, rest.length));
      rest = rest.slice(left);
    }
  }
  return [...given.values()].filter(({ ids }) => ids.length > 0);
}

/** How many more each worker takes: levels what they have in hand, as far as `count` reaches; odd ones to the first. */
function roomOf(workers: readonly Worker[], count: number): Map<string, number> {
  const room = new Map(workers.map(({ staffId }) => [staffId, 0]));
  for (let left = count; left > 0; left--) {
    const least = workers.reduce((a, b) => (b.inHand + room.get(b.staffId)! < a.inHand + room.get(a.staffId)! ? b : a));
    room.set(least.staffId, room.get(least.staffId)! + 1);
  }
  return room;
}
