import {
  PolicyLimits,
  PrivacyBudget,
  PrivacyBudgetChange,
  ReleasedLedger,
  StatedPolicy,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { readLedger } from "./ledger.ts";
import { policyInForce, statePolicy } from "./policy.ts";
import { privacyBudget, setPrivacyBudget } from "./privacy-budget.ts";

export function disclosure(app: App, platform: Platform): void {
  app.get(
    "/api/disclosure/policy",
    { config: { permission: "signed-in" }, schema: { response: { 200: StatedPolicy } } },
    () => policyInForce(platform.database),
  );

  app.put(
    "/api/disclosure/policy",
    { config: { permission: "disclosure:write" }, schema: { body: PolicyLimits, response: { 200: StatedPolicy } } },
    (request) => statePolicy(platform, personOf(request), request.body),
  );

  app.get(
    "/api/studies/:studyId/released",
    {
      config: { permission: "tabulation:read" },
      schema: { params: Type.Object({ studyId: Uuid }), response: { 200: ReleasedLedger } },
    },
    (request) => readLedger(platform.database, request.params.studyId),
  );

  const ofStudy = Type.Object({ studyId: Uuid });
  app.get(
    "/api/studies/:studyId/privacy-budget",
    { config: { permission: "tabulation:read" }, schema: { params: ofStudy, response: { 200: PrivacyBudget } } },
    (request) => privacyBudget(platform.database, request.params.studyId),
  );

  app.put(
    "/api/studies/:studyId/privacy-budget",
    {
      config: { permission: "studies:write" },
      schema: { params: ofStudy, body: PrivacyBudgetChange, response: { 200: PrivacyBudget } },
    },
    (request) => setPrivacyBudget(platform, personOf(request), request.params.studyId, request.body.epsilon),
  );
}
