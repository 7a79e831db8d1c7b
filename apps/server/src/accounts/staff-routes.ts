import {
  AuditEntry,
  NewStaffMember,
  RoleScope,
  Session,
  StaffChange,
  StaffInvitation,
  StaffMember,
  Uuid,
} from "@lang-nghe/contract";
import { Type } from "typebox";
import { personOf } from "../platform/permission.ts";
import type { App } from "../platform/platform.ts";
import * as account from "./account.ts";
import type { House } from "./house.ts";
import { auditPage, listStaff } from "./queries.ts";
import { listSessions } from "./sessions.ts";
import * as service from "./staff.ts";

const params = Type.Object({ staffId: Uuid });

/** Who may enter and what they may do: for administrators. The audit log: for whoever looks over their shoulder too. */
export function staffRoutes(app: App, house: House): void {
  const { database, clock, config } = house;
  const manage = { permission: "accounts:manage" } as const;
  const linkOf = (token: string) => `${config.publicUrl}/console/password#${token}`;

  app.get("/api/staff", { config: manage, schema: { response: { 200: Type.Array(StaffMember) } } }, () =>
    listStaff(database),
  );

  app.post(
    "/api/staff",
    { config: manage, schema: { body: NewStaffMember, response: { 201: StaffInvitation } } },
    async (request, reply) => {
      const { member, token } = await service.addStaff(database, clock, config.role, personOf(request), request.body);
      return reply.code(201).send({ member, link: linkOf(token) });
    },
  );

  app.patch(
    "/api/staff/:staffId",
    { config: manage, schema: { params, body: StaffChange, response: { 200: StaffMember } } },
    (request) => service.changeStaff(database, personOf(request), request.params.staffId, request.body),
  );

  app.post(
    "/api/staff/:staffId/link",
    { config: manage, schema: { params, response: { 201: StaffInvitation } } },
    async (request, reply) => {
      const { member, token } = await service.renewLink(database, clock, personOf(request), request.params.staffId);
      return reply.code(201).send({ member, link: linkOf(token) });
    },
  );

  app.post(
    "/api/staff/:staffId/grants",
    { config: manage, schema: { params, body: RoleScope, response: { 201: StaffMember } } },
    async (request, reply) =>
      reply
        .code(201)
        .send(await service.grantRole(database, config.role, personOf(request), request.params.staffId, request.body)),
  );

  app.delete(
    "/api/staff/:staffId/grants/:grantId",
    {
      config: manage,
      schema: { params: Type.Object({ staffId: Uuid, grantId: Uuid }), response: { 200: StaffMember } },
    },
    (request) => service.revokeRole(database, personOf(request), request.params.staffId, request.params.grantId),
  );

  app.get(
    "/api/staff/:staffId/sessions",
    { config: manage, schema: { params, response: { 200: Type.Array(Session) } } },
    (request) => listSessions(database, clock, request.params.staffId, personOf(request).sessionId),
  );

  app.delete("/api/staff/:staffId/sessions", { config: manage, schema: { params } }, async (request, reply) => {
    await account.endSessionsOf(house, personOf(request), request.params.staffId);
    return reply.code(204).send();
  });

  app.delete("/api/staff/:staffId/factors", { config: manage, schema: { params } }, async (request, reply) => {
    await account.resetFactors(house, personOf(request), request.params.staffId);
    return reply.code(204).send();
  });

  app.get(
    "/api/audit",
    {
      config: { permission: "audit:read" },
      schema: {
        querystring: Type.Object({ before: Type.Optional(Type.String({ pattern: "^\\d{1,15}$" })) }),
        response: { 200: Type.Array(AuditEntry) },
      },
    },
    (request) => auditPage(database, request.query.before === undefined ? undefined : Number(request.query.before)),
  );
}
