/**
 * How much of an uploaded file is read before it is refused. A form has a few thousand cells, a poll a few million;
 * what is larger is an accident or an attack, and must not take the server down with it.
 * Sizes are bytes. The command line may pass larger ones: it reads the person's own file.
 */
export const fileLimits = {
  /** A .xlsx, .csv or .md file as it arrives. */
  fileBytes: 60_000_000,
  /** A .sav or .zsav file as it arrives: numbers are packed, so one million rows of 30 variables still fit. */
  savBytes: 320_000_000,
  /** All parts of a .xlsx, or all blocks of a .zsav, once inflated. */
  inflatedBytes: 250_000_000,
  /** Parts listed in the directory of a .xlsx. */
  zipEntries: 5_000,
  /** Cells of all sheets of a form or of margins, gaps to the left of a cell counted. */
  sheetCells: 1_000_000,
  /** Cells of a table of answers in .csv or .xlsx. */
  tableCells: 6_000_000,
  /** Values of a .sav file (rows × variables). */
  savCells: 45_000_000,
  rows: 2_000_000,
  /** As many as Excel has. */
  columns: 16_384,
  /** Characters of one cell; Excel itself stops at 32,767. */
  cellCharacters: 100_000,
  /** Heap of the thread that reads, in MB. */
  memoryMegabytes: 1_536,
  /** The thread is ended after this time. */
  milliseconds: 60_000,
};

export type FileLimits = typeof fileLimits;
