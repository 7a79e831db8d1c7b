import { parseVerifierKey, verifyHostSignature } from "@lang-nghe/anonymity/log";
import { Officers, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { contactsOfficerHashes, listStaff } from "../accounts/index.ts";
import { dayOf } from "../platform/clock.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./queries.ts";

/**
 * Who handles a study's contacts here, as hashes of usernames, for the office that offered the wave: it looks whether one of its
 * own people who read the answers is among them. Not public: usernames are short, and a hash of one can be guessed at.
 */
export function officerRoutes(app: App, { database, clock }: Platform): void {
  app.get(
    "/waves/:studyId/officers",
    {
      config: { permission: "anyone", rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: { params: Type.Object({ studyId: Uuid }), response: { 200: Officers } },
    },
    async (request) => {
      const { studyId } = request.params;
      const wave = await queries.wave(database, studyId);
      if (!wave) throw new Problem("invitations.no-wave");
      const { officeKey } = JSON.parse(wave.offer) as { officeKey: string };
      const signature = Buffer.from(String(request.headers["x-office-signature"] ?? ""), "base64url");
      const now = clock().getTime();
      for (const instant of [now, now - 600_000, now + 600_000]) {
        const message = Buffer.from(`${studyId} ${dayOf(new Date(instant))}`);
        if (await verifyHostSignature(parseVerifierKey(officeKey), "officers", message, signature))
          return { officers: contactsOfficerHashes(await listStaff(database), studyId) };
      }
      throw new Problem("deposits.not-the-office");
    },
  );
}
