import type { Wave, WavePlan } from "@lang-nghe/contract";
import { Button, Group, List, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheckFilled } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { DayField } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { FactList } from "../studies/facts.tsx";
import { KeyCeremony, type ProvenKey } from "./key-ceremony.tsx";
import { words } from "./words.ts";

function Check({ holds, children }: { holds: boolean; children: ReactNode }) {
  const t = useWords(words);
  const Icon = holds ? IconCircleCheckFilled : IconAlertTriangle;
  return (
    <Group component="li" gap="xs" wrap="nowrap" align="flex-start" style={{ listStyle: "none" }}>
      <Icon
        size={22}
        color={holds ? "var(--mantine-color-anchor)" : "var(--ln-notice-ink)"}
        style={{ flex: "none", marginTop: 2 }}
        aria-label={t(holds ? "done" : "missing")}
        role="img"
      />
      <Text>{children}</Text>
    </Group>
  );
}

/** Vietnam's calendar day of this moment. */
const today = () => new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10);

/** Everything that the offer will say, checked before it is published for good. */
export function PrepareWave({ wave }: { wave: Wave }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const may = useMay();
  const study = useStudy();
  const sealed = wave.opening === "sealed";
  const [key, setKey] = useState<ProvenKey>();
  const [days, setDays] = useState<{ first: string | null; last: string | null }>({ first: null, last: null });
  const [witnesses, setWitnesses] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [asking, setAsking] = useState(false);
  const lines = witnesses.split("\n").flatMap((line) => line.trim() || []);
  const publish = useMutation<Wave, ProblemError>({
    mutationFn: () =>
      api.post(`/studies/${study.id}/wave`, {
        firstDay: days.first ?? "",
        lastDay: days.last ?? "",
        ...(lines.length ? { witnesses: lines } : {}),
        ...(sealed && key ? key : {}),
      } satisfies WavePlan),
    onSuccess: async () => {
      setAsking(false);
      await refresh("/studies");
      toast(t("published"));
      window.scrollTo({ top: 0 });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { first, last } = days;
    const found: FieldErrors = {
      ...(first && first >= today() ? {} : { firstDay: t("needFirstDay") }),
      ...(last && last >= (first ?? "") ? {} : { lastDay: t("needLastDay") }),
    };
    setErrors(found);
    if (Object.keys(found).length === 0) setAsking(true);
  };
  const ready = wave.ready.form && wave.ready.retention && (!sealed || key !== undefined);
  if (!may("studies:write")) return null;
  return (
    <>
      {sealed && wave.ready.form ? <KeyCeremony proven={key !== undefined} onProven={setKey} /> : null}
      <Section title={t("prepare")} lead={t("prepareLead")}>
        <form onSubmit={submit} noValidate>
          <Stack gap="md" maw="46rem">
            <ErrorSummary errors={errors} />
            <Stack component="ul" gap={6} m={0} p={0} aria-label={t("checks")}>
              <Check holds={wave.ready.form}>{t(wave.ready.form ? "checkForm" : "checkFormMissing")}</Check>
              <Check holds={wave.ready.retention}>
                {t(wave.ready.retention ? "checkRetention" : "checkRetentionMissing")}
              </Check>
              {sealed ? <Check holds={key !== undefined}>{t(key ? "checkKey" : "checkKeyMissing")}</Check> : null}
            </Stack>
            {wave.ready.form && wave.ready.retention ? null : (
              <Group gap="sm">
                {wave.ready.form ? null : (
                  <ButtonLink to="/studies/$studyId/questionnaire" params={{ studyId: study.id }} variant="default">
                    {t("goQuestionnaire")}
                  </ButtonLink>
                )}
                {wave.ready.retention ? null : (
                  <ButtonLink to="/studies/$studyId" params={{ studyId: study.id }} hash="provenance" variant="default">
                    {t("goOverview")}
                  </ButtonLink>
                )}
              </Group>
            )}
            <FactList
              facts={[
                [t("issuer"), wave.issuer],
                [t("collector"), wave.collector],
              ]}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              <DayField
                id="firstDay"
                label={t("firstDay")}
                description={t("firstDayHelp")}
                value={days.first}
                onChange={(first) => setDays((before) => ({ ...before, first }))}
                error={errors.firstDay}
              />
              <DayField
                id="lastDay"
                label={t("lastDay")}
                description={t("lastDayHelp")}
                value={days.last}
                onChange={(last) => setDays((before) => ({ ...before, last }))}
                error={errors.lastDay}
              />
            </SimpleGrid>
            <Textarea
              label={t("witnesses")}
              description={t("witnessesHelp")}
              autosize
              minRows={2}
              value={witnesses}
              onChange={(event) => setWitnesses(event.currentTarget.value)}
              spellCheck={false}
            />
            <Group>
              <Button type="submit" disabled={!ready}>
                {t("publish")}
              </Button>
            </Group>
          </Stack>
        </form>
        <Confirm
          opened={asking}
          onClose={() => setAsking(false)}
          title={t("publishAsk", { title: label(study.title) })}
          action={t("publish")}
          busy={publish.isPending}
          problem={publish.error}
          onConfirm={() => publish.mutate()}
        >
          <List spacing="xs">
            <List.Item>
              {t("publishWhat1", {
                version: study.publishedVersion ?? "",
                first: days.first ? format.day(days.first) : "",
                last: days.last ? format.day(days.last) : "",
              })}
            </List.Item>
            <List.Item>{t("publishWhat2")}</List.Item>
            <List.Item>{t("publishWhat3")}</List.Item>
            <List.Item>{t("publishWhat4")}</List.Item>
          </List>
        </Confirm>
      </Section>
    </>
  );
}
