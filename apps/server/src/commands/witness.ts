import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { formatVerifierKey, parseVerifierKey } from "@lang-nghe/anonymity/log";
import { makeNoteKey, type NoteKey, readNoteKey } from "../platform/note-key.ts";
import { type Outgoing, outgoing } from "../platform/outgoing.ts";
import { Problem } from "../platform/problem.ts";
import { typedPath, UsageError } from "./usage.ts";
import { BrokenLog, SilentLog, type WitnessState, witnessRound } from "./witness-round.ts";

export const witness = {
  help: `witness --log URL --key FILE --state FILE: watches a host's public log from outside, and cosigns what it has seen.

  --new-key FILE --name NAME  makes a witness's key first (NAME like university.example.vn/witness); the printed line goes to
                              the log's operator, who adds it to DATA_DIR/witnesses. FILE stays with the witness.
  --log URL                   the host's address, for example https://collector.example.vn
  --key FILE                  the witness's key.
  --state FILE                what was seen last; made at the first round. One file for each log.
  --log-key KEY               at the first round: the log's key as you know it from elsewhere (paper, telephone). Without it, the
                              key that the log shows is taken and kept.
  --every SECONDS             goes on until stopped; without it, one round.

Each start, and then once a day, all entries are read again from the first; between, only what is new. When the log was changed,
set back or forked, this says so, keeps the evidence beside FILE, cosigns nothing and ends with 1.
`,
  run,
};

const day = 24 * 3600_000;

async function run(parameters: string[]): Promise<number> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      log: { type: "string" },
      key: { type: "string" },
      state: { type: "string" },
      "log-key": { type: "string" },
      every: { type: "string" },
      "new-key": { type: "string" },
      name: { type: "string" },
    },
  });
  if (values["new-key"] !== undefined) return newKey(values["new-key"], values.name);
  const { log, key, state } = values;
  if (log === undefined || key === undefined || state === undefined)
    throw new UsageError("Name log, key and state: witness --log URL --key FILE --state FILE. --help tells more.");
  if (!URL.canParse(log)) throw new UsageError(`${log} is not an address; for example https://collector.example.vn`);
  const every = values.every === undefined ? undefined : Number(values.every);
  if (every !== undefined && !(every >= 1)) throw new UsageError("--every wants seconds, 1 or more.");
  const given = {
    ask: outgoing([log]),
    log: log.replace(/\/+$/, ""),
    witness: readKey(typedPath(key)),
    stateFile: typedPath(state),
    knownKey: values["log-key"],
  };
  for (let round = 0; ; round++) {
    const ended = await once(given, round === 0, every !== undefined);
    if (ended !== undefined || every === undefined) return ended ?? 0;
    await wait(every * 1000);
  }
}

type Given = { ask: Outgoing; log: string; witness: NoteKey; stateFile: string; knownKey: string | undefined };

/** One round. @returns the exit code with which all is over. @throws {UsageError} in a single round that could not be done. */
async function once(given: Given, start: boolean, goesOn: boolean): Promise<number | undefined> {
  const now = new Date();
  try {
    const before = readState(given.stateFile);
    const logKey = before?.logKey ?? (await firstKey(given));
    if (before && given.knownKey !== undefined && given.knownKey.trim() !== before.logKey)
      throw new UsageError(`${given.stateFile} belongs to another log: ${before.logKey}`);
    const whole = start || !before || now.getTime() - Date.parse(before.wholeAt) >= day;
    const read = async (path: string) => given.ask(`${given.log}/log/${path}`);
    const round = await witnessRound({ read, before, logKey, witness: given.witness, now, whole });
    // Kept before anything is posted: this witness never cosigns two stories, not even after a power cut.
    writeState(given.stateFile, round.state);
    const reply = await given.ask(`${given.log}/log/cosignatures`, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: round.cosigned,
    });
    const since = before ? `${round.size - before.size} new` : "first seen";
    if (reply.status === 204) {
      console.log(`${now.toISOString()} cosigned ${round.size} entries (${since}${round.whole ? ", all read" : ""})`);
      return undefined;
    }
    if (reply.body.includes('"transparency.unknown-witness"'))
      throw new SilentLog(
        `The log is whole (${round.size} entries), but it does not know this witness yet. Its operator adds this line to DATA_DIR/witnesses:\n${given.witness.line}`,
      );
    throw new SilentLog(
      `The log is whole (${round.size} entries), but took no cosignature: ${reply.status} ${reply.body}`,
    );
  } catch (error) {
    if (error instanceof BrokenLog) return tell(given, error, now);
    if (error instanceof SilentLog || error instanceof Problem) {
      if (!goesOn) throw new UsageError(error.message, { cause: error });
      console.error(`${now.toISOString()} ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

/** Says what happened, keeps what shows it. */
function tell({ stateFile, log }: Given, { message, evidence }: BrokenLog, now: Date): number {
  const folder = `${stateFile}.evidence-${now.toISOString().slice(0, 19).replaceAll(":", "")}`;
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of evidence) writeFileSync(join(folder, name), content);
  const words = `${log}/log/\n${now.toISOString()}\n\n${message}\n\nA log of this kind is only ever added to. Nothing was cosigned. This folder holds what the log showed now and the checkpoint that it\nhad signed before: both carry its signature, so it cannot deny them. Keep it, ask the institution, and tell whoever oversees it.\n`;
  writeFileSync(join(folder, "what-happened.txt"), words);
  console.error(`THE LOG HAS BROKEN ITS PROMISE. ${message}\nThe evidence is kept in ${folder}; nothing was cosigned.`);
  return 1;
}

function newKey(file: string, name: string | undefined): number {
  if (name === undefined)
    throw new UsageError("Name the witness: witness --new-key FILE --name university.example.vn/witness");
  try {
    console.log(makeNoteKey(typedPath(file), name, 4).line);
    return 0;
  } catch (error) {
    throw new UsageError(`No key was made: ${(error as Error).message}`, { cause: error });
  }
}

function readKey(file: string): NoteKey {
  let key: NoteKey;
  try {
    key = readNoteKey(file);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  if (key.key.type !== 4) throw new UsageError(`${file} is a log's key, not a witness's.`);
  return key;
}

/** The log's key at the first round: as the person knows it, else as the log shows it. */
async function firstKey({ ask, log, knownKey }: Given): Promise<string> {
  const line = knownKey ?? (await ask(`${log}/log/key`)).body.toString("utf8");
  try {
    const key = formatVerifierKey(parseVerifierKey(line));
    if (knownKey === undefined) console.log(`The log's key, from now on expected: ${key}`);
    return key;
  } catch (error) {
    throw new SilentLog(`${log} shows no key of a log: ${(error as Error).message}`, { cause: error });
  }
}

function readState(file: string): WitnessState | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as WitnessState;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function writeState(file: string, state: WitnessState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 1)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
