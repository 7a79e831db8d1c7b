import { AnonymityError } from "../anonymity-error.ts";
import { fromBase64url, textOf, utf8 } from "../encoding.ts";
import type { DepositRequest } from "../exchange.ts";
import { openDraft, sealDraft } from "../sealing/drafts.ts";
import type { Device, StoredName } from "./device.ts";

/** How far one person is with one wave. Bytes are base64url. */
export type DeviceRecord =
  /** Written before the issuer is asked: whoever asks again asks with the same blinded message. */
  | {
      readonly step: "asking";
      readonly code: string;
      readonly prepared: string;
      readonly blinded: string;
      readonly inverse: string;
    }
  /** The token is here; code and blinding are forgotten. */
  | { readonly step: "answering"; readonly prepared: string; readonly signature: string; readonly cell: number }
  /** Sealed: not even this device can open the answers any more. */
  | {
      readonly step: "waiting";
      readonly deposit: DepositRequest;
      /** Milliseconds since 1970. */
      readonly sendAt: number;
      readonly withdrawalKey: string;
      /** To begin again without what was sealed. */
      readonly cell: number;
    }
  /** The collector has it. */
  | { readonly step: "sent"; readonly receipt: string; readonly withdrawalKey: string };

const label = (studyId: string, name: StoredName) => utf8(`lang-nghe ${name} ${studyId}`);

/** Reads and writes what a device keeps of a wave, sealed under the device's key. */
export function keptOf(device: Device, studyId: string) {
  const { subtle, random, key, storage } = device;
  async function read(name: StoredName): Promise<unknown> {
    const sealed = await storage.read(name);
    if (sealed === undefined) return undefined;
    try {
      return JSON.parse(textOf(await openDraft(subtle, key, label(studyId, name), new Uint8Array(sealed))));
    } catch {
      throw new AnonymityError("record", "what was kept on this device cannot be read");
    }
  }
  async function write(name: StoredName, value: unknown): Promise<void> {
    await storage.write(name, await sealDraft(subtle, random, key, label(studyId, name), utf8(JSON.stringify(value))));
  }
  return {
    record: async (): Promise<DeviceRecord | undefined> => {
      const value = await read("record");
      return value === undefined ? undefined : recordOf(value);
    },
    keep: (record: DeviceRecord): Promise<void> => write("record", record),
    draft: (): Promise<unknown> => read("draft"),
    keepDraft: (draft: unknown): Promise<void> => write("draft", draft),
    forgetDraft: (): Promise<void> => storage.remove("draft"),
    forget: async (): Promise<void> => {
      await storage.remove("draft");
      await storage.remove("record");
    },
  };
}

type Form = { readonly [name: string]: "text" | "number" | Form | readonly [bytes: number] };

const depositForm: Form = { prepared: [116], signature: [384], sealed: "text", receipt: [16], withdrawalHash: [32] };
const forms: Record<DeviceRecord["step"], Form> = {
  asking: { code: "text", prepared: [116], blinded: [384], inverse: [384] },
  answering: { prepared: [116], signature: [384], cell: "number" },
  waiting: { deposit: depositForm, sendAt: "number", withdrawalKey: "text", cell: "number" },
  sent: { receipt: [16], withdrawalKey: "text" },
};

/** @throws {AnonymityError} `record`, for what no device wrote. */
export function recordOf(value: unknown): DeviceRecord {
  const { step, ...rest } = (value ?? {}) as { step?: DeviceRecord["step"] };
  if (step !== undefined && Object.hasOwn(forms, step) && fits(rest, forms[step])) return value as DeviceRecord;
  throw new AnonymityError("record", "this is not what a device keeps of a wave");
}

function fits(value: unknown, form: Form): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Record<string, unknown>;
  if (Object.keys(members).length !== Object.keys(form).length) return false;
  return Object.entries(form).every(([name, kind]) => {
    const member = members[name];
    if (kind === "text") return typeof member === "string";
    if (kind === "number") return Number.isSafeInteger(member) && Number(member) >= 0;
    if (Array.isArray(kind)) return isBytes(member, kind[0]);
    return fits(member, kind as Form);
  });
}

function isBytes(value: unknown, length: number): boolean {
  try {
    return fromBase64url(value as string, length).length === length;
  } catch {
    return false;
  }
}
