// Checks the arrows between rooms (ARCHITECTURE.md) against the imports in the code.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** room → rooms of ours it may import. */
export const arrows: Record<string, readonly string[]> = {
  "packages/survey-statistics": [],
  "packages/questionnaire": [],
  "packages/anonymity": [],
  "packages/vietnamese-text": [],
  "packages/contract": ["packages/questionnaire"],
  "packages/ui": ["packages/contract", "packages/questionnaire"],
  "apps/server": [
    "packages/survey-statistics",
    "packages/questionnaire",
    "packages/anonymity",
    "packages/vietnamese-text",
    "packages/contract",
  ],
  "apps/console": ["packages/ui", "packages/contract", "packages/questionnaire", "packages/anonymity"],
  "apps/answer": ["packages/ui", "packages/contract", "packages/questionnaire", "packages/anonymity"],
  "apps/portal": ["packages/ui", "packages/contract"],
};

/** Capabilities of the server in lifecycle order: one imports `platform` and the `index.ts` of earlier ones only. */
export const capabilities = [
  "accounts",
  "units",
  "transparency",
  "invitations",
  "deposits",
  "studies",
  "disclosure",
  "questionnaires",
  "sampling",
  "fieldwork",
  "collaborators",
  "responses",
  "waves",
  "dictionary",
  "weighting",
  "tabulation",
  "releases",
  "rights",
];

/** Pure rooms: nothing of Node, the clock or chance. */
const pure = new Set([
  "packages/survey-statistics",
  "packages/questionnaire",
  "packages/anonymity",
  "packages/vietnamese-text",
  "packages/contract",
  "packages/ui",
]);

/**
 * The one way out of answers: who may read them whole, make figures of them, and decide what is shown. Files and folders of
 * apps/server/src; everything else that wants a figure asks tabulation.
 */
const wayOut: readonly { readonly uses: RegExp; readonly only: readonly string[]; readonly rule: string }[] = [
  {
    uses: /\b(?:readDataset|readSnapshot)\b/,
    only: ["responses/", "dictionary/", "weighting/", "tabulation/", "releases/service.ts"],
    rule: "frozen answers are read by what leads to a table",
  },
  {
    uses: /\b(?:estimate[A-Z]\w*|raoScott|figuresOf)\b/,
    only: ["tabulation/", "commands/estimate.ts"],
    rule: "figures of answers are made in tabulation",
  },
  {
    uses: /\b(?:mayShow|mayShowTable|withholdForLinked|withholdForLinkedMeans|nearlySamePeople|gate)\(/,
    only: [
      "disclosure/",
      "tabulation/figures.ts",
      "tabulation/linked.ts",
      "responses/live-distribution.ts",
      "weighting/",
    ],
    rule: "what may be shown is decided at the gate",
  },
  {
    uses: /\b(?:drawDiscrete\w+|payFor|keepAnswer)\b/,
    only: ["disclosure/", "tabulation/private-counts.ts"],
    rule: "noise is drawn where its budget is spent",
  },
];

export type Violation = { file: string; import: string; rule: string };

/** All violations under `root`. @param read text of a file, for planted ones in tests. */
export function violations(root: string, read = (file: string) => readFileSync(join(root, file), "utf8")): Violation[] {
  const files = globSync(["packages/*/src/**/*.{ts,tsx}", "apps/*/src/**/*.{ts,tsx}"], { cwd: root }).sort();
  return files.flatMap((file) => violationsOf(root, file, read(file)));
}

/** Violations of one file's text. */
export function violationsOf(root: string, file: string, text: string): Violation[] {
  const room = file.split("/").slice(0, 2).join("/");
  const isTest = file.endsWith(".test.ts") || file.includes("/testing/");
  const found: Violation[] = [];
  const say = (target: string, rule: string) => found.push({ file, import: target, rule });
  if (!(room in arrows)) say("", `the room ${room} has no arrows in tools/architecture.ts`);
  for (const target of importsOf(text)) {
    const owner = roomOf(root, file, target);
    if (owner && owner !== room && !(arrows[room] ?? []).includes(owner) && !isTest)
      say(target, `${room} may not import ${owner}`);
    if (owner && owner !== room && target.startsWith(".") && !isTest)
      say(target, "another room is imported by its name, not by a path");
    if (pure.has(room) && target.startsWith("node:") && !isTest) say(target, `${room} runs in browsers too: no Node`);
    if (room === "apps/server" && target.startsWith(".")) {
      const rule = insideServer(file, relative(root, resolve(root, dirname(file), target)));
      if (rule && !isTest) say(target, rule);
    }
  }
  if (room === "apps/server" && !isTest)
    for (const { uses, only, rule } of wayOut)
      if (uses.test(text) && !only.some((place) => file.startsWith(`apps/server/src/${place}`))) say("", rule);
  if (pure.has(room) && !isTest)
    for (const [pattern, what] of [
      [/\bMath\.random\(/, "chance"],
      [/\bDate\.now\(|\bnew Date\(\)/, "the clock"],
      [/\bfetch\(/, "the network"],
    ] as const)
      if (pattern.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""))) say("", `${room} takes ${what} as an argument`);
  return found;
}

/** Who else may know of visits: nobody who reads an answer. Pay follows accepted work. */
const knowsVisits: ReadonlySet<string> = new Set(["app.ts", "collaborators"]);

function insideServer(file: string, target: string): string | undefined {
  const from = file.split("/")[3] ?? "";
  const to = target.split("/")[3] ?? "";
  if (from === to || !capabilities.includes(to)) {
    if (from === "platform" && to === "app.ts") return "platform imports no capability and not the app";
    return undefined;
  }
  if (from === "platform") return "platform imports no capability";
  if (to === "fieldwork" && !knowsVisits.has(from))
    return "visits meet answers nowhere: this imports nothing of fieldwork";
  if (!target.endsWith(`/${to}/index.ts`)) return `capabilities meet at index.ts, not at ${target}`;
  if (capabilities.includes(from) && capabilities.indexOf(from) < capabilities.indexOf(to))
    return `${from} comes before ${to} in a study's life and may not import it`;
  return undefined;
}

const importsOf = (text: string) =>
  [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );

function roomOf(root: string, file: string, target: string): string | undefined {
  if (target.startsWith("@lang-nghe/")) {
    const name = target.split("/")[1] ?? "";
    return existsSync(join(root, "packages", name)) ? `packages/${name}` : `apps/${name}`;
  }
  if (!target.startsWith(".")) return undefined;
  return relative(root, resolve(root, dirname(file), target))
    .split("/")
    .slice(0, 2)
    .join("/");
}
