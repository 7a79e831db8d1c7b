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
import { lengthsOnTheLine } from "./networks.ts";
import { receiptAsKey } from "./receipts.ts";
import type { Guess, Strategy } from "./strategies.ts";
import { rawOperations, type Wave } from "./wave.ts";

const subtle = webcrypto.subtle as unknown as Subtle;
const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));

const judged = ({ evidence, truth }: Wave, strategy: Strategy, seed: number): Judged =>
  judge(strategy, evidence, truth, seed);

/** With the protection nothing but the cell would be known. */
const ofCell: Strategy["leaves"] = ({ cell }) => cell;

/**
 * Devices that do not hold the manifest against the log take whatever key they are shown: four people, four keys, and the key
 * under which a token holds says whose it is. (With the check nothing is blinded: each wave tries that, too.)
 */
export async function keyOfOnesOwn(wave: Wave, seed: number): Promise<Judged> {
  const { truth, manifest } = wave;
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
  const guesses: Guess[] = [];
  for (const [at, { prepared, signature }] of tokens.entries())
    for (const [whose, { modulus }] of shown.entries())
      if (await verify(subtle, modulus, prepared, signature))
        guesses.push({ person: people[whose]!, among: [truth.answerOf.get(people[at]!)!], hidden: 1 });
  return judged(wave, { name: "key of one's own", says: "", guesses: () => guesses, leaves: ofCell }, seed);
}

/** If villages of ten traveled with the answers instead of cells: anyone of the village. */
export function fullDesign(wave: Wave, seed: number): Judged {
  const villageOf = (person: number) => `${wave.evidence.cellOf[person]} ${Math.floor(person / 40)}`;
  const villages = Map.groupBy(wave.truth.answerOf, ([person]) => villageOf(person));
  const guesses = wave.evidence.tokens.flatMap(({ person }) => {
    const among = (villages.get(villageOf(person)) ?? []).map(([, answer]) => answer);
    return among.length === 0 ? [] : [{ person, among, hidden: among.length }];
  });
  return judged(wave, { name: "villages of ten", says: "", guesses: () => guesses, leaves: ofCell }, seed);
}

/** If lengths were not padded: answers exactly as long as the deposit that came soon after a token are few. */
export const unpadded = (wave: Wave, seed: number): Judged =>
  judged(
    wave,
    lengthsOnTheLine(
      ({ plain }) => plain,
      ({ length }) => length,
    ),
    seed,
  );

/** If messages were signed unblinded: the issuer saw the message whose hash the collector keeps as a spent token. */
export function unblinded(wave: Wave, seed: number): Judged {
  const { nullifierOf } = wave.truth;
  const spent = new Set(wave.evidence.spent.map(({ nullifier }) => nullifier));
  const guesses = [...nullifierOf].flatMap(([person, nullifier]) =>
    spent.has(nullifier) ? [{ person, among: [nullifier], hidden: 1 }] : [],
  );
  const any = 1 / Math.max(1, spent.size);
  return judged(
    wave,
    { name: "spent tokens", says: "", of: "tokens", guesses: () => guesses, leaves: () => () => any },
    seed,
  );
}

/** If what the collector keeps beside a spent token were keyed by the receipt, and somebody showed theirs. */
export const keyedByReceipt = (wave: Wave, seed: number): Judged => judged(wave, receiptAsKey, seed);

/** If the day of the visit traveled with the answer, as the side of the visits keeps it: anyone of the day and the cell. */
export function dayOfVisit({ evidence, truth }: Pick<Wave, "evidence" | "truth">, seed: number): Judged {
  const at = new Map(evidence.tokens.map((token) => [token.person, token.at]));
  const dayOf = (visit: number) =>
    `${evidence.cellOf[visit]} ${Math.floor((at.get(visit)! + 7 * 3_600_000) / 86_400_000)}`;
  const days = Map.groupBy(truth.answerOf, ([visit]) => dayOf(visit));
  const guesses = evidence.tokens.flatMap(({ person }) => {
    const among = (days.get(dayOf(person)) ?? []).map(([, answer]) => answer);
    return among.length === 0 ? [] : [{ person, among, hidden: among.length }];
  });
  return judge({ name: "day of the visit", says: "", guesses: () => guesses, leaves: ofCell }, evidence, truth, seed);
}
