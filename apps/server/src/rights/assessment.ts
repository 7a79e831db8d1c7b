import type { Assessment, AssessmentField, Words } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { newestForm } from "../questionnaires/index.ts";
import { getStudy } from "../studies/index.ts";
import { type Facts, factsOf } from "./assessment-facts.ts";
import { type PlannedField, personFields, plan } from "./assessment-plan.ts";
import { flowOf } from "./data-flow.ts";
import * as queries from "./queries.ts";

const nothing: Words = { vi: "", en: "" };

export const caution: Words = {
  vi: "Điều luật lấy từ tài liệu đã đối chiếu với bản gốc ngày 24–29/9/2026, không phải từ Công báo. Hồ sơ này giúp chuẩn bị, không thay ý kiến luật sư: xin kiểm tra với luật sư trước khi nộp.",
  en: "Articles are taken from toolkits checked against the originals on 24–29 September 2026, not from the gazette. This record helps to prepare and replaces no legal advice: check with counsel before filing.",
};

function fieldOf(planned: PlannedField, facts: Facts, texts: Readonly<Record<string, string>>): AssessmentField {
  const { name, label, law, gdpr, help = nothing, fill, optional } = planned;
  const own = texts[name] ?? "";
  const value = fill ? (fill(facts) ?? nothing) : { vi: own, en: own };
  const source = fill ? "system" : "person";
  return { name, label, law, gdpr, source, help, value, missing: value.vi.trim() === "" && !optional };
}

/** A study's record of processing and impact assessment: filled from the study, with what is missing named. */
export async function assessmentOf(platform: Platform, studyId: string): Promise<Assessment> {
  const study = await getStudy(platform, studyId);
  const [form, texts] = await Promise.all([
    newestForm(platform.database, studyId),
    queries.assessmentTexts(platform.database, studyId),
  ]);
  const facts = factsOf(study, form);
  const sections = plan.map(({ name, title, fields }) => ({
    name,
    title,
    fields: fields.map((field) => fieldOf(field, facts, texts)),
  }));
  return {
    studyId,
    title: study.title,
    caution,
    sections,
    missing: sections.flatMap(({ fields }) => fields).filter(({ missing }) => missing).length,
    flow: flowOf(facts),
  };
}

/** Keeps what people write. The audit log names the fields, not the texts. */
export async function putAssessment(
  platform: Platform,
  by: Person,
  studyId: string,
  fields: Readonly<Record<string, string>>,
): Promise<Assessment> {
  await getStudy(platform, studyId);
  for (const field of Object.keys(fields))
    if (!personFields.has(field)) throw new Problem("rights.unknown-field", { field });
  await inTransaction(platform.database, async (transaction) => {
    const before = await queries.assessmentTexts(transaction, studyId);
    const after = { ...before, ...fields };
    await queries.putAssessmentTexts(transaction, studyId, after);
    const changed = Object.keys(fields).filter((name) => (before[name] ?? "") !== after[name]);
    if (changed.length) await audit(transaction, by, "rights.assessment", studyId, { changed });
  });
  return assessmentOf(platform, studyId);
}
