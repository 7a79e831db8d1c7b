// An office with its log, an issuer, and waves whose people are invited.
import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  blind,
  canonicalJson,
  manifestHash,
  modulusFromSpki,
  parseManifest,
  parseOffer,
  prepareToken,
  type WaveManifest,
  type WaveOffer,
} from "@lang-nghe/anonymity";
import { waveBody } from "@lang-nghe/anonymity/log";
import type { InvitationWave } from "@lang-nghe/contract";
import { expect } from "vitest";
import { random, subtle } from "../../../../../packages/anonymity/src/testing/issuer.ts";
import { inTransaction } from "../../platform/database.ts";
import { type Client, openServer } from "../../testing/index.ts";
import { appendToLog, hostKey } from "../../transparency/index.ts";
import { codesOf } from "../codes.ts";
import { openVault } from "../vault.ts";

export type OfficeAndIssuer = Awaited<ReturnType<typeof officeAndIssuer>>;

export type InvitedWave = {
  studyId: string;
  slug: string;
  manifest: WaveManifest;
  /** Everybody in the roster, with the codes of their letters. */
  people: { id: string; name: string | null; link: string; typed: string }[];
};

/** `count` people of stratum A and as many of stratum B, in villages of ten; each has a telephone and every other one an e-mail. */
export function rosterCsv(count: number): Buffer {
  const rows = ["Họ và tên,Số điện thoại,Email,Địa chỉ,Ngôn ngữ,Tầng,Cụm,Quyền số"];
  for (const [s, stratum] of ["A", "B"].entries())
    for (let i = 0; i < count; i++) {
      const phone = `09${String(s * 1_000_000 + i).padStart(8, "0")}`;
      const email = i % 2 ? `nguoi.${stratum.toLowerCase()}${i}@example.vn` : "";
      const village = `Thôn ${Math.floor(i / 10) + 1}`;
      rows.push(`Nguyễn Văn ${stratum}${i},${phone},${email},${village} xã Bản Hồ,vi,${stratum},${village},${10 + s}`);
    }
  return Buffer.from(rows.join("\n"));
}

export async function officeAndIssuer(settings: Record<string, string> = {}) {
  const port = await freePort();
  const officeUrl = `http://127.0.0.1:${port}`;
  const office = await openServer({ settings: { PORT: String(port), PUBLIC_URL: officeUrl } });
  await office.app.listen({ port, host: "127.0.0.1" });
  const issuer = await openServer({ role: "issuer", settings: { OFFICE_URL: officeUrl, ...settings } });
  /** Signed in anew for each request: clocks travel further than a session lasts. */
  const send = (verb: "get" | "post" | "put" | "patch" | "delete") => async (url: string, body?: unknown) =>
    (await issuer.as("contacts-officer"))[verb](url, body);
  const officer: Client = {
    get: send("get"),
    post: send("post"),
    put: send("put"),
    patch: send("patch"),
    delete: send("delete"),
    upload: async (...given) => (await issuer.as("contacts-officer")).upload(...given),
  };
  const officeKey = hostKey(office.config);

  function newOffer(change: Partial<WaveOffer> = {}): WaveOffer {
    return parseOffer({
      format: "lang-nghe/wave/1",
      studyId: randomUUID(),
      slug: `nuoc-sach-${randomBytes(4).toString("hex")}`,
      titles: { vi: "Nước sạch và đường làng", en: "Clean water and village roads" },
      form: { version: 1, hash: "ab".repeat(32) },
      languages: ["vi", "en"],
      opening: "batches",
      tabulationKey: Buffer.from([4, ...randomBytes(64)]).toString("base64url"),
      officeKey: officeKey.line,
      collectorKey: null,
      office: officeUrl,
      issuer: new URL(issuer.config.publicUrl).origin,
      collector: "http://localhost:3002",
      firstDay: "2026-03-01",
      lastDay: "2026-03-10",
      witnesses: [],
      ...change,
    });
  }

  /** As the office publishes it: signed, and in its log unless told otherwise. */
  async function published(offer: WaveOffer, { logged = true } = {}) {
    const body = waveBody(offer.studyId, await manifestHash(subtle, offer));
    if (logged) await inTransaction(office.database, (transaction) => appendToLog(transaction, "offer", body));
    const signature = officeKey.sign("offer", Buffer.from(canonicalJson(offer)));
    return { offer, signature: Buffer.from(signature).toString("base64url") };
  }

  const get = async (studyId: string): Promise<InvitationWave> =>
    (await officer.get(`/api/invitations/${studyId}`)).json();

  return {
    office,
    issuer,
    officer,
    newOffer,
    published,
    get,
    /** A wave whose offer was taken in. */
    async offered(change: Partial<WaveOffer> = {}): Promise<WaveOffer> {
      const offer = newOffer(change);
      const reply = await officer.post("/api/invitations", await published(offer));
      expect(reply.statusCode, reply.body).toBe(201);
      return offer;
    },
    /** A wave whose manifest is published, and everybody's codes. @param count of people in each of two strata. */
    async invited(count = 20, change: Partial<WaveOffer> = {}): Promise<InvitedWave> {
      const { studyId, slug } = await this.offered(change);
      const at = `/api/invitations/${studyId}`;
      const listed = await officer.upload(`${at}/roster`, "danh-sach.csv", rosterCsv(count));
      await officer.put(`${at}/joins`, { joined: {}, fewest: 20 });
      expect(listed.statusCode, listed.body).toBe(200);
      await officer.put(`${at}/sender`, sender);
      const plan = (await officer.get(`${at}/cells`)).json();
      const reply = await officer.post(`${at}/manifest`, {
        people: plan.people,
        cells: plan.cells.length,
        eraseAfterDays: 30,
      });
      expect(reply.statusCode, reply.body).toBe(200);
      await expect.poll(async () => (await get(studyId)).prepared, { timeout: 20_000 }).toBe(2 * count);
      const { manifest } = (await issuer.anyone.get(`/waves/${studyId}/manifest.json`)).json();
      const vault = openVault(issuer.dataDirectory);
      const rows = await issuer.database
        .selectFrom("invitations.person")
        .select(["id", "name", "codeVersion"])
        .where("studyId", "=", studyId)
        .orderBy("name")
        .execute();
      const people = rows.map(({ id, name, codeVersion }) => ({
        id,
        name,
        ...codesOf(vault, { studyId, id, codeVersion }),
      }));
      return { studyId, slug, manifest: parseManifest(manifest), people };
    },
    close: async () => {
      await issuer.close();
      await office.close();
    },
  };
}

export const sender = {
  name: "Tổ nghiên cứu dư luận",
  phone: "0214 3 840 123",
  email: "hoi@example.vn",
  address: "Đường Trần Hưng Đạo, Lào Cai",
  about: { vi: "", en: "" },
};

/** A blinded message, as a device makes it. */
export async function blindedFor(manifest: WaveManifest) {
  const prepared = prepareToken(random, {
    studyId: manifest.studyId,
    manifestHash: await manifestHash(subtle, manifest),
  });
  const modulus = modulusFromSpki(manifest.issuerKey);
  const { blinded, inverse } = await blind(subtle, random, modulus, prepared);
  return { prepared, modulus, inverse, blinded: Buffer.from(blinded).toString("base64url") };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
