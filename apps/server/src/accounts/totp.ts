import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./factor-queries.ts";
import type { House } from "./house.ts";
import { firstRecoveryCodes } from "./recovery-codes.ts";

/** Seconds a code stands; the parameters are those every authenticator app knows (RFC 6238 with SHA-1, six digits). */
const period = 30;
/** How long a secret on the screen may wait for its first code: milliseconds. */
const enrolmentTime = 15 * 60_000;

const about = (staffId: string) => `totp ${staffId}`;
const aboutEnrolment = (staffId: string) => `totp enrolment ${staffId}`;

function generator(house: House, label: string, secret: Uint8Array): TOTP {
  return new TOTP({
    issuer: `Lắng Nghe ${new URL(house.config.publicUrl).host}`,
    label,
    period,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });
}

/** The 30-second step a code belongs to: this one, the one before, or the one after; undefined: a wrong code. */
function stepOf(house: House, secret: Uint8Array, code: string): number | undefined {
  const timestamp = house.clock().getTime();
  const delta = generator(house, "", secret).validate({ token: code, timestamp, window: 1 });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / period) + delta;
}

/** A secret for an authenticator app. Nothing is stored until a code made with it comes back. */
export function newTotp(
  house: House,
  by: Person,
  username: string,
): { secret: string; uri: string; enrolment: string } {
  const bytes = randomBytes(20);
  const expiry = Buffer.alloc(8);
  expiry.writeDoubleBE(house.clock().getTime() + enrolmentTime);
  const made = generator(house, username, bytes);
  return {
    secret: made.secret.base32,
    uri: made.toString(),
    enrolment: house.key.seal(aboutEnrolment(by.id), Buffer.concat([expiry, bytes])).toString("base64url"),
  };
}

/**
 * Takes an authenticator app into use, in place of an earlier one.
 * @returns recovery codes when this is the person's first second factor.
 * @throws {Problem} accounts.wrong-code.
 */
export async function confirmTotp(house: House, by: Person, enrolment: string, code: string): Promise<string[] | null> {
  const opened = house.key.open(aboutEnrolment(by.id), Buffer.from(enrolment, "base64url"));
  if (!opened || opened.readDoubleBE(0) < house.clock().getTime()) throw new Problem("accounts.wrong-code");
  const secret = opened.subarray(8);
  const step = stepOf(house, secret, code);
  if (step === undefined) throw new Problem("accounts.wrong-code");
  return inTransaction(house.database, async (transaction) => {
    const codes = await firstRecoveryCodes(transaction, by.id);
    await queries.setTotp(transaction, by.id, house.key.seal(about(by.id), secret), step);
    await audit(transaction, by, "accounts.factor-added", by.name, { factor: "totp" });
    return codes;
  });
}

/** Whether a code is the person's, right now, and for the first time. */
export async function takeTotp(house: House, staffId: string, code: string): Promise<boolean> {
  const stored = await queries.totpOf(house.database, staffId);
  const secret = stored && house.key.open(about(staffId), stored.secret);
  const step = secret && stepOf(house, secret, code);
  return step !== undefined && queries.takeStep(house.database, staffId, step);
}
