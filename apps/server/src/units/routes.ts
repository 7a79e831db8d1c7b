import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  Crosswalk,
  NewUnit,
  UnitAct,
  UnitChange,
  UnitCorrection,
  UnitDetail,
  UnitFileKind,
  UnitImport,
  UnitList,
  UnitMember,
  UnitsQuery,
  Uuid,
} from "@lang-nghe/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { inTransaction } from "../platform/database.ts";
import { type Cell, toCsv, toXlsx } from "../platform/files/index.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import type { Upload } from "../platform/upload.ts";
import { uploadOf } from "../platform/upload.ts";
import { waitingFiles } from "../platform/waiting-files.ts";
import { listActs, undo } from "./acts.ts";
import { addUnit, changeUnits, correctUnit } from "./changes.ts";
import { crosswalkRows, unitRows } from "./export.ts";
import { frameRoutes } from "./frame-routes.ts";
import { applyImport, previewImport } from "./imports.ts";
import * as queries from "./queries.ts";
import { getUnit, joinUnit, leaveUnit, listCrosswalk, listUnits } from "./service.ts";

const params = Type.Object({ unitId: Uuid });
const memberParams = Type.Object({ unitId: Uuid, staffId: Uuid });
const read = { permission: "units:read", anyStudy: true } as const;
const write = { permission: "units:write" } as const;
const staff = { permission: "accounts:manage" } as const;

const vietnam = join(import.meta.dirname, "lists/vietnam-2026.csv");

/** Places and organisations, frames, counts of the population. */
export function units(app: App, platform: Platform): void {
  const { config, database, clock } = platform;
  const waiting = waitingFiles(config.dataDirectory, "waiting-units");
  const kindOfWaiting = new Map<string, UnitImport["of"]>();
  app.addHook("onClose", () => waiting.close());
  frameRoutes(app, platform);

  app.get("/api/units", { config: read, schema: { querystring: UnitsQuery, response: { 200: UnitList } } }, (request) =>
    listUnits(platform, request.query),
  );

  app.get("/api/units/:unitId", { config: read, schema: { params, response: { 200: UnitDetail } } }, (request) =>
    getUnit(platform, request.params.unitId),
  );

  app.post(
    "/api/units",
    { config: write, schema: { body: NewUnit, response: { 201: UnitDetail } } },
    async (request, reply) =>
      reply.code(201).send(await getUnit(platform, await addUnit(platform, personOf(request), request.body))),
  );

  app.patch(
    "/api/units/:unitId",
    { config: write, schema: { params, body: UnitCorrection, response: { 200: UnitDetail } } },
    async (request) => {
      await correctUnit(platform, personOf(request), request.params.unitId, request.body);
      return getUnit(platform, request.params.unitId);
    },
  );

  app.post("/api/units/changes", { config: write, schema: { body: UnitChange } }, async (request, reply) => {
    await changeUnits(platform, personOf(request), request.body);
    return reply.code(204).send();
  });

  app.get(
    "/api/units/crosswalk",
    {
      config: read,
      schema: {
        querystring: Type.Object({ find: Type.Optional(Type.String({ maxLength: 100 })) }),
        response: { 200: Crosswalk },
      },
    },
    (request) => listCrosswalk(database, request.query.find),
  );

  // Files in: looked at, then applied, then undone if need be.

  const preview = async (of: UnitImport["of"], file: Upload) => {
    const report = await previewImport(platform, of, file);
    const id = report.faultCount || report.added + report.changed === 0 ? null : await waiting.put(file);
    if (id) kindOfWaiting.set(id, of);
    return { id, ...report };
  };

  app.post(
    "/api/units/imports",
    { config: write, schema: { querystring: Type.Object({ of: UnitFileKind }), response: { 201: UnitImport } } },
    async (request, reply) => reply.code(201).send(await preview(request.query.of, await uploadOf(request))),
  );

  app.post(
    "/api/units/imports/vietnam",
    { config: write, schema: { response: { 201: UnitImport } } },
    async (_, reply) =>
      reply.code(201).send(await preview("units", { fileName: "vietnam-2026.csv", bytes: await readFile(vietnam) })),
  );

  app.post(
    "/api/units/imports/:importId",
    { config: write, schema: { params: Type.Object({ importId: Uuid }) } },
    async (request, reply) => {
      const { importId } = request.params;
      const file = await waiting.get(importId);
      await applyImport(platform, personOf(request), kindOfWaiting.get(importId) ?? "units", file);
      kindOfWaiting.delete(importId);
      await waiting.remove(importId);
      return reply.code(204).send();
    },
  );

  app.get("/api/units/acts", { config: write, schema: { response: { 200: Type.Array(UnitAct) } } }, () =>
    listActs(database),
  );

  app.post(
    "/api/units/acts/:actId/undo",
    { config: write, schema: { params: Type.Object({ actId: Uuid }) } },
    async (request, reply) => {
      await inTransaction(database, (transaction) => undo(transaction, clock, personOf(request), request.params.actId));
      return reply.code(204).send();
    },
  );

  // Files out.

  const unitSheet = async () => unitRows(await queries.allUnits(database), await queries.allPlacements(database));
  const crosswalkSheet = async () => crosswalkRows(await queries.successions(database));
  app.get("/api/units/units.csv", { config: read }, async (_, reply) => sendCsv(reply, "don-vi", await unitSheet()));
  app.get("/api/units/units.xlsx", { config: read }, async (_, reply) => sendXlsx(reply, "don-vi", await unitSheet()));
  app.get("/api/units/crosswalk.csv", { config: read }, async (_, reply) =>
    sendCsv(reply, "bang-doi-chieu", await crosswalkSheet()),
  );
  app.get("/api/units/crosswalk.xlsx", { config: read }, async (_, reply) =>
    sendXlsx(reply, "bang-doi-chieu", await crosswalkSheet()),
  );

  // Who works where.

  app.get(
    "/api/units/:unitId/members",
    { config: staff, schema: { params, response: { 200: Type.Array(UnitMember) } } },
    (request) => queries.membersOf(database, request.params.unitId),
  );

  app.put(
    "/api/units/:unitId/members/:staffId",
    { config: staff, schema: { params: memberParams } },
    async (request, reply) => {
      await joinUnit(platform, personOf(request), request.params.unitId, request.params.staffId);
      return reply.code(204).send();
    },
  );

  app.delete(
    "/api/units/:unitId/members/:staffId",
    { config: staff, schema: { params: memberParams } },
    async (request, reply) => {
      await leaveUnit(platform, personOf(request), request.params.unitId, request.params.staffId);
      return reply.code(204).send();
    },
  );
}

export const sendCsv = (reply: FastifyReply, name: string, rows: readonly (readonly Cell[])[]) =>
  reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}.csv"`)
    .send(toCsv(rows));

export const sendXlsx = async (reply: FastifyReply, name: string, rows: readonly (readonly Cell[])[]) =>
  reply
    .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    .header("content-disposition", `attachment; filename="${name}.xlsx"`)
    .send(Buffer.from(await toXlsx([{ name, rows }])));
