import type { PlanAnswer, PlanQuestion, Words } from "@lang-nghe/contract";
import { intraclassCorrelation, planSample, SamplingError } from "@lang-nghe/survey-statistics";
import { Problem } from "../platform/problem.ts";

/** What people call the parameters of a plan, where one cannot be. */
const names: Record<string, Words> = {
  margin: { vi: "sai số phải lớn hơn 0", en: "the margin of error must be above 0" },
  completes: { vi: "số phỏng vấn phải là số nguyên từ 1", en: "interviews are a whole number from 1" },
  budget: {
    vi: "kinh phí không đủ cho một phỏng vấn nào",
    en: "the money is not enough for a single interview",
  },
  costs: {
    vi: "muốn tính từ kinh phí thì cần đơn giá của phỏng vấn, của lượt tiếp cận hoặc của địa bàn",
    en: "to begin from money, the cost of an interview, an approach or a PSU is needed",
  },
  population: {
    vi: "cần nhiều phỏng vấn hơn số người của tổng thể; xin nhận sai số rộng hơn",
    en: "more interviews are needed than there are people; accept a wider margin",
  },
  proportion: { vi: "tỷ lệ dự kiến nằm giữa 0 và 100 %", en: "the expected share lies between 0 and 100%" },
  confidence: { vi: "độ tin cậy nằm giữa 0 và 100 %", en: "the confidence lies between 0 and 100%" },
  intraclassCorrelation: {
    vi: "hệ số tương quan nội cụm nằm giữa 0 và 1",
    en: "the intra-class correlation lies between 0 and 1",
  },
  perPsuCompletes: {
    vi: "số phỏng vấn mỗi địa bàn là số từ 1; của đợt trước phải lớn hơn 1",
    en: "interviews a PSU are 1 or more; of an earlier wave, more than 1",
  },
  weightingEffect: {
    vi: "hệ số do quyền số không đều là số từ 1",
    en: "the effect of unequal weights is 1 or more",
  },
  designEffect: { vi: "hệ số thiết kế phải lớn hơn 0", en: "the design effect must be above 0" },
  responseRate: { vi: "tỷ lệ trả lời nằm giữa 0 và 100 %", en: "the response rate lies between 0 and 100%" },
  domains: {
    vi: "muốn tăng mẫu cho nhóm nhỏ thì các nhóm phải cộng đủ 100 % tổng thể",
    en: "to give small groups more than their share, the groups must add up to 100% of the population",
  },
};

/** From any one of precision, interviews and money to the other two. @throws {Problem} sampling.plan, naming what cannot be. */
export function answerPlan(question: PlanQuestion): PlanAnswer {
  const { goal, proportion, confidence, population, perPsu, likeness, weightingEffect, responseRate } = question;
  try {
    const intraclass =
      "intraclass" in likeness
        ? likeness.intraclass
        : intraclassCorrelation(likeness.designEffect, likeness.perPsu, likeness.weightingEffect);
    const plan = planSample({
      goal,
      ...{ proportion, confidence, weightingEffect, responseRate },
      ...(population === null ? {} : { population }),
      intraclassCorrelation: intraclass,
      perPsuCompletes: perPsu,
      domains: question.domains.map(({ name, share, margin }) => ({
        name,
        share,
        ...(margin === null ? {} : { margin }),
      })),
      oversample: question.oversample,
      ...(question.costs ? { costs: question.costs } : {}),
    });
    const { completes, approaches, psus, designEffect, effectiveBase, standardError, margin } = plan;
    return {
      ...{ completes, approaches, psus, intraclass, designEffect, effectiveBase, standardError, margin },
      domains: plan.domains.map((domain) => ({ ...domain })),
      cost: plan.cost ?? null,
      bestPerPsu: plan.bestPerPsuCompletes ?? null,
    };
  } catch (error) {
    if (!(error instanceof SamplingError)) throw error;
    const parameter = error.place.parameter ?? "";
    const domain = /^domains\.(.*)\.(share|margin)$/.exec(parameter);
    const what = domain
      ? {
          vi: `nhóm ${domain[1]}: tỷ lệ nằm giữa 0 và 100 %, sai số lớn hơn 0`,
          en: `group ${domain[1]}: its share lies between 0 and 100%, its margin above 0`,
        }
      : (names[parameter] ?? { vi: error.message, en: error.message });
    throw new Problem("sampling.plan", { what: { vi: `${what.vi}.`, en: `${what.en}.` }, parameter }, { cause: error });
  }
}
