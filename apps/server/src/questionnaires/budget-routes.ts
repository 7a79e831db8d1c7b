import { BudgetQuestion, DemographicBudget, NewBudgetException, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { giveException, readBudget, stateBudget, tryBudget } from "./demographic-budget.ts";

const params = Type.Object({ studyId: Uuid });
const response = { 200: DemographicBudget };

export function budgetRoutes(app: App, platform: Platform): void {
  const place = "/api/studies/:studyId/demographic-budget";

  app.get(place, { config: { permission: "studies:read" }, schema: { params, response } }, (request) =>
    readBudget(platform, request.params.studyId),
  );

  app.post(
    place,
    { config: { permission: "studies:write" }, schema: { params, body: BudgetQuestion, response } },
    (request) => tryBudget(platform, request.params.studyId, request.body),
  );

  app.put(
    place,
    { config: { permission: "studies:write" }, schema: { params, body: BudgetQuestion, response } },
    (request) => stateBudget(platform, personOf(request), request.params.studyId, request.body),
  );

  // Whoever designs a form does not judge it: this is the data-protection officer's.
  app.post(
    `${place}/exceptions`,
    {
      config: { permission: "disclosure:write" },
      schema: { params, body: NewBudgetException, response: { 201: DemographicBudget } },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await giveException(platform, personOf(request), request.params.studyId, request.body.reason)),
  );
}
