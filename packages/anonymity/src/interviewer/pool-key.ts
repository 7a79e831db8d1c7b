import { AnonymityError } from "../anonymity-error.ts";
import type { WaveManifest } from "../manifest.ts";

/** Right to a pool of blind signatures of one wave, as the contacts officer hands it over: nobody's name in it. */
export interface PoolKey {
  readonly issuer: string;
  readonly slug: string;
  /** Which pool of the wave, so that a lost phone's can be revoked. */
  readonly number: number;
  /** 20 characters of base64url: 120 bits. */
  readonly secret: string;
}

/** As the QR says it. The secret stands behind #, which no server ever sees. */
export const printPoolKey = ({ issuer, slug, number, secret }: PoolKey): string =>
  `${issuer}/i/${slug}#pool=${number}.${secret}`;

/** @throws {AnonymityError} `pool-key`: it is not one. */
export function readPoolKey(text: string): PoolKey {
  const match = /^(https?:\/\/[a-z0-9.[\]:-]+)\/i\/([a-z0-9-]{1,100})#pool=(\d{1,6})\.([\w-]{20})$/.exec(text.trim());
  if (!match) throw new AnonymityError("pool-key", "this is not the key of a pool");
  const [, issuer, slug, number, secret] = match as unknown as [string, string, string, string, string];
  return { issuer, slug, number: Number(number), secret };
}

/** @throws {AnonymityError} `pool-key`: not one, or of another wave. */
export function poolKeyOf({ issuer, slug }: WaveManifest, text: string): PoolKey {
  const key = readPoolKey(text);
  if (key.issuer !== issuer || key.slug !== slug) throw new AnonymityError("pool-key", "the pool is of another wave");
  return key;
}
