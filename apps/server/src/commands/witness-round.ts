// What a witness of a log does each time: read what is new, compare it with what it saw before, cosign. It trusts the log in
// nothing: roots are worked out from the entries themselves.
import {
  appendLeaf,
  cosignatureLine,
  cosignedMessage,
  decodeEntries,
  emptyFrontier,
  type Frontier,
  fromBase64,
  frontierRoot,
  hashesOf,
  LogError,
  leafHash,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  sameBytes,
  type Tile,
  tilePath,
  tilesOfLevel,
  tileWidth,
  toBase64,
} from "@lang-nghe/anonymity/log";
import type { NoteKey } from "../platform/note-key.ts";

/** What a witness keeps between rounds: enough to recognise the log again, and nothing of its entries. */
export type WitnessState = {
  /** The log's key, pinned at the first round. */
  logKey: string;
  size: number;
  /** Hashes of the complete subtrees at the right edge, base64. */
  edge: string[];
  /** The last checkpoint seen, with the log's signature: one half of the evidence, should the log ever say otherwise. */
  checkpoint: string;
  /** When the whole log was last read again from its first entry. ISO instant. */
  wholeAt: string;
};

/** The log did what no honest log does. `evidence`: files that show it, by name. */
export class BrokenLog extends Error {
  readonly evidence: Map<string, string | Uint8Array>;
  constructor(message: string, evidence: Map<string, string | Uint8Array>) {
    super(message);
    this.evidence = evidence;
  }
}

/** The log could not be read now. */
export class SilentLog extends Error {}

/** A GET below the log's address. */
export type ReadLog = (path: string) => Promise<{ status: number; body: Buffer }>;

export type Round = { state: WitnessState; cosigned: string; size: number; whole: boolean };

/**
 * @param before the state of the last round; undefined at the first, which takes `logKey` as it is given.
 * @param whole read everything again, and not only what is new.
 * @throws {BrokenLog} the log changed, shrank, or told another story. {@link SilentLog} it could not be read.
 */
export async function witnessRound(given: {
  read: ReadLog;
  before: WitnessState | undefined;
  logKey: string;
  witness: NoteKey;
  now: Date;
  whole: boolean;
}): Promise<Round> {
  const { before, witness, now } = given;
  const whole = given.whole || !before;
  const evidence = new Map<string, string | Uint8Array>();
  if (before) evidence.set("checkpoint-seen-before.txt", before.checkpoint);
  const broken = (message: string) => new BrokenLog(message, evidence);
  const read = async (path: string): Promise<Uint8Array> => {
    const { status, body } = await given.read(path);
    if (status !== 200 && body.includes('"transparency.broken"')) {
      evidence.set("reply.json", new Uint8Array(body));
      throw broken("The log itself says that its entries are not those which it signed.");
    }
    if (status === 404 && before && path !== "checkpoint")
      throw broken(`The log does not show ${path}, which it signed.`);
    if (status !== 200) throw new SilentLog(`The log answers ${status} for ${path}.`);
    return new Uint8Array(body);
  };

  const note = Buffer.from(await read("checkpoint")).toString("utf8");
  evidence.set("checkpoint-now.txt", note);
  const checkpoint = await openCheckpoint(note, parseVerifierKey(before?.logKey ?? given.logKey)).catch(
    (error: unknown) => {
      if (error instanceof LogError)
        throw broken(`The checkpoint is not one of the log that was seen before: ${error.message}`);
      throw error;
    },
  );
  const seen = before && parseCheckpoint(parseNote(before.checkpoint).text);
  if (seen && checkpoint.size < seen.size)
    throw broken(`The log had ${seen.size} entries and now claims ${checkpoint.size}: it was set back.`);
  if (seen && checkpoint.size === seen.size && !sameBytes(checkpoint.root, seen.root))
    throw broken(`The log signed two different stories of its first ${seen.size} entries: it is forked.`);

  let edge: Frontier = whole ? emptyFrontier : { size: before!.size, hashes: before!.edge.map(fromBase64) };
  const first = edge.size;
  for (const tile of tilesOfLevel("entries", checkpoint.size).slice(Math.floor(first / tileWidth))) {
    const hashes = await leafHashes(tile, read, evidence, whole, broken);
    for (const hash of hashes.slice(Math.max(0, first - tile.index * tileWidth))) {
      if (seen && edge.size === seen.size && !sameBytes(frontierRoot(edge), seen.root))
        throw broken(`Among the first ${seen.size} entries, which were seen before, something was changed.`);
      edge = appendLeaf(edge, hash);
    }
  }
  if (!sameBytes(frontierRoot(edge), checkpoint.root))
    throw broken(
      seen && checkpoint.size > seen.size && !whole
        ? `What the log signed now does not begin with the ${seen.size} entries seen before, or its new entries are not those which it signed.`
        : `The ${checkpoint.size} entries that the log shows are not those which it signed.`,
    );

  const time = Math.floor(now.getTime() / 1000);
  const { text } = parseNote(note);
  const line = cosignatureLine(witness.key, time, witness.sign(cosignedMessage(text, time)));
  return {
    state: {
      logKey: before?.logKey ?? given.logKey,
      size: edge.size,
      edge: edge.hashes.map(toBase64),
      checkpoint: note,
      wholeAt: whole ? now.toISOString() : before!.wholeAt,
    },
    cosigned: note + line,
    size: checkpoint.size,
    whole,
  };
}

/** Leaf hashes of the entries in a bundle; when all is read, also held against the tree's own tiles. */
async function leafHashes(
  tile: Tile,
  read: (path: string) => Promise<Uint8Array>,
  evidence: Map<string, string | Uint8Array>,
  whole: boolean,
  broken: (message: string) => BrokenLog,
): Promise<Uint8Array[]> {
  const keep = (path: string, bytes: Uint8Array) => evidence.set(path.replaceAll("/", "-"), bytes);
  const bundle = await read(tilePath(tile));
  keep(tilePath(tile), bundle);
  let entries: Uint8Array[];
  try {
    entries = decodeEntries(bundle);
  } catch {
    throw broken(`${tilePath(tile)} cannot be read as entries.`);
  }
  if (entries.length !== tile.width)
    throw broken(`${tilePath(tile)} has ${entries.length} entries, not ${tile.width}.`);
  const hashes = entries.map(leafHash);
  if (!whole) return hashes;
  const level0 = tilePath({ ...tile, level: 0 });
  const served = await read(level0);
  keep(level0, served);
  const shown = hashesOf(served);
  const other = hashes.findIndex((hash, at) => !shown[at] || !sameBytes(hash, shown[at]));
  if (other >= 0 || shown.length !== tile.width)
    throw broken(
      `Entry ${tile.index * tileWidth + Math.max(0, other)} is not the one whose hash stands in the tree: it was changed after it was written.`,
    );
  return hashes;
}
