import { randomBytes } from "node:crypto";
import { countRecoveryCodes, replaceRecoveryCodes, takeRecoveryCode } from "./factor-queries.ts";
import { knownById, type Run } from "./queries.ts";
import { hashOf } from "./secrets.ts";

const howMany = 10;
/** Crockford's base 32: no letter that is read as another. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 80 random bits as four groups of four: "7H2K-9QXD-0M4T-VB3R". */
function newCode(): string {
  const letters = Array.from(randomBytes(16), (byte) => alphabet[byte % 32]!).join("");
  return letters.match(/.{4}/g)!.join("-");
}

/** As people write it from paper: any case, with or without dashes, O for 0 and I or L for 1. */
const asMade = (typed: string) =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

/** Ten codes, each good for one sign-in without the phone; earlier ones end. Shown once. */
export async function newRecoveryCodes(run: Run, staffId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode);
  await replaceRecoveryCodes(
    run,
    staffId,
    codes.map((code) => hashOf(asMade(code))),
  );
  return codes;
}

/** Recovery codes for a person who sets up the first second factor; null for others, who have theirs. */
export async function firstRecoveryCodes(run: Run, staffId: string): Promise<string[] | null> {
  const member = await knownById(run, staffId);
  if (member?.factors.length && (await countRecoveryCodes(run, staffId))) return null;
  return newRecoveryCodes(run, staffId);
}

/** Whether a code is one of the person's; it is used up. */
export const useRecoveryCode = (run: Run, staffId: string, typed: string): Promise<boolean> =>
  takeRecoveryCode(run, staffId, hashOf(asMade(typed)));
