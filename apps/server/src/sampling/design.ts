import type { DesignStage, ReleaseRule } from "@lang-nghe/contract";
import { isProportionalToSize } from "@lang-nghe/survey-statistics";
import { type DrawFault, refuseFaults } from "./draw-faults.ts";

/** What of a design cannot be whatever the frame is. @throws {DrawFaults} naming the stage and the mend. */
export function designFaults(stages: readonly DesignStage[], release: ReleaseRule | null): void {
  const faults: DrawFault[] = [];
  stages.forEach((stage, index) => {
    const last = index === stages.length - 1;
    const say = (vi: string, en: string) => faults.push({ stage: index + 1, what: { vi, en } });
    if (!last && stage.unit === undefined)
      say(
        "chưa chọn cột cho đơn vị được rút ở giai đoạn này (ví dụ: thôn).",
        "choose the column of the units drawn at this stage (villages, for example).",
      );
    if (isProportionalToSize(stage.method) && stage.measureOfSize === undefined)
      say("rút theo quy mô cần cột quy mô; xin chọn.", "drawing by size needs a column of sizes; choose one.");
    if (stage.allocation && !stage.strata)
      say("phân bổ theo tầng cần cột tầng; xin chọn.", "an allocation needs strata; choose their column.");
    if (stage.allocation?.method === "neyman" && !stage.allocation.variable && !stage.allocation.spread)
      say(
        "phân bổ Neyman cần một cột số để tính độ phân tán trong từng tầng; xin chọn.",
        "Neyman's allocation needs a numeric column whose spread in each stratum it can use; choose one.",
      );
    if (stage.allocation && !stage.allocation.method && !stage.allocation.counts)
      say("xin chọn cách phân bổ.", "choose how the sample is shared out.");
    if (stage.allocation?.maximum !== undefined && (stage.allocation.minimum ?? 0) > stage.allocation.maximum)
      say("số tối thiểu lớn hơn số tối đa.", "the minimum is larger than the maximum.");
    if (stage.reserve !== undefined && !last)
      say("mẫu dự bị chỉ có ở giai đoạn cuối.", "a reserve belongs to the last stage.");
    if (stage.reserve !== undefined && stage.reserve >= 1 && !Number.isInteger(stage.reserve))
      say(
        "mẫu dự bị là một số nguyên, hoặc một tỷ lệ nhỏ hơn 1.",
        "a reserve is a whole number of units, or a share below 1.",
      );
    if (stage.rotation && index > 0)
      say("nhóm luân phiên chỉ có ở giai đoạn đầu.", "rotation groups belong to the first stage.");
    if (stage.rotation && stage.rotation.active > stage.rotation.groups)
      say("số nhóm làm việc trong một đợt lớn hơn số nhóm.", "more groups are to be at work in a wave than there are.");
  });
  const reserve = stages.at(-1)?.reserve;
  if (reserve !== undefined && !release)
    faults.push({
      what: {
        vi: "Mẫu dự bị cần quy tắc bổ sung định trước: chia mấy phần, mục tiêu bao nhiêu phỏng vấn.",
        en: "A reserve needs its release rule beforehand: in how many parts, and for how many interviews.",
      },
    });
  if (reserve === undefined && release)
    faults.push({
      what: {
        vi: "Có quy tắc bổ sung mà không có mẫu dự bị; xin thêm mẫu dự bị hoặc bỏ quy tắc.",
        en: "There is a release rule and no reserve; add a reserve, or leave the rule out.",
      },
    });
  refuseFaults(faults);
}
