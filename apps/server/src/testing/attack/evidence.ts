/** What the insider holds. Times are milliseconds since 1970. */
export type Evidence = {
  /** The issuer's own network: who fetched a token when, how long the request was, how often it was made. */
  readonly tokens: readonly {
    readonly person: number;
    readonly at: number;
    readonly bytes: number;
    readonly requests: number;
  }[];
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
    /** What the office fetched before it was opened, in base64url: its bytes and its withdrawal hash. */
    readonly sealed: string;
    readonly withdrawalHash: string;
    /** Block and place within the table's file. */
    readonly ctid: readonly [number, number];
    readonly xmin: number;
    /** Where the row is first found in what is left of the write-ahead log; undefined where it is not. */
    readonly wal: number | undefined;
    /** The same of the hash that came to the collector with the answer, and stayed with it. */
    readonly arrived: number | undefined;
  }[];
  /** A copy of all three databases from each night after the rounds. */
  readonly nights: readonly Night[];
  /** Sizes of the batches, as the public log has them. */
  readonly batches: readonly number[];
  /** Receipts in the public log, by their places. */
  readonly receipts: readonly { readonly index: number; readonly leaf: string }[];
  /** Spent tokens as the collector keeps them, in hexadecimal. */
  readonly spent: readonly { readonly nullifier: string; readonly request: string }[];
  /** The collector's own network: deposit and time, its length as sent, and as it would be unpadded, and how often it came. */
  readonly deposits: readonly {
    readonly at: number;
    readonly answer: string;
    readonly length: number;
    readonly plain: number;
    readonly requests: number;
  }[];
  /** Answers of which the collector once had two rows: an answer that was sent again may leave no second. */
  readonly doubled: readonly string[];
  /** Values of one person alone at the issuer (or their hashes) that stand in rows of the other hosts: the answers of these. */
  readonly shared: readonly { readonly person: number; readonly answers: readonly string[] }[];
  /** Answers that the live view counts: each time somebody looked, and the base of the table after the freeze. */
  readonly looks: readonly number[];
};

export type Night = {
  readonly at: number;
  /** Answers in the office's database, each with its place in the table's file. */
  readonly answers: ReadonlyMap<string, number>;
  /** Answers in the order in which the office's backup of this night has them; empty where none was made. */
  readonly backup: readonly string[];
  /** Answers that wait at the collector, each with its place in the table's file. */
  readonly waiting: ReadonlyMap<string, number>;
  /** Deposits of the last day by their first trace in what is left of the write-ahead log: some of them. */
  readonly log: readonly string[];
  /** People whose token is taken, by the issuer's roster. */
  readonly taken: ReadonlySet<number>;
};

/** What only the wave's author knows of each person who answered. */
export type Truth = {
  readonly answerOf: ReadonlyMap<number, string>;
  /** Leaf in the public log, and the receipt itself (which its holder may show). */
  readonly receiptOf: ReadonlyMap<number, string>;
  readonly shown: ReadonlyMap<number, string>;
  readonly nullifierOf: ReadonlyMap<number, string>;
  /** When the collector first took the deposit. */
  readonly depositAt: ReadonlyMap<number, number>;
  /** Hours from the token to the deposit, as people in this wave do it: many draws. */
  readonly delays: readonly number[];
};
