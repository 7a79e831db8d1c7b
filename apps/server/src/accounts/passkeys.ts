import type { AuthenticationResponseJSON, RegistrationResponseJSON, WebAuthnCredential } from "@simplewebauthn/server";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./factor-queries.ts";
import type { House } from "./house.ts";
import { firstRecoveryCodes } from "./recovery-codes.ts";
import { setChallenge, takeChallenge } from "./session-queries.ts";

type Transports = NonNullable<WebAuthnCredential["transports"]>;

/** A large library that is needed when somebody uses a passkey: a start does not wait for it. */
const webAuthn = () => import("@simplewebauthn/server");

/** What the browser needs to make a passkey. Its challenge belongs to the session and serves once. */
export async function passkeyToMake(house: House, by: Person, username: string, sessionId: string) {
  const { id: rpID, possible } = house.relyingParty;
  if (!possible) throw new Problem("accounts.wrong-passkey");
  const known = await queries.passkeysOf(house.database, by.id);
  const options = await (await webAuthn()).generateRegistrationOptions({
    rpName: "Lắng Nghe",
    rpID,
    userName: username,
    userDisplayName: by.name,
    userID: new TextEncoder().encode(by.id) as Uint8Array<ArrayBuffer>,
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    // The password was given: the device need not ask for a PIN of its own.
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
  });
  await setChallenge(house.database, sessionId, options.challenge);
  return options;
}

/** Stores a passkey just made. @returns recovery codes when this is the person's first second factor. */
export async function addPasskey(
  house: House,
  by: Person,
  sessionId: string,
  name: string,
  response: RegistrationResponseJSON,
): Promise<string[] | null> {
  const expectedChallenge = await takeChallenge(house.database, sessionId);
  if (expectedChallenge === undefined) throw new Problem("accounts.wrong-passkey");
  const { verified, registrationInfo } = await (await webAuthn())
    .verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: house.relyingParty.origin,
      expectedRPID: house.relyingParty.id,
      requireUserVerification: false,
    })
    .catch(refused);
  if (!verified) throw new Problem("accounts.wrong-passkey");
  const { credential } = registrationInfo;
  return inTransaction(house.database, async (transaction) => {
    const codes = await firstRecoveryCodes(transaction, by.id);
    const made = await queries.insertPasskey(transaction, {
      id: credential.id,
      staffId: by.id,
      name,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      createdOn: dayOf(house.clock()),
    });
    if (!made) throw new Problem("accounts.wrong-passkey");
    await audit(transaction, by, "accounts.factor-added", by.name, { factor: "passkey" });
    return codes;
  });
}

/** What the browser must sign at the second step. */
export async function passkeyToUse(house: House, staffId: string, sessionId: string) {
  const known = await queries.passkeysOf(house.database, staffId);
  const options = await (await webAuthn()).generateAuthenticationOptions({
    rpID: house.relyingParty.id,
    allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
    userVerification: "preferred",
  });
  await setChallenge(house.database, sessionId, options.challenge);
  return options;
}

/** Whether the person's passkey signed the session's challenge, here and just now. The challenge is used up either way. */
export async function usePasskey(
  house: House,
  staffId: string,
  sessionId: string,
  response: AuthenticationResponseJSON,
): Promise<boolean> {
  const expectedChallenge = await takeChallenge(house.database, sessionId);
  const passkey = (await queries.passkeysOf(house.database, staffId)).find(({ id }) => id === response.id);
  if (expectedChallenge === undefined || !passkey) return false;
  const { id, publicKey, counter, transports } = passkey;
  const { verified, authenticationInfo } = await (await webAuthn())
    .verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: house.relyingParty.origin,
      expectedRPID: house.relyingParty.id,
      credential: { id, publicKey: new Uint8Array(publicKey), counter, transports: transports as Transports },
      requireUserVerification: false,
    })
    .catch(refused);
  return verified && queries.countPasskey(house.database, id, authenticationInfo.newCounter);
}

/** The library says what is wrong by throwing; whoever stands outside is told only that it is. */
function refused(error: unknown): never {
  throw new Problem("accounts.wrong-passkey", {}, { cause: error });
}
