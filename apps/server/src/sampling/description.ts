// A draw in plain words, for the methods page and for whoever lays it on a table.
import type { DesignStage, Draw, DrawMethod, Words } from "@lang-nghe/contract";
import type { DrawSummary } from "./drawing.ts";

type Language = "vi" | "en";

const methods: Record<DrawMethod, Words> = {
  "simple-random": { vi: "ngẫu nhiên đơn giản", en: "by simple random sampling" },
  systematic: { vi: "ngẫu nhiên hệ thống", en: "systematically, from a random start" },
  "pps-systematic": {
    vi: "hệ thống với xác suất tỷ lệ với quy mô",
    en: "systematically, with chances proportional to size",
  },
  "pps-sampford": {
    vi: "với xác suất tỷ lệ với quy mô (Sampford)",
    en: "with chances proportional to size (Sampford's method)",
  },
  "pps-brewer": {
    vi: "với xác suất tỷ lệ với quy mô (Brewer)",
    en: "with chances proportional to size (Brewer's method)",
  },
};

const allocations = {
  equal: { vi: "chia đều", en: "alike" },
  proportional: { vi: "tỷ lệ với quy mô tầng", en: "in proportion to the strata" },
  neyman: { vi: "theo Neyman", en: "by Neyman's rule" },
  power: { vi: "theo lũy thừa của quy mô tầng", en: "by a power of their size" },
} satisfies Record<string, Words>;

const count = (value: number, language: Language) => value.toLocaleString(language === "vi" ? "vi-VN" : "en");

function stageSentence(stage: DesignStage, index: number, last: boolean, units: number, language: Language): string {
  const method = methods[stage.method][language];
  const size = stage.measureOfSize && stage.method.startsWith("pps") ? stage.measureOfSize : undefined;
  const strata = stage.strata?.join(" × ");
  const how = stage.allocation?.counts ? undefined : (stage.allocation?.method ?? "proportional");
  if (language === "vi") {
    const what = stage.unit ? `đơn vị (${stage.unit})` : last ? "dòng của dàn mẫu" : "đơn vị";
    const shared = strata
      ? `, phân tầng theo ${strata} (${how ? `phân bổ ${allocations[how].vi}` : "phân bổ ấn định cho từng tầng"})`
      : "";
    const each = index > 0 ? `trong mỗi đơn vị đã rút, ${count(stage.size, "vi")}` : count(units, "vi");
    return `Giai đoạn ${index + 1}: rút ${each} ${what}, chọn ${method}${size ? `, quy mô là ${size}` : ""}${shared}.`;
  }
  const what = stage.unit ? `units (${stage.unit})` : last ? "rows of the frame" : "units";
  const shared = strata
    ? `, stratified by ${strata} (${how ? `allocated ${allocations[how].en}` : "a number set for each stratum"})`
    : "";
  const each =
    index > 0 ? `${count(stage.size, "en")} ${what} in each unit drawn before` : `${count(units, "en")} ${what}`;
  return `Stage ${index + 1}: ${each}, drawn ${method}${size ? `, size being ${size}` : ""}${shared}.`;
}

export function describeDraw(draw: Draw, summary: DrawSummary): Words {
  const { frame, design, seed, seedMade, sampled, algorithm, hash, reserve } = draw;
  const text = (language: Language): string => {
    const n = (value: number) => count(value, language);
    const stages = design.stages.map((stage, index) =>
      stageSentence(stage, index, index === design.stages.length - 1, summary.units[index]!, language),
    );
    const { rotation } = design.stages[0]!;
    const certain = summary.strata.reduce((sum, { certainty }) => sum + certainty, 0);
    return (
      language === "vi"
        ? [
            `Mẫu xác suất gồm ${n(sampled)} đơn vị, rút từ dàn mẫu “${frame.title}” (${n(frame.rows)} dòng, SHA-256 ${frame.hash}).`,
            ...stages,
            ...(certain ? [`${n(certain)} đơn vị lớn được chọn chắc chắn.`] : []),
            ...(summary.smallUnits ? [`${n(summary.smallUnits)} đơn vị nhỏ hơn số cần rút nên lấy hết.`] : []),
            ...(rotation
              ? [
                  `Đơn vị giai đoạn đầu được chia ngẫu nhiên vào ${rotation.groups} nhóm luân phiên, mỗi đợt hỏi ${rotation.active} nhóm: quyền số gốc của một đợt nhân với ${rotation.groups}/${rotation.active}.`,
                ]
              : []),
            ...(reserve
              ? [
                  `${n(reserve)} đơn vị dự bị được rút cùng lúc, chỉ được bổ sung nguyên từng phần theo quy tắc định trước; không đơn vị nào thay cho đơn vị khác.`,
                ]
              : []),
            `Số khởi đầu ${seed} (${seedMade ? "máy chủ lấy ngẫu nhiên" : "do người rút cho trước"}), thuật toán ${algorithm.name} phiên bản ${algorithm.version}; bản ghi có mã băm ${hash}. Quyền số gốc bằng một chia cho xác suất được chọn.`,
          ]
        : [
            `A probability sample of ${n(sampled)} units, drawn from the frame “${frame.title}” (${n(frame.rows)} rows, SHA-256 ${frame.hash}).`,
            ...stages,
            ...(certain ? [`${n(certain)} large units were taken with certainty.`] : []),
            ...(summary.smallUnits
              ? [`${n(summary.smallUnits)} units had fewer inside than were to be drawn, and gave all.`]
              : []),
            ...(rotation
              ? [
                  `First-stage units were dealt at random to ${rotation.groups} rotation groups, of which a wave asks ${rotation.active}: base weights of a wave are multiplied by ${rotation.groups}/${rotation.active}.`,
                ]
              : []),
            ...(reserve
              ? [
                  `${n(reserve)} reserve units were drawn at the same time; they join whole replicates at a time, by a rule set beforehand, and none stands for another.`,
                ]
              : []),
            `Seed ${seed} (${seedMade ? "taken by the server at random" : "given by the person who drew"}), algorithm ${algorithm.name} version ${algorithm.version}; the record's hash is ${hash}. Base weights are one over the chance of inclusion.`,
          ]
    ).join(" ");
  };
  return { vi: text("vi"), en: text("en") };
}
