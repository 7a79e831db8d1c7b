/** What the insider holds. Times are milliseconds since 1970. */
export type Evidence = {
  /** The issuer's own network: who fetched a token when. The first request of each person that was answered. */
  readonly tokens: readonly { readonly person: number; readonly at: number }[];
  /** Deposits that a batch needs and leaves behind, before the close: follows from the published cells. */
  readonly company: number;
  /** The cell of each person's token: the issuer gave it. */
  readonly cellOf: readonly number[];
  /** Rows of the opened answers as they lie in the office's database when all is over. */
  readonly answers: readonly {
    readonly id: string;
    readonly cell: number;
    /** Characters of what was written. */
    readonly length: number;
    /** Block and place within the table's file. */
    readonly ctid: readonly [number, number];
    readonly xmin: number;
    /** Where the row is first found in what is left of the write-ahead log; undefined where it is not. */
    readonly wal: number | undefined;
    /** The same of the hash that came to the collector with the answer, and stayed with it. */
    readonly arrived: number | undefined;
  }[];
  /** A copy of the office's database from each night, and the time of the round before it: the answers it holds. */
  readonly nights: readonly { readonly at: number; readonly answers: ReadonlySet<string> }[];
  /** Receipts in the collector's log, by their places. */
  readonly receipts: readonly { readonly index: number; readonly leaf: string }[];
  /** The collector's own network: deposit and time, its length as sent, and as it would be unpadded. */
  readonly deposits: readonly {
    readonly at: number;
    readonly answer: string;
    readonly length: number;
    readonly plain: number;
  }[];
};

/** What only the wave's author knows: the answer and the receipt of each person who answered. */
export type Truth = { readonly answerOf: ReadonlyMap<number, string>; readonly receiptOf: ReadonlyMap<number, string> };
