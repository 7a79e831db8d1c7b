// What people hold in their hands, for tests: an authenticator app and a passkey, written from the standards and not from the
// libraries that the server checks them with. And a browser, which keeps cookies.
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { TestServer } from "./index.ts";

/** RFC 4648, without padding. */
function fromBase32(text: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** RFC 6238 with SHA-1, 30 seconds, `digits` digits. @param at instant. @param secret base 32. */
export function totpAt(secret: string, at: Date, digits = 6): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const mac = createHmac("sha1", fromBase32(secret)).update(step).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest();
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
/** CBOR byte string of up to 65,535 bytes. */
const cborBytes = (bytes: Uint8Array) =>
  Buffer.concat([
    bytes.length < 24
      ? Buffer.of(0x40 | bytes.length)
      : bytes.length < 256
        ? Buffer.of(0x58, bytes.length)
        : Buffer.of(0x59, bytes.length >> 8, bytes.length & 255),
    bytes,
  ]);
const cborText = (text: string) => Buffer.concat([Buffer.of(0x60 | text.length), Buffer.from(text)]);

export type Passkey = {
  id: string;
  /** Answers navigator.credentials.create. */
  made: (challenge: string) => object;
  /** Answers navigator.credentials.get; the counter goes up by `step`. */
  signed: (challenge: string, step?: number) => object;
};

/** A device with one ES256 key (WebAuthn level 3, attestation none). */
export function newPasskey(origin = "http://localhost:3000", relyingParty = "localhost"): Passkey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credential = randomBytes(32);
  const id = base64url(credential);
  let counter = 1;
  const authenticatorData = (flags: number) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(relyingParty), Buffer.of(flags), count]);
  };
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  return {
    id,
    made: (challenge) => {
      const { x, y } = publicKey.export({ format: "jwk" }) as { x: string; y: string };
      // COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
      const key = Buffer.concat([
        Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
        cborBytes(Buffer.from(x, "base64url")),
        Buffer.of(0x22),
        cborBytes(Buffer.from(y, "base64url")),
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, credential.length), credential, key]);
      const attestation = Buffer.concat([
        Buffer.of(0xa3),
        cborText("fmt"),
        cborText("none"),
        cborText("attStmt"),
        Buffer.of(0xa0),
        cborText("authData"),
        // present, attested data
        cborBytes(Buffer.concat([authenticatorData(0x41), attested])),
      ]);
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData("webauthn.create", challenge)),
          attestationObject: base64url(attestation),
          transports: ["internal"],
        },
      };
    },
    signed: (challenge, step = 1) => {
      counter += step;
      const data = authenticatorData(0x01);
      const client = clientData("webauthn.get", challenge);
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(sign("sha256", Buffer.concat([data, sha256(client)]), privateKey)),
        },
      };
    },
  };
}

let browsers = 0;

/** A browser of its own at an address of its own: it keeps what cookies it is given. */
export function newBrowser({ app }: TestServer, userAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0") {
  const jar = new Map<string, string>();
  const remoteAddress = `10.9.${++browsers >> 8}.${browsers & 255}`;
  let calls = 0;
  const send = async (method: string, url: string, body?: unknown) => {
    const reply = await app.inject({
      method: method as "GET",
      url,
      headers: {
        "x-requested-with": "lang-nghe",
        "user-agent": userAgent,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      },
      // The limit of an address is not what is tried here: every tenth call comes from another.
      remoteAddress: remoteAddress.replace("10.9", `10.${10 + Math.floor(calls++ / 10)}`),
      ...(body !== undefined && { payload: body as object }),
    });
    for (const cookie of reply.cookies)
      if (cookie.value === "") jar.delete(cookie.name);
      else jar.set(cookie.name, cookie.value);
    return reply;
  };
  return {
    get: (url: string) => send("GET", url),
    post: (url: string, body: unknown = {}) => send("POST", url, body),
    put: (url: string, body: unknown = {}) => send("PUT", url, body),
    patch: (url: string, body: unknown = {}) => send("PATCH", url, body),
    delete: (url: string, body?: unknown) => send("DELETE", url, body),
    jar,
  };
}
export type Browser = ReturnType<typeof newBrowser>;
