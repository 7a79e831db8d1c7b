import {
  AttendanceEntry,
  CertificatesGiven,
  CollaboratorEntry,
  CommendationEntry,
  Commendations,
  PayCorrectionEntry,
  PaySheet,
  PaySheetEntry,
  PaySheets,
  Roster,
  TariffEnd,
  TariffEntry,
  Tariffs,
  Training,
  TrainingEntry,
  Trainings,
  Uuid,
} from "@lang-nghe/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { dayOf } from "../platform/clock.ts";
import { type Cell, toXlsx } from "../platform/files/index.ts";
import { personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { printedCertificates } from "./certificates.ts";
import * as pay from "./pay.ts";
import * as roster from "./roster.ts";
import { attendanceRows, payRows, rosterRows } from "./sheets.ts";
import { addTariff, deleteTariff, endTariff, readTariffs } from "./tariffs.ts";
import * as training from "./training.ts";

const read = { permission: "collaborators:read" } as const;
const write = { permission: "collaborators:write" } as const;
const person = Type.Object({ collaboratorId: Uuid });
const commendation = Type.Object({ collaboratorId: Uuid, commendationId: Uuid });
const session = Type.Object({ trainingId: Uuid });
const tariff = Type.Object({ tariffId: Uuid });
const sheet = Type.Object({ sheetId: Uuid });
const correction = Type.Object({ sheetId: Uuid, correctionId: Uuid });
const Made = Type.Object({ id: Uuid });

const sendXlsx = async (reply: FastifyReply, name: string, rows: readonly (readonly Cell[])[]) =>
  reply
    .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    .header("content-disposition", `attachment; filename="${name}.xlsx"`)
    .send(Buffer.from(await toXlsx([{ name, rows }])));

/** The house's collaborators: roster, training, tariffs, pay, commendations. Nothing of what anybody else said or thought. */
export function collaborators(app: App, { database, clock }: Platform): void {
  const today = () => dayOf(clock());

  app.get("/api/collaborators", { config: read, schema: { response: { 200: Roster } } }, () =>
    roster.readRoster(database),
  );
  app.get("/api/collaborators/roster.xlsx", { config: read }, async (_, reply) =>
    sendXlsx(reply, "cong-tac-vien", rosterRows((await roster.readRoster(database)).collaborators)),
  );
  app.post(
    "/api/collaborators",
    { config: write, schema: { body: CollaboratorEntry, response: { 201: Made } } },
    async (request, reply) =>
      reply.code(201).send({ id: await roster.saveCollaborator(database, personOf(request), request.body) }),
  );
  app.put(
    "/api/collaborators/:collaboratorId",
    { config: write, schema: { params: person, body: CollaboratorEntry } },
    async (request, reply) => {
      await roster.saveCollaborator(database, personOf(request), request.body, request.params.collaboratorId);
      return reply.code(204).send();
    },
  );
  app.delete(
    "/api/collaborators/:collaboratorId",
    { config: write, schema: { params: person } },
    async (request, reply) => {
      await roster.deleteCollaborator(database, personOf(request), request.params.collaboratorId);
      return reply.code(204).send();
    },
  );

  app.get(
    "/api/collaborators/:collaboratorId/commendations",
    { config: read, schema: { params: person, response: { 200: Commendations } } },
    (request) => roster.readCommendations(database, request.params.collaboratorId),
  );
  app.post(
    "/api/collaborators/:collaboratorId/commendations",
    { config: write, schema: { params: person, body: CommendationEntry } },
    async (request, reply) => {
      await roster.saveCommendation(database, personOf(request), request.params.collaboratorId, request.body);
      return reply.code(204).send();
    },
  );
  app.put(
    "/api/collaborators/:collaboratorId/commendations/:commendationId",
    { config: write, schema: { params: commendation, body: CommendationEntry } },
    async (request, reply) => {
      const { collaboratorId, commendationId } = request.params;
      await roster.saveCommendation(database, personOf(request), collaboratorId, request.body, commendationId);
      return reply.code(204).send();
    },
  );
  app.delete(
    "/api/collaborators/:collaboratorId/commendations/:commendationId",
    { config: write, schema: { params: commendation } },
    async (request, reply) => {
      const { collaboratorId, commendationId } = request.params;
      await roster.saveCommendation(database, personOf(request), collaboratorId, undefined, commendationId);
      return reply.code(204).send();
    },
  );

  app.get("/api/trainings", { config: read, schema: { response: { 200: Trainings } } }, async () => ({
    trainings: await training.readTrainings(database),
  }));
  app.get(
    "/api/trainings/:trainingId",
    { config: read, schema: { params: session, response: { 200: Training } } },
    (request) => training.readTraining(database, request.params.trainingId),
  );
  app.post(
    "/api/trainings",
    { config: write, schema: { body: TrainingEntry, response: { 201: Made } } },
    async (request, reply) =>
      reply.code(201).send({ id: await training.saveTraining(database, personOf(request), request.body) }),
  );
  app.put(
    "/api/trainings/:trainingId",
    { config: write, schema: { params: session, body: TrainingEntry } },
    async (request, reply) => {
      await training.saveTraining(database, personOf(request), request.body, request.params.trainingId);
      return reply.code(204).send();
    },
  );
  app.delete("/api/trainings/:trainingId", { config: write, schema: { params: session } }, async (request, reply) => {
    await training.deleteTraining(database, personOf(request), request.params.trainingId);
    return reply.code(204).send();
  });
  app.put(
    "/api/trainings/:trainingId/attendance",
    { config: write, schema: { params: session, body: AttendanceEntry } },
    async (request, reply) => {
      await training.saveAttendance(database, personOf(request), request.params.trainingId, request.body);
      return reply.code(204).send();
    },
  );
  app.post(
    "/api/trainings/:trainingId/certificates",
    { config: write, schema: { params: session, response: { 200: CertificatesGiven } } },
    async (request) => ({
      given: await training.giveCertificates(database, personOf(request), request.params.trainingId, today()),
    }),
  );
  app.get(
    "/api/trainings/:trainingId/certificates.pdf",
    { config: read, schema: { params: session } },
    async (request, reply) => {
      const pdf = await printedCertificates(await training.readTraining(database, request.params.trainingId));
      return reply
        .type("application/pdf")
        .header("content-disposition", 'attachment; filename="giay-chung-nhan.pdf"')
        .send(pdf);
    },
  );
  app.get(
    "/api/trainings/:trainingId/attendance.xlsx",
    { config: read, schema: { params: session } },
    async (request, reply) => {
      const one = await training.readTraining(database, request.params.trainingId);
      return sendXlsx(reply, "tap-huan", attendanceRows(one));
    },
  );

  app.get("/api/tariffs", { config: read, schema: { response: { 200: Tariffs } } }, async () => ({
    tariffs: await readTariffs(database),
  }));
  app.post(
    "/api/tariffs",
    { config: write, schema: { body: TariffEntry, response: { 201: Made } } },
    async (request, reply) => reply.code(201).send({ id: await addTariff(database, personOf(request), request.body) }),
  );
  app.patch(
    "/api/tariffs/:tariffId",
    { config: write, schema: { params: tariff, body: TariffEnd } },
    async (request, reply) => {
      await endTariff(database, personOf(request), request.params.tariffId, request.body.validTo);
      return reply.code(204).send();
    },
  );
  app.delete("/api/tariffs/:tariffId", { config: write, schema: { params: tariff } }, async (request, reply) => {
    await deleteTariff(database, personOf(request), request.params.tariffId);
    return reply.code(204).send();
  });

  app.get("/api/pay-sheets", { config: read, schema: { response: { 200: PaySheets } } }, () =>
    pay.listPaySheets(database),
  );
  app.post(
    "/api/pay-sheets",
    { config: write, schema: { body: PaySheetEntry, response: { 201: PaySheet } } },
    async (request, reply) =>
      reply.code(201).send(await pay.beginPaySheet(database, personOf(request), request.body.upTo, today())),
  );
  app.get(
    "/api/pay-sheets/:sheetId",
    { config: read, schema: { params: sheet, response: { 200: PaySheet } } },
    (request) => pay.readPaySheet(database, request.params.sheetId),
  );
  app.get(
    "/api/pay-sheets/:sheetId/pay-sheet.xlsx",
    { config: read, schema: { params: sheet } },
    async (request, reply) => {
      const one = await pay.readPaySheet(database, request.params.sheetId);
      return sendXlsx(reply, `bang-chi-${one.number}`, payRows(one));
    },
  );
  app.delete("/api/pay-sheets/:sheetId", { config: write, schema: { params: sheet } }, async (request, reply) => {
    await pay.deletePaySheet(database, personOf(request), request.params.sheetId);
    return reply.code(204).send();
  });
  app.post(
    "/api/pay-sheets/:sheetId/sign",
    { config: write, schema: { params: sheet, response: { 200: PaySheet } } },
    (request) => pay.signPaySheet(database, personOf(request), request.params.sheetId, today()),
  );
  app.post(
    "/api/pay-sheets/:sheetId/corrections",
    { config: write, schema: { params: sheet, body: PayCorrectionEntry } },
    async (request, reply) => {
      await pay.addCorrection(database, personOf(request), request.params.sheetId, request.body);
      return reply.code(204).send();
    },
  );
  app.delete(
    "/api/pay-sheets/:sheetId/corrections/:correctionId",
    { config: write, schema: { params: correction } },
    async (request, reply) => {
      const { sheetId, correctionId } = request.params;
      await pay.deleteCorrection(database, personOf(request), sheetId, correctionId);
      return reply.code(204).send();
    },
  );
}
