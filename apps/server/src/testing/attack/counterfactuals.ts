// Protections that cannot be taken from the hosts because the code refuses to run without them: what an attack would find then.
import { generateKeyPairSync, webcrypto } from "node:crypto";
import {
  blind,
  finalize,
  manifestHash,
  modulusFromSpki,
  prepareToken,
  type Subtle,
  signBlinded,
  verify,
} from "@lang-nghe/anonymity";
import { type Judged, judge } from "./judge.ts";
import type { Guess, Strategy } from "./strategies.ts";
import { rawOperations, type Wave } from "./wave.ts";

const subtle = webcrypto.subtle as unknown as Subtle;
const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));
const hour = 3_600_000;

/** What the protocol allows a guess: anyone of the person's cell. */
const allowedIn = ({ evidence }: Wave, person: number): number =>
  1 / evidence.answers.filter(({ cell }) => cell === evidence.cellOf[person]).length;

/**
 * Devices that do not hold the manifest against the log take whatever key they are shown: four people, four keys, and the key
 * under which a token holds says whose it is. (With the check nothing is blinded: see the respondent's tests.)
 */
export async function keyOfOnesOwn(wave: Wave): Promise<Judged> {
  const { evidence, truth, manifest } = wave;
  const people = [...truth.answerOf.keys()].slice(0, 4);
  const keys = people.map(() => generateKeyPairSync("rsa", { modulusLength: 3072 }));
  const shown = keys.map(({ publicKey }) => {
    const issuerKey = publicKey.export({ format: "der", type: "spki" }).toString("base64url");
    return { modulus: modulusFromSpki(issuerKey), manifest: { ...manifest, issuerKey } };
  });
  const tokens = await Promise.all(
    people.map(async (_, at) => {
      const { modulus, manifest: own } = shown[at]!;
      const { studyId } = own;
      const prepared = prepareToken(random, { studyId, manifestHash: await manifestHash(subtle, own) });
      const { blinded, inverse } = await blind(subtle, random, modulus, prepared);
      const { privateOperation, publicOperation } = rawOperations(keys[at]!.privateKey);
      const signed = await signBlinded(privateOperation, publicOperation, modulus, blinded);
      return { prepared, signature: await finalize(subtle, modulus, prepared, inverse, signed) };
    }),
  );
  const strategy: Strategy = { name: "key of one's own", says: "", guesses: () => guesses };
  const guesses: Guess[] = [];
  for (const [at, { prepared, signature }] of tokens.entries())
    for (const [whose, { modulus }] of shown.entries())
      if (await verify(subtle, modulus, prepared, signature))
        guesses.push({
          person: people[whose]!,
          among: [truth.answerOf.get(people[at]!)!],
          allowed: allowedIn(wave, people[whose]!),
        });
  return judge(strategy, evidence, truth, 0);
}

/** If villages of ten traveled with the answers instead of cells: anyone of the village. */
export function fullDesign(wave: Wave, seed: number): Judged {
  const { truth } = wave;
  const villageOf = (person: number) => `${wave.evidence.cellOf[person]} ${Math.floor(person / 40)}`;
  const villages = Map.groupBy(truth.answerOf, ([person]) => villageOf(person));
  return judge(
    {
      name: "villages of ten",
      says: "",
      guesses: (evidence) =>
        evidence.tokens.flatMap(({ person }) => {
          const among = (villages.get(villageOf(person)) ?? []).map(([, answer]) => answer);
          return among.length === 0 ? [] : [{ person, among, allowed: allowedIn(wave, person) }];
        }),
    },
    wave.evidence,
    truth,
    seed,
  );
}

/**
 * If lengths were not padded: whoever watches both lines, and cannot read what is sealed, sees how long the deposit is that came
 * soon after a token. Answers of that length are few.
 */
export function unpadded(wave: Wave, seed: number): Judged {
  return judge(
    {
      name: "lengths on the line",
      says: "",
      guesses: (evidence) =>
        evidence.tokens.flatMap(({ person, at }) => {
          const [soon] = evidence.deposits.filter((one) => one.at > at && one.at < at + hour / 2);
          const cell = evidence.answers.filter((answer) => answer.cell === evidence.cellOf[person]);
          const alike = cell.filter(({ length }) => length === soon?.plain);
          const among = (alike.length > 0 ? alike : cell).map(({ id }) => id);
          return [{ person, among, allowed: allowedIn(wave, person) }];
        }),
    },
    wave.evidence,
    wave.truth,
    seed,
  );
}
