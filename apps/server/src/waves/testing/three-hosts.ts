// An office and a collector that reach each other over HTTP, and an issuer's address: its log and its tokens are real.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  blind,
  type DesignCell,
  finalize,
  manifestHash,
  prepareToken,
  type SealedAnswer,
  sealAnswer,
  signBlinded,
  type WaveManifest,
  type WaveOffer,
} from "@lang-nghe/anonymity";
import { type Role, withdrawalAlphabet } from "@lang-nghe/contract";
import { random, subtle } from "../../../../../packages/anonymity/src/testing/issuer.ts";
import { batches } from "../../deposits/batches.ts";
import { waves } from "../../deposits/waves.ts";
import { studyEvents } from "../../platform/events.ts";
import { type Client, openServer } from "../../testing/index.ts";
import { publishWaves } from "../../testing/published-waves.ts";
import { formBytes } from "../../testing/water-study.ts";

export type ThreeHosts = Awaited<ReturnType<typeof threeHosts>>;

export async function threeHosts() {
  const published = await publishWaves();
  const counts = new Map<string, number[]>();
  const issuer = createServer((request, reply) => {
    const [, , studyId = "", file] = request.url?.split("/") ?? [];
    const found =
      file === "counts.json"
        ? counts.get(studyId)
        : file === "manifest.json"
          ? published.manifests.get(studyId)
          : undefined;
    const text = file === "counts.json" ? { issued: found } : found;
    reply.writeHead(found ? 200 : 404).end(found ? JSON.stringify(text) : "");
  });
  await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
  const issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const port = await freePort();
  const collectorUrl = `http://127.0.0.1:${port}`;
  const collector = await openServer({
    role: "collector",
    settings: { PORT: String(port), PUBLIC_URL: collectorUrl, ISSUER_URL: issuerUrl },
  });
  await collector.app.listen({ port, host: "127.0.0.1" });
  const office = await openServer({ settings: { ISSUER_URL: issuerUrl, COLLECTOR_URL: collectorUrl } });
  /** Signed in anew for each request: clocks travel further than a session lasts. */
  const staff = (role: Role): Client => {
    const send = (verb: "get" | "post" | "put" | "patch" | "delete") => async (url: string, body?: unknown) =>
      (await office.as(role))[verb](url, body);
    const upload: Client["upload"] = async (...given) => (await office.as(role)).upload(...given);
    return {
      get: send("get"),
      post: send("post"),
      put: send("put"),
      patch: send("patch"),
      delete: send("delete"),
      upload,
    };
  };
  const lead = staff("study-lead");

  function travel(instant: string): void {
    office.clock.now = new Date(instant);
    collector.clock.now = new Date(instant);
  }

  return {
    office,
    collector,
    lead,
    staff,
    counts,
    published,
    travel,
    async study(opening: "batches" | "sealed", form?: string): Promise<string> {
      const { id } = (
        await lead.post("/api/studies", {
          title: { vi: "Nước sạch", en: "Clean water" },
          entry: "invitation",
          opening,
          retainUntil: "2027-03-31",
        })
      ).json();
      await lead.upload(`/api/studies/${id}/questionnaire`, "form.md", formBytes(form));
      await lead.post(`/api/studies/${id}/questionnaire/publish`);
      return id;
    },
    /** What the issuer does with an offer. */
    async invite(studyId: string, cells: readonly DesignCell[]): Promise<WaveManifest> {
      const { offer } = (await office.anyone.get(`/waves/${studyId}/offer.json`)).json() as { offer: WaveOffer };
      const invited = cells.reduce((sum, cell) => sum + cell.invited, 0);
      return published.newWave({ ...offer, cells, invited });
    },
    /** What a person's device does: a token, and a sealed answer sent with it. */
    async answer(manifest: WaveManifest, answer: Partial<SealedAnswer>, change: { sealed?: Uint8Array } = {}) {
      const { studyId } = manifest;
      const hash = await manifestHash(subtle, manifest);
      const prepared = prepareToken(random, { studyId, manifestHash: hash });
      const { modulus, privateOperation, publicOperation } = published.issuer;
      const { blinded, inverse } = await blind(subtle, random, modulus, prepared);
      const signed = await signBlinded(privateOperation, publicOperation, modulus, blinded);
      const signature = await finalize(subtle, modulus, prepared, inverse, signed);
      const key = new Uint8Array(Buffer.from(manifest.tabulationKey, "base64url"));
      const whole = { answers: { water: "yes" }, language: "vi", version: 1, cell: 0, ...answer };
      const sealed = change.sealed ?? (await sealAnswer(subtle, key, { studyId, manifestHash: hash }, whole));
      const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
      const withdrawalKey = Array.from(randomBytes(26), (byte) => withdrawalAlphabet[byte % 32]).join("");
      const withdrawalHash = new Uint8Array(await subtle.digest("SHA-256", Buffer.from(withdrawalKey)));
      const reply = await collector.anyone.post(`/d/${studyId}`, {
        prepared: text(prepared),
        signature: text(signature),
        sealed: text(sealed),
        receipt: text(randomBytes(16)),
        withdrawalHash: text(withdrawalHash),
      });
      if (reply.statusCode !== 200) throw new Error(reply.body);
      return { withdrawalHash: Buffer.from(withdrawalHash), withdrawalKey };
    },
    /** The collector's round of a night. */
    async round(studyId: string, closing = false): Promise<number> {
      const { config, database, clock } = collector;
      const platform = { config, database, clock: () => clock.now, events: studyEvents() };
      const known = waves(platform);
      return batches(platform, known).round((await known.find(studyId))!, closing);
    },
    offer: (studyId: string, more: object = {}) =>
      lead.post(`/api/studies/${studyId}/wave`, { firstDay: "2026-03-05", lastDay: "2026-03-20", ...more }),
    fetch: (studyId: string, by: Client = lead) => by.post(`/api/studies/${studyId}/wave/fetch`),
    close: async () => {
      await office.close();
      await collector.close();
      await published.close();
      issuer.close();
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
