import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  cosignedAt,
  LogError,
  leafOfExtra,
  parseProofFile,
  parseVerifierKey,
  type VerifierKey,
  verifyProofFile,
} from "@lang-nghe/anonymity/log";
import { typedPath, UsageError } from "./usage.ts";

export const receipt = {
  help: `receipt FILE --log-key KEY: does a .tlog-proof show what it says? Needs no network. Exit code 1 when not.

  --log-key KEY   the log's key, one line, or a file that holds it. From a place that you trust: paper, the witness, /log/key
                  fetched long before.
  --witness KEY   a witness who must have cosigned. Repeatable: all of them must.
  --leaf HEX      the hash of the entry, for a proof that does not carry its entry.
`,
  run,
};

async function run(parameters: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: {
      "log-key": { type: "string" },
      witness: { type: "string", multiple: true },
      leaf: { type: "string" },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values["log-key"] === undefined)
    throw new UsageError("Name the file and the log's key: receipt FILE --log-key KEY. --help tells more.");
  const logKey = keyOf(values["log-key"]);
  const witnesses = (values.witness ?? []).map(keyOf);
  let text: string;
  try {
    text = readFileSync(typedPath(file), "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  try {
    const proof = parseProofFile(text);
    if (!proof.extra && !/^[0-9a-f]{64}$/.test(values.leaf ?? ""))
      throw new UsageError("This proof does not carry its entry: give its hash with --leaf.");
    const { leaf, studyId } = values.leaf
      ? { leaf: new Uint8Array(Buffer.from(values.leaf, "hex")), studyId: undefined }
      : leafOfExtra(proof.extra!);
    const { origin, size } = await verifyProofFile(proof, leaf, logKey, witnesses, witnesses.length);
    console.log(
      studyId
        ? `It holds: one accepted answer of study ${studyId} is this receipt's.`
        : `It holds:${values.leaf ? "" : `\n${Buffer.from(proof.extra!).toString("utf8").trimEnd()}`}`,
    );
    console.log(`Entry ${proof.index} of ${origin}, shown in its first ${size} entries.`);
    for (const witness of witnesses) {
      const time = (await cosignedAt(proof.checkpoint, witness))!;
      console.log(`Seen by ${witness.name} on ${new Date(time * 1000).toISOString()}.`);
    }
    if (witnesses.length === 0) console.log("No witness was asked for: the log could have told others another story.");
    return 0;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    console.log(`It does not hold: ${error.message}`);
    return 1;
  }
}

function keyOf(given: string): VerifierKey {
  const path = typedPath(given);
  try {
    return parseVerifierKey(existsSync(path) ? readFileSync(path, "utf8") : given);
  } catch (error) {
    throw new UsageError(`${given}: ${(error as Error).message}`, { cause: error });
  }
}
