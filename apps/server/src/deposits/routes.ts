import { parseVerifierKey, verifyHostSignature } from "@lang-nghe/anonymity/log";
import { BatchPart, CollectorState, Deposit, DepositReceipt, Uuid } from "@lang-nghe/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import { diskGuard } from "../platform/disk-guard.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { rounds } from "../platform/rounds.ts";
import { batches } from "./batches.ts";
import { depositIntake } from "./intake.ts";
import * as queries from "./queries.ts";
import { waves } from "./waves.ts";

const params = Type.Object({ studyId: Uuid });
const count = Type.String({ pattern: "^\\d{1,6}$" });
const partParams = Type.Object({ studyId: Uuid, number: count, part: count });
const batchParams = Type.Object({ studyId: Uuid, number: count });

/** Deposits in one reply: with the longest sealed answers it stays under 5 MB. */
export const depositsInPart = 100;

const minutes = 60_000;

/** The collector: takes sealed answers from devices, hands them to the office in batches. It has no staff and opens nothing. */
export function deposits(app: App, platform: Platform): void {
  const { config, database, clock } = platform;
  const disk = diskGuard(config.dataDirectory, platform.diskSpace);
  const known = waves(platform);
  const take = depositIntake(platform, known);
  rounds(app, platform, { minutes: 5, name: "a round of batches" }, batches(platform, known).run);

  // The page lies on the issuer's address and sends here without cookies; whoever reads a reply learns what they sent.
  const respondent = { permission: "anyone", respondent: true } as const;
  const openToPages = (reply: FastifyReply) =>
    reply.header("access-control-allow-origin", "*").header("cross-origin-resource-policy", "cross-origin");

  app.options("/d/:studyId", { config: respondent, schema: { hide: true, params } }, (_, reply) =>
    openToPages(reply)
      .header("access-control-allow-methods", "POST")
      .header("access-control-allow-headers", "content-type")
      .header("access-control-max-age", "86400")
      .code(204)
      .send(),
  );

  app.post(
    "/d/:studyId",
    { config: respondent, schema: { params, body: Deposit, response: { 200: DepositReceipt } } },
    async (request, reply) => {
      openToPages(reply);
      await disk.demandRoom();
      await take(request.params.studyId, request.body);
      return { receipt: request.body.receipt };
    },
  );

  app.get(
    "/waves/:studyId",
    { config: { permission: "anyone" }, schema: { params, response: { 200: CollectorState } } },
    async (request) => {
      const wave = await known.find(request.params.studyId);
      if (!wave) throw new Problem("deposits.unknown-wave");
      const { closed } = (await queries.wave(database, wave.studyId))!;
      const accepted = await queries.countAccepted(database, wave.studyId);
      const made = await queries.batches(database, wave.studyId);
      return {
        manifestHash: Buffer.from(wave.manifestHash).toString("hex"),
        closed,
        accepted: closed ? accepted : accepted - (accepted % 10),
        batches: made.map(({ number, size, hash }) => ({ number, size, hash: hash.toString("hex") })),
      };
    },
  );

  app.get(
    "/waves/:studyId/batches/:number/:part",
    { config: { permission: "anyone" }, schema: { params: partParams, response: { 200: BatchPart } } },
    async (request) => {
      const { studyId, number, part } = request.params;
      await demandOffice(request, studyId, number);
      const from = Number(part) * depositsInPart;
      const rows = await queries.batchedPart(database, studyId, Number(number), from, from + depositsInPart);
      return rows.map(({ sealed, withdrawalHash }) => ({
        sealed: sealed.toString("base64url"),
        withdrawalHash: withdrawalHash.toString("base64url"),
      }));
    },
  );

  app.post(
    "/waves/:studyId/batches/:number/taken",
    { config: { permission: "anyone" }, schema: { params: batchParams } },
    async (request, reply) => {
      const { studyId, number } = request.params;
      await demandOffice(request, studyId, `${number} taken`);
      await inTransaction(database, (transaction) => queries.forgetBatch(transaction, studyId, Number(number)));
      return reply.code(204).send();
    },
  );

  /**
   * Batches go to the office that offered the wave: its signature of the day over what it asks for.
   * @throws {Problem} deposits.not-the-office
   */
  async function demandOffice(request: FastifyRequest, studyId: string, what: string): Promise<void> {
    const wave = await known.find(studyId);
    if (!wave) throw new Problem("deposits.unknown-wave");
    const signature = Buffer.from(String(request.headers["x-office-signature"] ?? ""), "base64url");
    const key = parseVerifierKey(wave.manifest.officeKey);
    const now = clock().getTime();
    for (const instant of [now, now - 10 * minutes, now + 10 * minutes]) {
      const message = Buffer.from(`${studyId} ${what} ${dayOf(new Date(instant))}`);
      if (await verifyHostSignature(key, "batches", message, signature)) return;
    }
    throw new Problem("deposits.not-the-office");
  }
}
