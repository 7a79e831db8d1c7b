import type { PublishedRelease } from "@lang-nghe/contract";

/** Releases with invented figures, for the tests and for looking at pages. Nothing here was measured. */

type Table = PublishedRelease["tables"][number]["table"];
type Labels = Record<string, string>;

interface Group {
  readonly code: string | null;
  readonly label: Labels;
  readonly n: number | null;
  readonly effectiveBase: number | null;
  readonly withheld?: string;
  /** One value a level; a string is the reason of withholding. */
  readonly values: readonly (number | string)[];
}

interface Shape {
  readonly ask: string;
  readonly by?: string;
  readonly title: Labels;
  readonly measure?: "share" | "mean";
  readonly levels: readonly { readonly code: string; readonly label: Labels }[];
  readonly groups: readonly Group[];
  readonly random: boolean;
  readonly synthetic?: boolean;
  readonly p?: number;
  readonly base?: Table["spec"]["base"];
}

function tableFrom(shape: Shape): Table {
  const measure = shape.measure ?? "share";
  const nothing = {
    n: null,
    estimate: null,
    se: null,
    low: null,
    high: null,
    df: null,
    deff: null,
    effectiveBase: null,
  };
  return {
    spec: { ask: shape.ask, by: shape.by ?? null, base: shape.base ?? "answered", weightSet: null },
    title: shape.title,
    measure,
    levels: [...shape.levels],
    columns: shape.groups.map(({ code, label, n, effectiveBase, withheld }) => ({
      code,
      label,
      n,
      effectiveBase,
      withheld: withheld ?? null,
    })),
    estimates: shape.groups.flatMap((group) =>
      shape.levels.map((level, index) => {
        const value = group.values[index] ?? "base-below-30";
        const place = { level: level.code, by: group.code };
        if (group.withheld !== undefined) return { ...place, ...nothing, withheld: group.withheld };
        if (typeof value === "string") return { ...place, ...nothing, withheld: value };
        const spread = measure === "share" ? Math.sqrt(value * (1 - value)) : 1.1;
        const se = spread / Math.sqrt(group.effectiveBase!);
        const ends = { low: value - 1.96 * se, high: value + 1.96 * se };
        const deff = group.n! / group.effectiveBase!;
        const base = { n: group.n, df: 180, deff, effectiveBase: group.effectiveBase };
        return { ...place, estimate: value, se, ...ends, ...base, withheld: null };
      }),
    ),
    test: shape.p === undefined ? null : { method: "Rao-Scott", statistic: 3.1, df1: 7.2, df2: 1200, p: shape.p },
    method: {
      random: shape.random,
      interval: measure === "share" ? "logit, t, 95 %" : "t, 95 %",
      weights: "rake",
      base: shape.base ?? "answered",
      design: shape.random ? "stratified, 60 clusters" : "none",
      designEffect: 1.19,
      software: "lang-nghe 0.1.0",
      snapshotHash: "7d2f",
      weightsHash: null,
      synthetic: shape.synthetic ?? false,
    },
  };
}

const all = { vi: "Tất cả", en: "All" };
const satisfaction = [
  { code: "4", label: { vi: "Rất hài lòng", en: "Very satisfied" } },
  { code: "3", label: { vi: "Hài lòng", en: "Satisfied" } },
  { code: "2", label: { vi: "Chưa hài lòng", en: "Not satisfied" } },
  { code: "1", label: { vi: "Rất không hài lòng", en: "Very dissatisfied" } },
  { code: "dk", label: { vi: "Không biết, chưa dùng dịch vụ này", en: "Don’t know, have not used this service" } },
] as const;

const hash = (start: string) => start.padEnd(64, "3a9c51e07fb2");

/** Drawn by chance, with intervals. */
export const probabilityRelease: PublishedRelease = {
  format: "lang-nghe-release-1",
  slug: "dich-vu-mot-cua-2026",
  publishedOn: "2026-10-15",
  headline: {
    vi: "Cứ mười người thì sáu người hài lòng với bộ phận một cửa; đường sá là việc mong sửa nhất",
    en: "Six in ten are satisfied with the one-stop shop; roads are what people most want mended",
  },
  note: {
    vi: "Hỏi 1.204 người từ 18 tuổi, bốc thăm theo hộ ở 60 xã, phường. Người ở vùng cao hài lòng ít hơn người ở thị trấn.\n\nĐây là đợt đầu tiên, nên chưa so sánh được với năm trước.",
    en: "1,204 people aged 18 and over were asked, drawn by household in 60 communes and wards. People in the highlands are less satisfied than people in towns.\n\nThis is the first wave, so there is no earlier year to compare with.",
  },
  study: {
    title: { vi: "Ý kiến người dân về dịch vụ công", en: "Public services survey" },
    description: { vi: "", en: "" },
    synthetic: false,
    provenance: {
      collectedBy: "Đơn vị nghiên cứu dư luận xã hội (ví dụ)",
      consentHow:
        "Điều tra viên đọc lời mời và mục đích; người trả lời đồng ý bằng lời trước câu hỏi đầu tiên, có thể dừng bất cứ lúc nào.",
      mode: "face-to-face",
      from: "2026-09-03",
      to: "2026-09-28",
      population: "Người từ 18 tuổi sống trong tỉnh",
      populationSize: 1_240_000,
      selection: "probability",
      remarks: "Hai xã không đến được vì mưa lũ, thay bằng hai xã cùng tầng.",
      licence: "CC BY 4.0",
    },
    n: 1204,
    wording: {
      mot_cua: {
        vi: "Trong 12 tháng qua, ông/bà hài lòng đến mức nào với việc giải quyết giấy tờ ở bộ phận một cửa của xã?",
        en: "In the past 12 months, how satisfied have you been with how your commune’s one-stop shop handled papers?",
      },
      uu_tien: {
        vi: "Theo ông/bà, việc nào cần làm trước nhất ở nơi mình sống?",
        en: "In your view, what should be done first where you live?",
      },
      duong: {
        vi: "Ông/bà chấm điểm đường đi trong thôn từ 1 (rất xấu) đến 5 (rất tốt)?",
        en: "How would you rate the roads in your village, from 1 (very bad) to 5 (very good)?",
      },
    },
  },
  weights: {
    weighted: true,
    variables: ["giới", "nhóm tuổi", "vùng"],
    source: "Tổng điều tra dân số (ví dụ)",
    designEffect: 1.18,
    effectiveBase: 1020,
  },
  tables: [
    {
      caption: { vi: "Hài lòng với bộ phận một cửa", en: "Satisfaction with the one-stop shop" },
      table: tableFrom({
        ask: "mot_cua",
        title: { vi: "Hài lòng với bộ phận một cửa", en: "Satisfaction with the one-stop shop" },
        levels: satisfaction,
        random: true,
        groups: [{ code: null, label: all, n: 1204, effectiveBase: 1020, values: [0.176, 0.437, 0.241, 0.062, 0.084] }],
      }),
    },
    {
      caption: { vi: "Hài lòng với bộ phận một cửa, theo vùng", en: "Satisfaction with the one-stop shop, by area" },
      table: tableFrom({
        ask: "mot_cua",
        by: "vung",
        title: { vi: "Hài lòng, theo vùng", en: "Satisfaction by area" },
        levels: satisfaction.slice(0, 4),
        random: true,
        p: 0.004,
        base: "valid",
        groups: [
          { code: null, label: all, n: 1103, effectiveBase: 935, values: [0.19, 0.48, 0.26, 0.07] },
          {
            code: "1",
            label: { vi: "Phường và thị trấn", en: "Wards and towns" },
            n: 388,
            effectiveBase: 340,
            values: [0.24, 0.52, 0.19, 0.05],
          },
          {
            code: "2",
            label: { vi: "Xã vùng thấp", en: "Lowland communes" },
            n: 431,
            effectiveBase: 377,
            values: [0.19, 0.49, 0.26, 0.06],
          },
          {
            code: "3",
            label: { vi: "Xã vùng cao, biên giới", en: "Highland and border communes" },
            n: 231,
            effectiveBase: 178,
            values: [0.12, 0.41, 0.36, 0.11],
          },
          {
            code: "4",
            label: { vi: "Nơi khác", en: "Elsewhere" },
            n: 53,
            effectiveBase: 46,
            values: ["protects-another-cell", 0.49, 0.3, "cell-below-10"],
          },
        ],
      }),
    },
    {
      caption: { vi: "Điểm đường đi trong thôn (1 đến 5)", en: "Rating of village roads (1 to 5)" },
      table: tableFrom({
        ask: "duong",
        by: "vung",
        title: { vi: "Điểm đường", en: "Rating of roads" },
        measure: "mean",
        levels: [{ code: "mean", label: { vi: "Điểm trung bình", en: "Mean rating" } }],
        random: true,
        groups: [
          { code: null, label: all, n: 1190, effectiveBase: 1004, values: [3.12] },
          {
            code: "1",
            label: { vi: "Phường và thị trấn", en: "Wards and towns" },
            n: 401,
            effectiveBase: 350,
            values: [3.64],
          },
          {
            code: "2",
            label: { vi: "Xã vùng thấp", en: "Lowland communes" },
            n: 470,
            effectiveBase: 399,
            values: [3.08],
          },
          {
            code: "3",
            label: { vi: "Xã vùng cao, biên giới", en: "Highland and border communes" },
            n: 319,
            effectiveBase: 260,
            values: [2.47],
          },
        ],
      }),
    },
  ],
  sensitivity: [],
  chain: {
    snapshotHash: hash("b1946ac92492d2347c6235b4d2611184"),
    weightsHash: hash("591785b794601e212b260e25925636fd"),
    questionnaireHash: hash("6f5902ac237024bdd0c176cb93063dc4"),
    software: "lang-nghe 0.1.0",
  },
};

/** Anyone with the link: no margin of error, a sensitivity table instead. */
export const openLinkRelease: PublishedRelease = {
  ...probabilityRelease,
  slug: "gop-y-xe-buyt-2026",
  publishedOn: "2026-08-02",
  headline: {
    vi: "Người tham gia góp ý trên mạng mong xe buýt chạy sớm hơn",
    en: "People who took part online would like buses to run earlier",
  },
  note: {
    vi: "Phiếu góp ý mở trên trang của tỉnh trong hai tuần. Ai cũng có thể trả lời.",
    en: "The form was open on the province’s website for two weeks. Anyone could answer.",
  },
  study: {
    title: { vi: "Góp ý về tuyến xe buýt", en: "Views on the bus line" },
    description: { vi: "", en: "" },
    synthetic: false,
    provenance: {
      ...probabilityRelease.study.provenance,
      consentHow: "Người trả lời đọc trang đồng ý và bấm “Tôi đồng ý” trước câu hỏi đầu tiên.",
      mode: "web",
      from: "2026-07-10",
      to: "2026-07-24",
      population: "Người tự vào trả lời qua đường dẫn công khai",
      populationSize: 180_000,
      selection: "open-link",
      remarks: "Người dùng điện thoại thông minh và người ở phường trả lời nhiều hơn hẳn.",
    },
    n: 642,
    wording: {
      gio: {
        vi: "Quý vị mong chuyến xe buýt đầu tiên chạy lúc mấy giờ?",
        en: "At what time would you like the first bus to run?",
      },
    },
  },
  weights: { weighted: false, variables: [], source: null, designEffect: null, effectiveBase: null },
  tables: [
    {
      caption: { vi: "Giờ mong muốn của chuyến đầu", en: "Preferred time of the first bus" },
      table: tableFrom({
        ask: "gio",
        title: { vi: "Giờ chuyến đầu", en: "First bus" },
        random: false,
        levels: [
          { code: "5", label: { vi: "Trước 5 giờ 30", en: "Before 5:30" } },
          { code: "6", label: { vi: "Từ 5 giờ 30 đến 6 giờ 30", en: "5:30 to 6:30" } },
          { code: "7", label: { vi: "Sau 6 giờ 30, như hiện nay", en: "After 6:30, as now" } },
          { code: "0", label: { vi: "Tôi không đi xe buýt", en: "I do not take the bus" } },
        ],
        groups: [{ code: null, label: all, n: 642, effectiveBase: 642, values: [0.41, 0.33, 0.19, 0.07] }],
      }),
    },
  ],
  sensitivity: [
    {
      table: 0,
      rows: [
        { level: "5", correlation: 0.001, bias: 0.0082, effectiveBase: 3579 },
        { level: "5", correlation: 0.005, bias: 0.0411, effectiveBase: 143 },
        { level: "6", correlation: 0.001, bias: 0.0079, effectiveBase: 3579 },
        { level: "6", correlation: 0.005, bias: 0.0393, effectiveBase: 143 },
        { level: "7", correlation: 0.001, bias: 0.0066, effectiveBase: 3579 },
        { level: "7", correlation: 0.005, bias: 0.0328, effectiveBase: 143 },
        { level: "0", correlation: 0.001, bias: 0.0043, effectiveBase: 3579 },
        { level: "0", correlation: 0.005, bias: 0.0213, effectiveBase: 143 },
      ],
    },
  ],
  chain: { ...probabilityRelease.chain, weightsHash: null },
};

/** Made by a simulator, with withheld cells and a withheld group. */
export const syntheticRelease: PublishedRelease = {
  ...probabilityRelease,
  slug: "mo-phong-truong-hoc",
  publishedOn: "2026-11-20",
  headline: {
    vi: "Ví dụ mô phỏng: đường đến trường và bữa ăn bán trú",
    en: "Simulated example: the way to school and school meals",
  },
  note: { vi: "Bản này chỉ để minh họa cách công bố.", en: "This release only illustrates how results are published." },
  study: {
    ...probabilityRelease.study,
    title: { vi: "Trường học của con em (mô phỏng)", en: "Our children’s schools (simulated)" },
    synthetic: true,
    provenance: {
      ...probabilityRelease.study.provenance,
      mode: "simulation",
      collectedBy: "Máy mô phỏng của Lắng Nghe",
      consentHow: "Không có người thật.",
    },
    n: 3000,
    wording: {
      truong: {
        vi: "Con em ông/bà đến trường bằng cách nào là chính?",
        en: "How do your children mainly get to school?",
      },
    },
  },
  tables: [
    {
      caption: { vi: "Cách đến trường, theo tiếng nói trong nhà", en: "Way to school, by language spoken at home" },
      table: tableFrom({
        ask: "truong",
        by: "tieng",
        title: { vi: "Cách đến trường", en: "Way to school" },
        random: true,
        synthetic: true,
        p: 0.21,
        levels: [
          { code: "1", label: { vi: "Đi bộ", en: "On foot" } },
          { code: "2", label: { vi: "Người lớn chở bằng xe máy", en: "Taken by an adult on a motorbike" } },
          {
            code: "3",
            label: {
              vi: "Ở bán trú tại trường, cuối tuần mới về nhà với gia đình",
              en: "Boards at the school and comes home at weekends",
            },
          },
        ],
        groups: [
          { code: null, label: all, n: 2870, effectiveBase: 2390, values: [0.312, 0.527, 0.161] },
          {
            code: "kinh",
            label: { vi: "Tiếng Việt", en: "Vietnamese" },
            n: 1310,
            effectiveBase: 1120,
            values: [0.224, 0.648, 0.128],
          },
          {
            code: "mong",
            label: { vi: "Tiếng Mông", en: "Hmong" },
            n: 702,
            effectiveBase: 580,
            values: [0.41, 0.37, 0.22],
          },
          {
            code: "dao",
            label: { vi: "Tiếng Dao", en: "Dao" },
            n: 48,
            effectiveBase: 41,
            values: ["interval-too-wide", "interval-too-wide", "cell-below-10"],
          },
          {
            code: "khac",
            label: { vi: "Tiếng khác", en: "Another language" },
            n: null,
            effectiveBase: null,
            withheld: "base-below-30",
            values: [],
          },
        ],
      }),
    },
  ],
};

export const exampleReleases: readonly PublishedRelease[] = [probabilityRelease, openLinkRelease, syntheticRelease];
