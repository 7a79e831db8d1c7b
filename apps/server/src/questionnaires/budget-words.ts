import type { BudgetCandidate, Coarsening, DemographicBudget, Words } from "@lang-nghe/contract";

const quoted = ({ variable, label }: Pick<BudgetCandidate, "variable" | "label">): Words => ({
  vi: `“${label.vi?.trim() || label.en?.trim() || variable}”`,
  en: `“${label.en?.trim() || label.vi?.trim() || variable}”`,
});

const joined = (parts: readonly Words[], between: string): Words => ({
  vi: parts.map(({ vi }) => vi).join(between),
  en: parts.map(({ en }) => en).join(between),
});

/** The questions that counted. */
export const namesOf = ({ candidates }: DemographicBudget): Words =>
  joined(candidates.filter(({ chosen }) => chosen).map(quoted), ", ");

/** What to ask more coarsely, as one sentence. */
export function mendOf({ candidates, plan, planSuffices }: DemographicBudget): Words {
  const steps = joined(
    plan.flatMap((change) => {
      const asked = candidates.find(({ variable }) => variable === change.variable);
      return asked ? [stepWords(change, quoted(asked))] : [];
    }),
    "; ",
  );
  return planSuffices
    ? { vi: `Cách sửa mất ít chi tiết: ${steps.vi}.`, en: `A mend that loses little detail: ${steps.en}.` }
    : {
        vi: "Gộp mức không đủ; cần bỏ bớt câu hoặc mời nhiều người hơn.",
        en: "Merging levels is not enough: ask fewer of these questions, or invite more people.",
      };
}

function stepWords({ kind, groups }: Coarsening, { vi, en }: Words): Words {
  if (kind === "drop") return { vi: `bỏ câu ${vi}`, en: `leave out ${en}` };
  if (kind === "bands")
    return { vi: `hỏi ${vi} theo ${groups.length} khoảng`, en: `ask ${en} in ${groups.length} bands` };
  const levels = groups.reduce((sum, group) => sum + group.length, 0);
  return {
    vi: `gộp ${levels} mức của ${vi} thành ${groups.length}`,
    en: `merge ${levels} levels of ${en} into ${groups.length}`,
  };
}
