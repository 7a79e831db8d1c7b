import type { Dictionary, MarginProblem, Variable } from "@lang-nghe/contract";
import { ActionIcon, Button, Group, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Fragment } from "react";
import type { ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { queryClient, refresh } from "../platform/query.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useLanguage, useWords } from "../platform/words.ts";
import { labelOr } from "../tabulation/figure.ts";
import { useAddStep } from "../tabulation/steps.tsx";
import type { RunningCheck } from "./margin-check.ts";
import { hintOf, isLevel, type MarginRows, merging, problemsAt, shareOf, totalOf } from "./margin-rows.ts";
import { words } from "./words.ts";

interface EditorProps {
  readonly dictionary: Dictionary;
  readonly margins: readonly MarginRows[];
  readonly check: RunningCheck;
  readonly onChange: (margins: readonly MarginRows[]) => void;
}

/** What was read, as a table to mend, each problem at its row with what to do. */
export function MarginEditor({ dictionary, margins, check, onChange }: EditorProps) {
  const t = useWords(words);
  const study = useStudy();
  const language = useLanguage();
  const add = useAddStep(study.id);
  const { data, error } = check.query;
  const problems = data?.problems ?? [];
  const read = data?.margins ?? null;
  const merge = useMutation<string, ProblemError, { variable: Variable; level: string; other: string }>({
    mutationFn: async ({ variable, level, other }) => {
      const taken = dictionary.variables.map((each) => each.name);
      const suffix = { vi: words.vi.mergeSuffix, en: words.en.mergeSuffix };
      const made = merging(margins, read, variable, level, other, taken, suffix, language);
      await add.mutateAsync(made.derivation);
      onChange(made.rows);
      return made.derivation.name;
    },
    onSuccess: async (name) => {
      await queryClient.invalidateQueries({ queryKey: [`/studies/${study.id}/margins`] });
      toast(t("merged", { name }));
    },
    // A colleague may have made the same merge: with their variables known, the next try takes another name.
    onError: () => refresh(`/studies/${study.id}/dictionary`),
  });
  const known = (name: string) => dictionary.variables.find((variable) => variable.name === name);
  const change = (at: number, margin: MarginRows | null) =>
    onChange(margins.flatMap((each, index) => (index === at ? (margin ? [margin] : []) : [each])));
  return (
    <section aria-labelledby="margins-read">
      <Title order={3} id="margins-read">
        {t("read")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("readLead")} {read ? t(read.unit === "share" ? "unitShare" : "unitCount") : ""}
      </Text>
      {error ? <ProblemNote problem={error} /> : null}
      {merge.error ? <ProblemNote problem={merge.error} /> : null}
      <div role="status" aria-live="polite">
        {!check.current ? (
          <Text size="sm" c="dimmed">
            {t("checking")}
          </Text>
        ) : data && problems.length === 0 ? (
          <Notice tone="good">
            <Text>{t("holds")}</Text>
          </Notice>
        ) : data ? (
          <Notice tone="notice" title={t("problems", { count: problems.length })} />
        ) : null}
      </div>
      <Stack gap="lg" mt="md">
        {margins.map((margin, at) => (
          <MarginTable
            key={margin.variable}
            margin={margin}
            variable={known(margin.variable)}
            check={{ problems, read }}
            busy={merge.isPending}
            onChange={(next) => change(at, next)}
            onMerge={(variable, level, other) => merge.mutate({ variable, level, other })}
          />
        ))}
      </Stack>
    </section>
  );
}

interface MarginTableProps {
  readonly margin: MarginRows;
  readonly variable: Variable | undefined;
  readonly check: { problems: readonly MarginProblem[]; read: Parameters<typeof shareOf>[0] };
  readonly busy: boolean;
  readonly onChange: (margin: MarginRows | null) => void;
  readonly onMerge: (variable: Variable, level: string, other: string) => void;
}

function MarginTable({ margin, variable, check, busy, onChange, onMerge }: MarginTableProps) {
  const t = useWords(words);
  const format = useFormat();
  const language = useLanguage();
  const title = variable ? labelOr(variable.label, margin.variable, language) : margin.variable;
  const levelName = (text: string) => {
    const level = variable?.levels.find((each) => isLevel(each, text));
    return level ? labelOr(level.label, text, language) : text;
  };
  const setTarget = (at: number, value: string) =>
    onChange({
      ...margin,
      targets: margin.targets.map((target, index) => (index === at ? { ...target, value } : target)),
    });
  const total = totalOf(check.read, margin.variable);
  const rename = (problem: MarginProblem, to: string) =>
    onChange(
      problem.level === null
        ? { ...margin, variable: to }
        : {
            ...margin,
            targets: margin.targets.map((target) =>
              target.level === problem.level ? { ...target, level: to } : target,
            ),
          },
    );
  const say = { variable, onMerge, onRename: rename, busy, levelName };
  // A level of the questionnaire that the file does not name has no row of its own.
  const elsewhere = check.problems.filter(
    (problem) =>
      problem.variable === margin.variable &&
      problem.level !== null &&
      !margin.targets.some((target) => problemsAt([problem], variable, margin.variable, target.level).length > 0),
  );
  return (
    <div>
      <Group justify="space-between" gap="sm" mb={4}>
        <Title order={4} fw={600}>
          {title}{" "}
          {title === margin.variable ? null : (
            <Text span size="sm" c="dimmed" ff="monospace">
              {margin.variable}
            </Text>
          )}
        </Title>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("removeMargin", { variable: title })}
          title={t("removeMargin", { variable: title })}
          onClick={() => onChange(null)}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <Problems problems={problemsAt(check.problems, variable, margin.variable, null)} {...say} />
      <Problems problems={elsewhere} {...say} />
      <Table verticalSpacing={6} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("level")}</Table.Th>
            <Table.Th scope="col" w={{ base: 92, sm: 130 }}>
              {t("value")}
            </Table.Th>
            <Table.Th scope="col" ta="right" w={{ base: 64, sm: 80 }}>
              {t("share")}
            </Table.Th>
            <Table.Td w={44} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {margin.targets.map((target, at) => {
            const own = problemsAt(check.problems, variable, margin.variable, target.level);
            const share = shareOf(check.read, margin.variable, target.level);
            const name = levelName(target.level);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place; a level may stand twice
              <Fragment key={at}>
                <Table.Tr>
                  <Table.Th scope="row" fw={400} ta="left" miw={84} style={{ overflowWrap: "break-word" }}>
                    {name}
                    {name === target.level ? null : (
                      <Text size="xs" c="dimmed" ff="monospace">
                        {target.level}
                      </Text>
                    )}
                  </Table.Th>
                  <Table.Td style={{ verticalAlign: "top" }}>
                    <TextInput
                      size="sm"
                      aria-label={t("valueOf", { level: name, variable: title })}
                      value={target.value}
                      inputMode="decimal"
                      aria-invalid={own.length > 0}
                      onChange={(event) => setTarget(at, event.currentTarget.value)}
                      styles={{ input: { textAlign: "right", paddingInline: 8, fontVariantNumeric: "tabular-nums" } }}
                    />
                  </Table.Td>
                  <Table.Td ta="right" style={{ verticalAlign: "top" }}>
                    {share === undefined ? "–" : format.percent(share, 1)}
                  </Table.Td>
                  <Table.Td p={4} style={{ verticalAlign: "top" }}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="lg"
                      aria-label={t("removeLevel", { level: name, variable: title })}
                      onClick={() =>
                        onChange({ ...margin, targets: margin.targets.filter((_, index) => index !== at) })
                      }
                    >
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  </Table.Td>
                </Table.Tr>
                {own.length > 0 ? (
                  <Table.Tr>
                    <Table.Td colSpan={4}>
                      <Problems problems={own} {...say} />
                    </Table.Td>
                  </Table.Tr>
                ) : null}
              </Fragment>
            );
          })}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row" ta="left">
              {t("total")}
            </Table.Th>
            <Table.Td ta="right" className="ln-number">
              {total === undefined
                ? "–"
                : check.read?.unit === "share"
                  ? format.percent(total, 1)
                  : format.count(Math.round(total))}
            </Table.Td>
            <Table.Td colSpan={2} />
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </div>
  );
}

/** What is wrong, what to do, and where a merge mends it the button that does it. */
function Problems({
  problems,
  variable,
  onMerge,
  onRename,
  busy,
  levelName,
}: {
  problems: readonly MarginProblem[];
  variable: Variable | undefined;
  onMerge: MarginTableProps["onMerge"];
  onRename: (problem: MarginProblem, to: string) => void;
  busy: boolean;
  levelName: (text: string) => string;
}) {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const advice = (problem: MarginProblem) => {
    const hint = hintOf(problem);
    if (hint.kind === "words") return label(problem.suggestion);
    return hint.kind === "rename" ? "" : t(`hint_${hint.kind}`);
  };
  return problems.map((problem) => (
    <Stack key={`${problem.code} ${problem.level ?? ""}`} gap={6} my={6}>
      <Text size="sm" c="var(--mantine-color-error)" fw={500}>
        {label(problem.message)} {advice(problem)}
      </Text>
      {variable && problem.level !== null && problem.mergeWith.length > 0 ? (
        <Group gap="xs">
          {problem.mergeWith.map((other) => (
            <Button
              key={other}
              size="compact-sm"
              variant="default"
              disabled={busy}
              styles={{ root: { height: "auto", paddingBlock: 4 }, label: { whiteSpace: "normal" } }}
              onClick={() => onMerge(variable, problem.level ?? "", other)}
            >
              {t("mergeButton", { level: levelName(problem.level ?? ""), other: levelName(other) })}
            </Button>
          ))}
        </Group>
      ) : null}
      <Rename problem={problem} onRename={onRename} />
      {problem.code === "not-categorical" ? (
        <Group>
          <ButtonLink
            size="compact-sm"
            variant="default"
            to="/studies/$studyId/variables"
            params={{ studyId: study.id }}
            search={{ make: "bands", from: problem.variable }}
          >
            {t("toBands")}
          </ButtonLink>
        </Group>
      ) : null}
    </Stack>
  ));
}

/** A slip of the hand in a name, mended by a button. */
function Rename({
  problem,
  onRename,
}: {
  problem: MarginProblem;
  onRename: (problem: MarginProblem, to: string) => void;
}) {
  const t = useWords(words);
  const hint = hintOf(problem);
  if (hint.kind !== "rename") return null;
  return (
    <Group>
      <Button size="compact-sm" variant="default" onClick={() => onRename(problem, hint.to)}>
        {t("rename", { name: hint.to })}
      </Button>
    </Group>
  );
}
