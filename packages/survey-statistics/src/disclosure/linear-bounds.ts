/** People known together: between how many and how many of the unknowns' people a reader was told. */
export interface KnownSum {
  /** Unknowns that are added up, each once. */
  readonly members: Int32Array;
  readonly least: number;
  /** Equal to `least` where the number was told exactly. */
  readonly most: number;
}

/** The highest a sum of unknowns can be, and the known sums that keep it from being higher. */
export interface Ceiling {
  /** Infinity where nothing bounds it. */
  readonly value: number;
  /** Places in the list of known sums. */
  readonly because: readonly number[];
}

const tiny = 1e-7;

/**
 * What known sums say of unknown counts ≥ 0: linear programming by the simplex method, on a dense tableau that is kept between
 * questions, so that the second question costs a few steps. Sums of one unknown are taken out first.
 *
 * Meant for some thousand unknowns and some hundred sums. The sums must agree with one another: they are counts of people.
 *
 * @see Chvátal (1983), Linear Programming, chapters 2, 3 and 8; Bland (1977) against cycling.
 */
export class LinearBounds {
  /** Value of unknowns that follow from the sums at once; NaN = open. */
  private readonly fixed: Float64Array;
  /** The known sum that fixed an unknown; −1 = none. */
  private readonly fixedBy: Int32Array;
  /** Column of each open unknown. */
  private readonly columnOf: Int32Array;
  private readonly unknownOf: number[] = [];
  /** Which known sum each row of the tableau was. */
  private readonly sumOf: number[] = [];
  /** Open unknowns and slacks; artificial unknowns follow, one an equation, then the right-hand side. */
  private readonly columns: number;
  private readonly width: number;
  private readonly rows: Float64Array[] = [];
  private readonly basis: number[] = [];
  private readonly sums: readonly KnownSum[];

  constructor(unknowns: number, sums: readonly KnownSum[]) {
    this.sums = sums;
    this.fixed = new Float64Array(unknowns).fill(Number.NaN);
    this.fixedBy = new Int32Array(unknowns).fill(-1);
    this.columnOf = new Int32Array(unknowns).fill(-1);
    const open = this.takeOutSingles();
    for (const { members } of open)
      for (const unknown of members)
        if (this.columnOf[unknown] === -1) this.columnOf[unknown] = this.unknownOf.push(unknown) - 1;
    // A sum between two numbers is two equations: what is missing to the most, and what is above the least, are unknowns too.
    const equations = open.flatMap(({ members, least, most, at }) => [
      { members, total: most, slack: most > least ? 1 : 0, at },
      ...(most > least && least > 0 ? [{ members, total: least, slack: -1, at }] : []),
    ]);
    this.columns = this.unknownOf.length + equations.filter(({ slack }) => slack !== 0).length;
    this.width = this.columns + equations.length + 1;
    let slackColumn = this.unknownOf.length;
    for (const [r, { members, total, slack, at }] of equations.entries()) {
      const row = new Float64Array(this.width);
      for (const unknown of members) row[this.columnOf[unknown]!] = 1;
      if (slack !== 0) row[slackColumn++] = slack;
      row[this.columns + r] = 1;
      row[this.width - 1] = Math.max(0, total);
      this.rows.push(row);
      this.basis.push(this.columns + r);
      this.sumOf.push(at);
    }
    this.makeFeasible();
  }

  /** Sums of one unknown fix it; what they fix shortens the others, until nothing more follows. A sum of 0 fixes all its members. */
  private takeOutSingles(): { members: number[]; least: number; most: number; at: number }[] {
    let open = this.sums.map(({ members, least, most }, at) => ({ members: [...members], least, most, at }));
    for (let changed = true; changed; ) {
      changed = false;
      for (const sum of open) {
        sum.members = sum.members.filter((unknown) => {
          if (Number.isNaN(this.fixed[unknown]!)) return true;
          sum.least -= this.fixed[unknown]!;
          sum.most -= this.fixed[unknown]!;
          return false;
        });
        const isExact = sum.members.length === 1 && sum.most - sum.least < tiny;
        if (isExact || (sum.members.length > 0 && sum.most < tiny)) {
          for (const unknown of sum.members) {
            this.fixed[unknown] = isExact ? Math.max(0, sum.most) : 0;
            this.fixedBy[unknown] = sum.at;
          }
          sum.members = [];
          changed = true;
        }
      }
      open = open.filter((sum) => sum.members.length > 0);
    }
    return open;
  }

  /** The first phase: from nothing but artificial unknowns to counts that fit all sums. */
  private makeFeasible(): void {
    const { columns } = this;
    const gains = new Float64Array(this.width);
    for (const row of this.rows) for (let k = 0; k < columns; k++) gains[k]! += row[k]!;
    this.climb(gains);
    for (let r = this.rows.length - 1; r >= 0; r--) {
      if (this.basis[r]! < columns) continue;
      // An artificial unknown that stayed, at 0: exchange it, or the sum follows from the others.
      const row = this.rows[r]!;
      let k = 0;
      while (k < columns && Math.abs(row[k]!) < tiny) k++;
      if (k < columns) this.exchange(r, k, undefined);
      else {
        this.rows.splice(r, 1);
        this.basis.splice(r, 1);
      }
    }
  }

  /**
   * The highest that the sum of some unknowns can be.
   *
   * @param among called with the counts found, for who can use them: they fit all sums.
   */
  highest(members: ArrayLike<number>, among?: (count: (unknown: number) => number) => void): Ceiling {
    const { columns } = this;
    const gains = new Float64Array(this.width);
    let value = 0;
    const fixers = new Set<number>();
    const wanted = new Set<number>();
    for (let i = 0; i < members.length; i++) {
      const unknown = members[i]!;
      if (!Number.isNaN(this.fixed[unknown]!)) {
        value += this.fixed[unknown]!;
        fixers.add(unknown);
      } else if (this.columnOf[unknown] === -1) return { value: Number.POSITIVE_INFINITY, because: [] };
      else wanted.add(this.columnOf[unknown]!);
    }
    for (const k of wanted) gains[k] = 1;
    for (let r = 0; r < this.rows.length; r++) {
      if (!wanted.has(this.basis[r]!)) continue;
      const row = this.rows[r]!;
      for (let k = 0; k < this.width; k++) gains[k]! -= row[k]!;
    }
    if (!this.climb(gains)) return { value: Number.POSITIVE_INFINITY, because: [] };
    value -= gains[this.width - 1]!;
    if (among) this.tell(among);
    // A sum counts when moving its total would move the ceiling: then its artificial unknown has a price.
    const because = new Set<number>();
    for (let r = 0; r < this.sumOf.length; r++) if (Math.abs(gains[columns + r]!) > tiny) because.add(this.sumOf[r]!);
    for (const at of [...because])
      for (const unknown of this.sums[at]!.members) if (this.fixedBy[unknown]! >= 0) fixers.add(unknown);
    // What fixed an unknown may rest on what fixed others.
    for (const unknown of fixers) {
      const at = this.fixedBy[unknown]!;
      if (at < 0 || because.has(at)) continue;
      because.add(at);
      for (const other of this.sums[at]!.members) if (this.fixedBy[other]! >= 0) fixers.add(other);
    }
    return { value, because: [...because] };
  }

  private tell(among: (count: (unknown: number) => number) => void): void {
    const found = new Map(this.basis.map((column, r) => [column, this.rows[r]![this.width - 1]!]));
    among((unknown) => {
      if (!Number.isNaN(this.fixed[unknown]!)) return this.fixed[unknown]!;
      const column = this.columnOf[unknown]!;
      return column < 0 ? Number.POSITIVE_INFINITY : (found.get(column) ?? 0);
    });
  }

  /** Simplex steps until no open column gains. @returns false when the goal is without bound. */
  private climb(gains: Float64Array): boolean {
    const { columns } = this;
    const last = this.width - 1;
    let idle = 0;
    for (;;) {
      let enter = -1;
      for (let k = 0; k < columns; k++) {
        if (gains[k]! <= tiny) continue;
        if (enter < 0 || gains[k]! > gains[enter]!) enter = k;
        // Without progress, Bland's choice: the first, which never goes round in circles.
        if (idle > 50) break;
      }
      if (enter < 0) return true;
      let leave = -1;
      let step = Number.POSITIVE_INFINITY;
      for (let r = 0; r < this.rows.length; r++) {
        const row = this.rows[r]!;
        if (row[enter]! <= tiny) continue;
        const reach = row[last]! / row[enter]!;
        if (reach < step - 1e-12 || (reach <= step + 1e-12 && leave >= 0 && this.basis[r]! < this.basis[leave]!)) {
          step = Math.min(step, reach);
          leave = r;
        }
      }
      if (leave < 0) return false;
      idle = step > tiny ? 0 : idle + 1;
      this.exchange(leave, enter, gains);
    }
  }

  private exchange(leave: number, enter: number, gains: Float64Array | undefined): void {
    const pivot = this.rows[leave]!;
    const scale = 1 / pivot[enter]!;
    for (let k = 0; k < this.width; k++) pivot[k]! *= scale;
    const take = (row: Float64Array) => {
      const factor = row[enter]!;
      if (factor === 0) return;
      for (let k = 0; k < this.width; k++) if (pivot[k] !== 0) row[k]! -= factor * pivot[k]!;
      row[enter] = 0;
    };
    for (const row of this.rows) if (row !== pivot) take(row);
    if (gains) take(gains);
    this.basis[leave] = enter;
  }
}
