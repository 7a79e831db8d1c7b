import { ImportPlan, ImportReport, Study, Uuid } from "@lang-nghe/contract";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { inTransaction, type Transaction } from "../platform/database.ts";
import { readTable, type Table } from "../platform/files/index.ts";
import { type Person, personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { type Upload, uploadOf } from "../platform/upload.ts";
import { waitingFiles } from "../platform/waiting-files.ts";
import { createStudy, getStudy } from "../studies/index.ts";
import { reportOf } from "./import-report.ts";
import { snapshotOfTable } from "./import-snapshot.ts";
import { storeSnapshot } from "./snapshot.ts";

/** Files of answers collected elsewhere: checked, described, then frozen as a study of their own. */
export function imports(app: App, platform: Platform): void {
  const { config, database } = platform;
  const write = { permission: "studies:write" } as const;
  const waiting = waitingFiles(config.dataDirectory, "waiting");
  app.addHook("onClose", () => waiting.close());

  app.post("/api/imports", { config: write, schema: { response: { 201: ImportReport } } }, async (request, reply) => {
    const file = await uploadOf(request);
    const report = reportOf(await readTable(file.bytes, file.fileName), file.fileName);
    const id = report.refused ? null : await waiting.put(file);
    return reply.code(201).send({ id, ...report });
  });

  app.post(
    "/api/imports/:importId/study",
    {
      config: write,
      schema: { params: Type.Object({ importId: Uuid }), body: ImportPlan, response: { 201: Study } },
    },
    async (request, reply) => {
      const { importId } = request.params;
      const file = await waiting.get(importId);
      const table = await readTable(file.bytes, file.fileName);
      const by = personOf(request);
      const id = await inTransaction(database, (transaction) =>
        importStudy(transaction, by, file, table, request.body),
      );
      await waiting.remove(importId);
      return reply.code(201).send(await getStudy(platform, id));
    },
  );
}

type Extra = { example?: string; description?: { vi: string; en: string } };

/** Makes a frozen study of a table. @throws {Problem} responses.refused-columns, responses.bad-plan. */
export async function importStudy(
  transaction: Transaction,
  by: Person,
  file: Pick<Upload, "fileName">,
  table: Table,
  plan: ImportPlan,
  { example, description }: Extra = {},
): Promise<string> {
  const { columns } = reportOf(table, file.fileName);
  const refused = columns.filter((column) => column.refused !== null).map((column) => column.name);
  if (refused.length) throw new Problem("responses.refused-columns", { columns: refused.join(", ") });
  const snapshot = snapshotOfTable(table, plan.columns);
  const id = await createStudy(transaction, by, {
    title: plan.title,
    description: description ?? { vi: "", en: "" },
    kind: "imported",
    state: "frozen",
    synthetic: plan.synthetic,
    example: example ?? null,
    provenance: plan.provenance,
    retainUntil: null,
  });
  const hash = await storeSnapshot(transaction, id, snapshot);
  await audit(transaction, by, "responses.import", id, {
    file: file.fileName,
    fileHash: table.fileHash,
    rows: table.rows,
    hash,
  });
  return id;
}
