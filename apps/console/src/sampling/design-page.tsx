import "./sampling.css";
import type { DrawPreview, Frame } from "@lang-nghe/contract";
import { Button, Group, List, NativeSelect, SimpleGrid, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { useDraft } from "../platform/draft.ts";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { Empty, Loaded, Loading, Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { type DesignForm, designOf, firstDesign, firstStage } from "./design-form.ts";
import { designWords } from "./design-words.ts";
import { DrawForm } from "./draw-form.tsx";
import { NumberField } from "./number-field.tsx";
import { StageFields } from "./stage-fields.tsx";
import { StrataTable } from "./strata-table.tsx";
import { words } from "./words.ts";

type Fault = { row?: number; column?: string; stage?: number; what: { vi: string; en: string } };

function Faults({ problem }: { problem: ProblemError }) {
  const t = useWords(designWords);
  const language = useLanguage();
  const format = useFormat();
  if (problem.code !== "sampling.design") return <ProblemNote problem={problem} />;
  const faults = (problem.details.faults ?? []) as Fault[];
  const place = ({ row, column, stage }: Fault) =>
    [
      ...(stage === undefined ? [] : [t("fault-stage", { value: stage })]),
      ...(row === undefined ? [] : [t("fault-row", { value: format.count(row) })]),
      ...(column === undefined ? [] : [t("fault-column", { value: column })]),
    ].join(", ");
  return (
    <Notice tone="bad" title={t("faults", { count: format.count(Number(problem.details.count)) })}>
      <List mt="xs" spacing={4}>
        {faults.map((fault) => (
          <List.Item key={`${place(fault)} ${fault.what.en}`}>
            {[place(fault), fault.what[language]].filter(Boolean).join(": ")}
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

function PreviewTable({ preview }: { preview: DrawPreview }) {
  const t = useWords(designWords);
  const all = useWords(words);
  const format = useFormat();
  const { sampled, reserve, weightingEffect, smallUnits } = preview;
  const about = (value: number) => format.number(value, Number.isInteger(Math.round(value * 10) / 10) ? 0 : 1);
  return (
    <Stack gap="sm">
      <Text>
        {t("expected", { sampled: about(sampled), effect: format.number(weightingEffect, 2) })}{" "}
        {reserve > 0 ? t("expectedReserve", { reserve: about(reserve) }) : ""}
      </Text>
      {weightingEffect > 2 ? (
        <Notice tone="notice">
          <Text>{t("effectHigh", { share: format.percent(1 / weightingEffect) })}</Text>
        </Notice>
      ) : null}
      <StrataTable strata={preview.strata} name={all("strataExpected")} />
      {smallUnits ? (
        <Text size="sm" c="dimmed">
          {all("smallUnits", { count: format.count(smallUnits) })}
        </Text>
      ) : null}
    </Stack>
  );
}

function More({ form, set }: { form: DesignForm; set: (change: Partial<DesignForm>) => void }) {
  const t = useWords(designWords);
  const reserve = form.reservePercent !== "" && form.reservePercent > 0;
  return (
    <fieldset className="ln-sampling-fieldset">
      <legend>{t("more")}</legend>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberField
          label={t("reserve")}
          description={t("reserveHelp")}
          value={form.reservePercent}
          onChange={(reservePercent) => set({ reservePercent })}
          suffix=" %"
          max={99}
        />
        {reserve ? (
          <>
            <NumberField
              label={t("target")}
              description={t("targetHelp")}
              value={form.target}
              onChange={(target) => set({ target })}
              allowDecimal={false}
            />
            <NumberField
              label={t("replicates")}
              value={form.replicates}
              onChange={(replicates) => set({ replicates })}
              allowDecimal={false}
              max={20}
            />
            <NativeSelect
              label={t("scope")}
              data={(["all", "stratum"] as const).map((value) => ({ value, label: t(`scope-${value}`) }))}
              value={form.scope}
              onChange={(event) => set({ scope: event.currentTarget.value as DesignForm["scope"] })}
            />
          </>
        ) : null}
        <NumberField
          label={t("groups")}
          description={t("groupsHelp")}
          value={form.groups}
          onChange={(groups) => set({ groups })}
          allowDecimal={false}
          max={100}
        />
        {form.groups !== "" ? (
          <NumberField
            label={t("active")}
            value={form.active}
            onChange={(active) => set({ active })}
            allowDecimal={false}
            max={100}
          />
        ) : null}
      </SimpleGrid>
    </fieldset>
  );
}

function Editor({ frames }: { frames: readonly Frame[] }) {
  const t = useWords(designWords);
  const study = useStudy();
  const format = useFormat();
  const { value: form, change, clear } = useDraft<DesignForm>(`sampling-design.${study.id}`, firstDesign);
  const set = (part: Partial<DesignForm>) => change((before) => ({ ...before, ...part }));
  const frame = frames.find(({ id }) => id === form.frameId);
  const design = frame ? designOf(form) : null;
  const [settled] = useDebouncedValue(design === null ? null : JSON.stringify(design), 250);
  const preview = useQuery<DrawPreview, ProblemError>({
    queryKey: ["draw-preview", study.id, settled],
    queryFn: () => api.post(`/studies/${study.id}/draws/preview`, JSON.parse(settled ?? "null")),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const stages = form.stages;
  return (
    <>
      <Section>
        <Stack gap="md">
          <NativeSelect
            label={t("frame")}
            maw="36rem"
            data={[
              { value: "", label: t("chooseFrame") },
              ...frames.map(({ id, title, rows }) => ({
                value: id,
                label: `${title} (${t("rows", { count: format.count(rows) })})`,
              })),
            ]}
            value={form.frameId}
            onChange={(event) => set({ ...firstDesign, frameId: event.currentTarget.value })}
          />
          {frame ? (
            <>
              {stages.map((stage, index) => (
                <StageFields
                  // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the design
                  key={index}
                  stage={stage}
                  number={index + 1}
                  stages={stages.length}
                  columns={frame.columns}
                  onChange={(part) =>
                    set({ stages: stages.map((one, i) => (i === index ? { ...one, ...part } : one)) })
                  }
                  onRemove={stages.length > 1 ? () => set({ stages: stages.filter((_, i) => i !== index) }) : undefined}
                />
              ))}
              {stages.length < 3 ? (
                <Group>
                  <Button variant="default" onClick={() => set({ stages: [...stages, firstStage] })}>
                    {t("addStage")}
                  </Button>
                </Group>
              ) : null}
              <More form={form} set={set} />
            </>
          ) : null}
        </Stack>
      </Section>
      <Section title={t("preview")}>
        {design === null ? (
          <Text c="dimmed">{t("previewEmpty")}</Text>
        ) : preview.error ? (
          <Faults problem={preview.error} />
        ) : preview.data ? (
          <PreviewTable preview={preview.data} />
        ) : (
          <Loading lines={3} />
        )}
      </Section>
      {design && preview.data && !preview.error ? (
        <DrawForm design={design} onDrawn={() => clear(firstDesign)} />
      ) : null}
    </>
  );
}

/** A design becomes a draw: frame, stages, what they give, then seed and reason. */
export function DesignPage() {
  const t = useWords(designWords);
  const study = useStudy();
  const frames = useGet<Frame[]>("/frames");
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
    >
      <Loaded query={frames}>
        {(list) =>
          list.length ? (
            <Editor frames={list} />
          ) : (
            <Empty title={t("noFrames")} actions={<ButtonLink to="/frames/new">{t("upload")}</ButtonLink>}>
              <Text>{t("noFramesHelp")}</Text>
            </Empty>
          )
        }
      </Loaded>
    </Page>
  );
}
