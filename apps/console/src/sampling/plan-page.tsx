import "./sampling.css";
import type { PlanAnswer } from "@lang-nghe/contract";
import { Button, Checkbox, Group, NativeSelect, SegmentedControl, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { useMay } from "../platform/session.ts";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { EarlierLikeness } from "./earlier-likeness.tsx";
import { NumberField } from "./number-field.tsx";
import { addressOfPlan, type PlanForm, planOfAddress, questionOf, type Typed } from "./plan-form.ts";
import { PlanResult } from "./plan-result.tsx";
import { planWords } from "./plan-words.ts";

type Set = (change: Partial<PlanForm>) => void;

function Domains({ form, set }: { form: PlanForm; set: Set }) {
  const t = useWords(planWords);
  const change = (at: number, part: Partial<PlanForm["domains"][number]>) =>
    set({ domains: form.domains.map((domain, i) => (i === at ? { ...domain, ...part } : domain)) });
  return (
    <Section title={t("domains")} lead={t("domainsHelp")}>
      <Stack gap="sm">
        {form.domains.map(({ name, share }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a form have no other identity
          <Group key={at} align="flex-end" gap="sm">
            <TextInput
              label={t("domainName")}
              value={name}
              onChange={(event) => change(at, { name: event.currentTarget.value })}
              maxLength={200}
              style={{ flex: "1 1 12rem" }}
            />
            <NumberField
              label={t("domainShare")}
              value={share}
              onChange={(next) => change(at, { share: next })}
              suffix=" %"
              style={{ flex: "0 1 12rem" }}
            />
            <Button
              variant="default"
              aria-label={t("removeDomain", { name: name || String(at + 1) })}
              onClick={() => set({ domains: form.domains.filter((_, i) => i !== at) })}
            >
              ×
            </Button>
          </Group>
        ))}
        <Group className="ln-no-print">
          <Button
            variant="default"
            onClick={() => set({ domains: [...form.domains, { name: "", share: 20 }] })}
            disabled={form.domains.length >= 100}
          >
            {t("addDomain")}
          </Button>
        </Group>
        {form.domains.length ? (
          <Checkbox
            label={t("oversample")}
            checked={form.oversample}
            onChange={(event) => set({ oversample: event.currentTarget.checked })}
          />
        ) : null}
      </Stack>
    </Section>
  );
}

function Likeness({ form, set, rho }: { form: PlanForm; set: Set; rho: number | null }) {
  const t = useWords(planWords);
  const may = useMay();
  const choose = useCallback((earlier: PlanForm["earlier"]) => set({ earlier }), [set]);
  const [source, setSource] = useState<"typed" | "earlier">("typed");
  return (
    <Stack gap="md">
      {may("tabulation:read", "anywhere") ? (
        <NativeSelect
          label={t("likeness")}
          data={[
            { value: "typed", label: t("typed") },
            { value: "earlier", label: t("earlier") },
          ]}
          value={source}
          onChange={(event) => {
            setSource(event.currentTarget.value as "typed" | "earlier");
            set({ earlier: null });
          }}
        />
      ) : null}
      {source === "earlier" ? (
        <EarlierLikeness rho={rho} onChange={choose} />
      ) : (
        <NumberField
          label={t("intraclass")}
          description={t("intraclassHelp")}
          value={form.intraclass}
          onChange={(intraclass) => set({ intraclass })}
          step={0.01}
          max={1}
        />
      )}
    </Stack>
  );
}

/** Precision, sample size and cost, from any one of them to the other two. */
export function PlanPage() {
  const t = useWords(planWords);
  const study = useStudy();
  const format = useFormat();
  const navigate = useNavigate();
  const { plan } = useSearch({ from: "/staff-only/studies/$studyId/sample/size" });
  const [form, setForm] = useState(() => planOfAddress(plan));
  const set: Set = useCallback((change) => setForm((before) => ({ ...before, ...change })), []);
  const [settled] = useDebouncedValue(form, 200);
  useEffect(() => {
    const address = addressOfPlan(settled);
    if (JSON.stringify(address) !== JSON.stringify(plan))
      void navigate({
        to: "/studies/$studyId/sample/size",
        params: { studyId: study.id },
        search: { plan: address },
        replace: true,
        resetScroll: false,
      });
  }, [settled, plan, navigate, study.id]);
  const question = questionOf(settled);
  const answer = useQuery<PlanAnswer, ProblemError>({
    queryKey: ["sampling-plan", JSON.stringify(question), format.language],
    queryFn: () => api.post("/sampling/plan", question),
    enabled: question !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const number = (name: "people" | "perPsu" | "weightingEffect", help: string | null, more = {}) => (
    <NumberField
      label={t(name)}
      description={help}
      value={form[name]}
      onChange={(next: Typed) => set({ [name]: next })}
      {...more}
    />
  );
  const percent = (name: "proportion" | "confidence" | "responseRate", help: string | null) => (
    <NumberField
      label={t(name)}
      description={help}
      value={form[name]}
      onChange={(next: Typed) => set({ [name]: next })}
      suffix=" %"
      max={100}
    />
  );
  const money = (name: "fixed" | "perPsuCost" | "perInterview" | "perApproach") => (
    <NumberField label={t(name)} value={form[name]} onChange={(next: Typed) => set({ [name]: next })} />
  );
  return (
    <Page
      title={t("title")}
      lead={
        <>
          <TextLink to="/studies/$studyId/sample" params={{ studyId: study.id }} className="ln-no-print">
            {t("back")}
          </TextLink>
          <br />
          {t("lead")}
        </>
      }
      actions={
        <Button variant="default" onClick={() => window.print()}>
          {t("print")}
        </Button>
      }
    >
      <Section title={t("begin")}>
        <Stack gap="md" maw="30rem">
          <SegmentedControl
            aria-label={t("begin")}
            fullWidth
            data={(["margin", "completes", "budget"] as const).map((value) => ({ value, label: t(value) }))}
            value={form.begin}
            onChange={(begin) => set({ begin: begin as PlanForm["begin"] })}
          />
          {form.begin === "margin" ? (
            <NumberField
              label={t("margin")}
              description={t("marginHelp")}
              value={form.margin}
              onChange={(margin) => set({ margin })}
              prefix="± "
            />
          ) : form.begin === "completes" ? (
            <NumberField
              label={t("completes")}
              value={form.completes}
              onChange={(completes) => set({ completes })}
              allowDecimal={false}
            />
          ) : (
            <NumberField label={t("budget")} value={form.budget} onChange={(budget) => set({ budget })} suffix=" ₫" />
          )}
        </Stack>
      </Section>
      <PlanResult
        form={settled}
        answer={question === null ? undefined : answer.data}
        problem={question === null ? null : answer.error}
      />
      <Section title={t("population")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {number("people", t("peopleHelp"), { allowDecimal: false })}
          {percent("proportion", t("proportionHelp"))}
          {percent("confidence", null)}
          {percent("responseRate", t("responseRateHelp"))}
        </SimpleGrid>
      </Section>
      <Section title={t("clusters")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {number("perPsu", null)}
          {number("weightingEffect", t("weightingEffectHelp"), { step: 0.1 })}
          <Likeness form={form} set={set} rho={answer.data?.intraclass ?? null} />
        </SimpleGrid>
      </Section>
      <Domains form={form} set={set} />
      <Section title={t("costs")}>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
          {money("fixed")}
          {money("perPsuCost")}
          {money("perInterview")}
          {money("perApproach")}
        </SimpleGrid>
      </Section>
    </Page>
  );
}
