import { parseVerifierKey, verifyHostSignature } from "@lang-nghe/anonymity/log";
import { Officers, PoolPlaces, Uuid } from "@lang-nghe/contract";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { contactsOfficerHashes, listStaff } from "../accounts/index.ts";
import { dayOf } from "../platform/clock.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { placesInDesign } from "./pool-queries.ts";
import * as queries from "./queries.ts";

const params = Type.Object({ studyId: Uuid });
const config = { permission: "anyone", rateLimit: { max: 30, timeWindow: 60_000 } } as const;

/** What the office that offered a wave asks of its issuer, and nobody else may. */
export function officerRoutes(app: App, { database, clock }: Platform): void {
  /** @throws {Problem} deposits.not-the-office, unless the office's log key signed the day for this purpose. */
  async function demandOffice(request: FastifyRequest, studyId: string, purpose: string): Promise<void> {
    const wave = await queries.wave(database, studyId);
    if (!wave) throw new Problem("invitations.no-wave");
    const { officeKey } = JSON.parse(wave.offer) as { officeKey: string };
    const signature = Buffer.from(String(request.headers["x-office-signature"] ?? ""), "base64url");
    const now = clock().getTime();
    for (const instant of [now, now - 600_000, now + 600_000]) {
      const message = Buffer.from(`${studyId} ${dayOf(new Date(instant))}`);
      if (await verifyHostSignature(parseVerifierKey(officeKey), purpose, message, signature)) return;
    }
    throw new Problem("deposits.not-the-office");
  }

  // Who handles a study's contacts here, as hashes of usernames: the office looks whether one of its own people who read the answers is
  // among them. Not public: usernames are short, and a hash of one can be guessed at.
  app.get("/waves/:studyId/officers", { config, schema: { params, response: { 200: Officers } } }, async (request) => {
    const { studyId } = request.params;
    await demandOffice(request, studyId, "officers");
    return { officers: contactsOfficerHashes(await listStaff(database), studyId) };
  });

  // Which cell each place of the sample lies in: the office holds answers by cell against visits by place.
  app.get("/waves/:studyId/places", { config, schema: { params, response: { 200: PoolPlaces } } }, async (request) => {
    const { studyId } = request.params;
    await demandOffice(request, studyId, "places");
    return { places: await placesInDesign(database, studyId) };
  });
}
