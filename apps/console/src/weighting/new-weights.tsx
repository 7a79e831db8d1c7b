import type { Dictionary, MarginCheck, WeightPlan, WeightSet } from "@lang-nghe/contract";
import { Button, Checkbox, Group, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useDraft } from "../platform/draft.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { queryClient } from "../platform/query.ts";
import { Loaded, ProblemNote, Working } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { useDictionary } from "../tabulation/queries.ts";
import { useMarginCheck } from "./margin-check.ts";
import { MarginEditor } from "./margin-editor.tsx";
import { MarginInput } from "./margin-input.tsx";
import type { MarginRows } from "./margin-rows.ts";
import { words } from "./words.ts";

interface PlanDraft {
  readonly name: string;
  readonly start: WeightPlan["start"];
  readonly withMargins: boolean;
  readonly margins: readonly MarginRows[];
  readonly source: string;
  readonly capped: boolean;
  readonly trimAt: number | string;
}

const empty: PlanDraft = {
  name: "",
  start: "design",
  withMargins: true,
  margins: [],
  source: "",
  capped: false,
  trimAt: 5,
};

/** A plan for weights, kept on the page until it was run. */
export function NewWeights({ onDone }: { onDone: (id: string | null) => void }) {
  const t = useWords(words);
  const study = useStudy();
  const dictionary = useDictionary(study.id);
  return (
    <Page
      title={t("newTitle")}
      lead={
        <>
          {t("newLead")}{" "}
          <TextLink to="/studies/$studyId/weighting" params={{ studyId: study.id }} search={{}}>
            {t("back")}
          </TextLink>
        </>
      }
    >
      <Loaded query={dictionary}>{(value) => <PlanForm dictionary={value} onDone={onDone} />}</Loaded>
    </Page>
  );
}

/** What is still wrong, and the plan when nothing is. */
function planOf(
  draft: PlanDraft,
  check: MarginCheck | undefined,
  t: ReturnType<typeof useWords<keyof (typeof words)["vi"] & string>>,
): { errors: FieldErrors; plan: WeightPlan | null } {
  const errors: Record<string, string> = {};
  const trimAt = Number(draft.trimAt);
  if (!draft.name.trim()) errors["weights-name"] = t("nameNeeded");
  if (draft.withMargins) {
    if (draft.margins.length === 0 || !check?.margins) errors["weights-way"] = t("marginsNeeded");
    else if (check.problems.length > 0) errors["weights-way"] = t("marginsBad");
    if (!draft.source.trim()) errors["weights-source"] = t("sourceNeeded");
  }
  if (draft.capped && !(trimAt >= 1.5 && trimAt <= 100)) errors["weights-cap"] = t("capNeeded");
  if (Object.keys(errors).length > 0) return { errors, plan: null };
  return {
    errors,
    plan: {
      name: draft.name.trim(),
      start: draft.start,
      margins: draft.withMargins && check?.margins ? { ...check.margins, source: draft.source.trim() } : null,
      trimAt: draft.capped ? trimAt : null,
    },
  };
}

function PlanForm({ dictionary, onDone }: { dictionary: Dictionary; onDone: (id: string | null) => void }) {
  const t = useWords(words);
  const study = useStudy();
  const { value: draft, change, clear, touched } = useDraft<PlanDraft>(`weights.${study.id}`, empty);
  const set = (part: Partial<PlanDraft>) => change((before) => ({ ...before, ...part }));
  const [errors, setErrors] = useState<FieldErrors>({});
  const check = useMarginCheck(study.id, draft.withMargins ? draft.margins : []);
  const run = useMutation<WeightSet, ProblemError, WeightPlan>({
    mutationFn: (plan) => api.post<WeightSet>(`/studies/${study.id}/weight-sets`, plan),
    onSuccess: async (made) => {
      const path = `/studies/${study.id}/weight-sets`;
      queryClient.setQueryData<WeightSet[]>([path], (before) => [...(before ?? []), made]);
      await queryClient.invalidateQueries({ queryKey: [path] });
      clear(empty);
      onDone(made.id);
    },
  });
  const submit = async () => {
    // A change made just before may not have been checked yet.
    const checked =
      draft.withMargins && draft.margins.length > 0 && !check.current
        ? (await check.query.refetch()).data
        : check.query.data;
    const { errors: found, plan } = planOf(draft, checked, t);
    setErrors(found);
    if (plan) run.mutate(plan);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap={0}>
        <ErrorSummary errors={errors} />
        <Section>
          <Stack gap="md">
            <TextInput
              id="weights-name"
              label={t("nameLabel")}
              description={t("nameExample")}
              value={draft.name}
              error={errors["weights-name"]}
              onChange={(event) => set({ name: event.currentTarget.value })}
              maxLength={120}
            />
            <Radio.Group
              label={t("start")}
              value={draft.start}
              onChange={(start) => set({ start: start as PlanDraft["start"] })}
            >
              <Stack gap="xs" mt={6}>
                <Radio value="design" label={t("startDesign")} description={t("startDesignHelp")} />
                <Radio value="equal" label={t("startEqual")} description={t("startEqualHelp")} />
              </Stack>
            </Radio.Group>
          </Stack>
        </Section>
        <Section title={t("margins")} lead={t("marginsLead")}>
          <Stack gap="md">
            <Checkbox
              label={t("withoutMargins")}
              checked={!draft.withMargins}
              onChange={(event) => set({ withMargins: !event.currentTarget.checked })}
            />
            {draft.withMargins ? (
              <>
                <MarginInput
                  dictionary={dictionary}
                  margins={draft.margins}
                  error={errors["weights-way"]}
                  onRead={(margins) => set({ margins })}
                />
                {draft.margins.length > 0 ? (
                  <MarginEditor
                    dictionary={dictionary}
                    margins={draft.margins}
                    check={check}
                    onChange={(margins) => set({ margins })}
                  />
                ) : null}
                <TextInput
                  id="weights-source"
                  label={t("source")}
                  description={`${t("sourceHelp")} ${t("sourceExample")}`}
                  value={draft.source}
                  error={errors["weights-source"]}
                  onChange={(event) => set({ source: event.currentTarget.value })}
                  required
                  maxLength={500}
                />
              </>
            ) : null}
          </Stack>
        </Section>
        <Section title={t("cap")} lead={t("capHelp")}>
          <Radio.Group
            aria-label={t("cap")}
            value={draft.capped ? "capped" : "none"}
            onChange={(value) => set({ capped: value === "capped" })}
          >
            <Stack gap="xs">
              <Radio value="none" label={t("capNone")} />
              <Radio value="capped" label={t("capAt")} />
            </Stack>
          </Radio.Group>
          {draft.capped ? (
            <NumberInput
              id="weights-cap"
              mt="sm"
              maw={220}
              label={t("capTimes")}
              value={draft.trimAt}
              error={errors["weights-cap"]}
              min={1.5}
              max={100}
              step={0.5}
              decimalSeparator=","
              onChange={(trimAt) => set({ trimAt })}
            />
          ) : null}
        </Section>
        {run.error ? <ProblemNote problem={run.error} /> : null}
        {run.isPending ? <Working>{t("running")}</Working> : null}
        <Group gap="sm" mt="md">
          <Button type="submit" loading={run.isPending}>
            {t("run")}
          </Button>
          {touched ? (
            <Button
              variant="subtle"
              onClick={() => {
                clear(empty);
                setErrors({});
                run.reset();
              }}
            >
              {t("discard")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  );
}
