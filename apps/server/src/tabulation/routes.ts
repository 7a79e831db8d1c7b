import { PrivateCounts, PrivateCountsOffers, PrivateCountsQuestion, Table, TableSpec, Uuid } from "@lang-nghe/contract";
import { type Static, Type } from "typebox";
import { whileWaitedFor } from "../platform/computing.ts";
import { toCsv, toXlsx } from "../platform/files/index.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { getStudy } from "../studies/index.ts";
import { tableRows } from "./export.ts";
import { countRows } from "./export-counts.ts";
import { askPrivately, offersFor, privateCounts } from "./private-counts.ts";
import { tableOf } from "./service.ts";

const params = Type.Object({ studyId: Uuid });
/** A TableSpec in an address. */
const Query = Type.Object({
  ask: Type.String({ maxLength: 200 }),
  by: Type.Optional(Type.String({ maxLength: 200 })),
  base: Type.Optional(TableSpec.properties.base),
  weightSet: Type.Optional(Type.String({ maxLength: 40 })),
  language: Type.Optional(Type.Union([Type.Literal("vi"), Type.Literal("en")])),
});

const specOf = (query: Static<typeof Query>): TableSpec => ({
  ask: query.ask,
  by: query.by || null,
  base: query.base ?? "valid",
  weightSet: query.weightSet || null,
});

export function tabulation(app: App, platform: Platform): void {
  app.post(
    "/api/studies/:studyId/tables",
    { config: { permission: "tabulation:read" }, schema: { params, body: TableSpec, response: { 200: Table } } },
    (request, reply) => tableOf(platform, request.params.studyId, request.body, whileWaitedFor(reply)),
  );

  const fileOf = async (studyId: string, query: Static<typeof Query>, signal: AbortSignal) => {
    const study = await getStudy(platform, studyId);
    const table = await tableOf(platform, studyId, specOf(query), signal);
    const name = `${study.slug}-${query.ask}${query.by ? `-${query.by}` : ""}`.replace(/[^\w.-]+/g, "_");
    return {
      name: table.method.synthetic ? `synthetic-${name}` : name,
      rows: tableRows(table, study, query.language ?? "vi"),
    };
  };

  app.get(
    "/api/studies/:studyId/tables.csv",
    { config: { permission: "tabulation:read" }, schema: { params, querystring: Query } },
    async (request, reply) => {
      const { name, rows } = await fileOf(request.params.studyId, request.query, whileWaitedFor(reply));
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}.csv"`)
        .send(toCsv(rows));
    },
  );

  app.get(
    "/api/studies/:studyId/tables.xlsx",
    { config: { permission: "tabulation:read" }, schema: { params, querystring: Query } },
    async (request, reply) => {
      const { name, rows } = await fileOf(request.params.studyId, request.query, whileWaitedFor(reply));
      return reply
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .header("content-disposition", `attachment; filename="${name}.xlsx"`)
        .send(Buffer.from(await toXlsx([{ name: "table", rows }])));
    },
  );

  app.get(
    "/api/studies/:studyId/private-counts",
    { config: { permission: "tabulation:read" }, schema: { params, response: { 200: Type.Array(PrivateCounts) } } },
    (request) => privateCounts(platform, request.params.studyId),
  );

  app.post(
    "/api/studies/:studyId/private-counts",
    {
      config: { permission: "tabulation:write" },
      schema: { params, body: PrivateCountsQuestion, response: { 200: PrivateCounts } },
    },
    (request) => askPrivately(platform, personOf(request), request.params.studyId, request.body),
  );

  app.get(
    "/api/studies/:studyId/private-counts/offers",
    {
      config: { permission: "tabulation:write" },
      schema: {
        params,
        querystring: Type.Object({ ask: Type.String({ maxLength: 200 }) }),
        response: { 200: PrivateCountsOffers },
      },
    },
    (request) => offersFor(platform, request.params.studyId, request.query.ask),
  );

  app.get(
    "/api/studies/:studyId/private-counts.csv",
    {
      config: { permission: "tabulation:read" },
      schema: { params, querystring: Type.Object({ language: Type.Optional(Query.properties.language) }) },
    },
    async (request, reply) => {
      const study = await getStudy(platform, request.params.studyId);
      const counts = await privateCounts(platform, study.id);
      const name = `${study.synthetic ? "synthetic-" : ""}${study.slug}-noisy-counts.csv`;
      const software = `Lắng Nghe ${platform.config.version}`;
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(toCsv(countRows(counts, study, software, request.query.language ?? "vi")));
    },
  );
}
