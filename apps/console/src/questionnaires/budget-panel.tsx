import type { BudgetCandidate, DemographicBudget } from "@lang-nghe/contract";
import { Box, Button, Group, Select, SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { NumberField } from "../sampling/number-field.tsx";
import { BudgetChanges, SmallestGroups } from "./budget-changes.tsx";
import { type BudgetDraft, draftOf, toState, toTry, withShare } from "./budget-draft.ts";
import { BudgetAssumptions, BudgetVerdict, LetThrough } from "./budget-verdict.tsx";
import { budgetWords } from "./budget-words.ts";

/** Questions with more levels get their shares from uploaded counts. */
const mostLevelsTyped = 30;

/** Who could be recognised by what the form asks, before anybody is asked. */
export function BudgetPanel() {
  const study = useStudy();
  const stated = useGet<DemographicBudget>(`/studies/${study.id}/demographic-budget`);
  return <Loaded query={stated}>{(budget) => <Budget key={JSON.stringify(budget.stated)} stated={budget} />}</Loaded>;
}

function Budget({ stated }: { stated: DemographicBudget }) {
  const t = useWords(budgetWords);
  const study = useStudy();
  const may = useMay();
  const place = `/studies/${study.id}/demographic-budget`;
  const canDesign = may("studies:write") && study.state !== "frozen";
  const [draft, setDraft] = useState(() => draftOf(stated));
  const asked = JSON.stringify(toTry(draft, stated.candidates));
  const asStated = asked === JSON.stringify(toTry(draftOf(stated), stated.candidates));
  const noneOn = JSON.parse(asked).keys.length === 0;
  const tried = useQuery<DemographicBudget, ProblemError>({
    queryKey: [place, asked],
    queryFn: () => api.post<DemographicBudget>(place, JSON.parse(asked)),
    enabled: canDesign && !asStated && !noneOn,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useMutation<DemographicBudget, ProblemError>({
    mutationFn: () => api.put(place, toState(draft)),
    onSuccess: async () => {
      await refresh(place);
      toast(t("saved"));
    },
  });
  const budget = asStated ? stated : (tried.data ?? stated);
  const unsaved = JSON.stringify(toState(draft)) !== JSON.stringify(toState(draftOf(stated)));
  return (
    <Stack gap="lg">
      <Text maw="46rem">{t("lead")}</Text>
      <Box aria-live="polite">
        <BudgetVerdict budget={budget} />
      </Box>
      {tried.error && !asStated ? <ProblemNote problem={tried.error} /> : null}
      <Box>
        <Keys stated={stated} budget={budget} draft={draft} change={setDraft} canDesign={canDesign} />
        <Section title={t("people")}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate();
            }}
          >
            <Numbers stated={stated} draft={draft} change={setDraft} canDesign={canDesign} />
            {save.error ? <ProblemNote problem={save.error} /> : null}
            {canDesign ? (
              <Group mt="lg" gap="md">
                <Button type="submit" loading={save.isPending} disabled={!unsaved}>
                  {t("save")}
                </Button>
                {unsaved ? <Text>{t("unsaved")}</Text> : null}
              </Group>
            ) : null}
          </form>
        </Section>
        {budget.verdict === "blocked" ? <BudgetChanges budget={budget} /> : null}
        {budget.smallest.length > 0 && (budget.population !== null || budget.invited !== null) ? (
          <SmallestGroups budget={budget} />
        ) : null}
        <BudgetAssumptions budget={budget} />
        {stated.verdict === "blocked" && !stated.exception && study.state !== "frozen" ? (
          may("disclosure:write") ? (
            <LetThrough />
          ) : (
            <Text c="dimmed">{t("askOfficer")}</Text>
          )
        ) : null}
      </Box>
    </Stack>
  );
}

interface PartProps {
  readonly stated: DemographicBudget;
  readonly draft: BudgetDraft;
  readonly change: (draft: BudgetDraft) => void;
  readonly canDesign: boolean;
}

function Keys({ stated, budget, draft, change, canDesign }: PartProps & { budget: DemographicBudget }) {
  const t = useWords(budgetWords);
  const label = useLabel();
  const format = useFormat();
  const nameOf = ({ label: labels, variable }: Pick<BudgetCandidate, "label" | "variable">) =>
    label(labels) || variable;
  const counted = budget.candidates.filter(({ kind, variable }) => kind !== null || draft.added.includes(variable));
  const others = stated.candidates.filter(({ kind, variable }) => kind === null && !draft.added.includes(variable));
  const sharesWords = { stated: "sharesStated", counts: "sharesCounts", equal: "sharesEqual" } as const;
  return (
    <Section title={t("keys")} lead={t("keysLead")}>
      <Stack gap="md">
        {counted.length === 0 ? <Text>{t("noKeys")}</Text> : null}
        {counted.map((key) => {
          const on = !draft.off.includes(key.variable);
          const suggested = key.kind !== null;
          return (
            <Switch
              key={key.variable}
              checked={on}
              disabled={!canDesign}
              label={nameOf(key)}
              description={[
                t(key.assumedLevels ? "years" : "levels", { count: format.count(key.levels) }),
                t(sharesWords[key.shares]),
              ].join(" · ")}
              onChange={() =>
                change(
                  suggested
                    ? {
                        ...draft,
                        off: on ? [...draft.off, key.variable] : draft.off.filter((each) => each !== key.variable),
                      }
                    : { ...draft, added: draft.added.filter((each) => each !== key.variable) },
                )
              }
            />
          );
        })}
        {draft.off.length > 0 ? (
          <Notice tone="notice">
            <Text>{t("trying")}</Text>
            <Button variant="default" size="sm" mt="xs" onClick={() => change({ ...draft, off: [] })}>
              {t("tryAll")}
            </Button>
          </Notice>
        ) : null}
        {canDesign && others.length > 0 && counted.length < 12 ? (
          <Select
            label={t("addKey")}
            description={t("addKeyHelp")}
            data={others.map((each) => ({ value: each.variable, label: nameOf(each) }))}
            value={null}
            searchable
            maw="30rem"
            onChange={(variable) => variable && change({ ...draft, added: [...draft.added, variable] })}
          />
        ) : null}
      </Stack>
    </Section>
  );
}

function Numbers({ stated, draft, change, canDesign }: PartProps) {
  const t = useWords(budgetWords);
  const label = useLabel();
  const format = useFormat();
  const typed = stated.candidates.filter(
    ({ kind, variable, names }) =>
      names.length > 0 && names.length <= mostLevelsTyped && (kind !== null || draft.added.includes(variable)),
  );
  const from = stated.populationFrom;
  const populationHelp =
    from === "study" || from === "counts"
      ? t(from === "study" ? "populationStudy" : "populationCounts", { count: format.count(stated.population) })
      : t("populationStated");
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw="46rem">
        <NumberField
          label={t("population")}
          description={populationHelp}
          value={draft.population}
          disabled={!canDesign}
          onChange={(population) => change({ ...draft, population })}
        />
        <NumberField
          label={t("invited")}
          description={t("invitedHelp")}
          value={draft.invited}
          disabled={!canDesign}
          onChange={(invited) => change({ ...draft, invited })}
        />
      </SimpleGrid>
      {canDesign
        ? typed.map(({ variable, label: labels, names }) => {
            const targets = draft.margins.find((margin) => margin.variable === variable)?.targets;
            const levels = names.map(({ level }) => level);
            return (
              <Box component="details" key={variable}>
                <Text component="summary" style={{ cursor: "pointer" }}>
                  {t("shares", { question: label(labels) || variable })}
                </Text>
                <Text size="sm" c="dimmed" my="xs">
                  {t("sharesLead")}
                </Text>
                <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} maw="46rem">
                  {names.map(({ level, label: words }) => (
                    <NumberField
                      key={level}
                      label={label(words) || level}
                      decimalScale={3}
                      value={targets?.find((target) => target.level === level)?.value || ""}
                      onChange={(value) =>
                        change({ ...draft, margins: withShare(draft.margins, variable, levels, level, value) })
                      }
                    />
                  ))}
                </SimpleGrid>
              </Box>
            );
          })
        : null}
    </Stack>
  );
}
