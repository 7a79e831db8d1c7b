import type { Study } from "@lang-nghe/contract";
import { Box, Group, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled, IconCircleDot } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ButtonLink } from "../platform/link.tsx";
import { useWords } from "../platform/words.ts";
import type { Step, StepName } from "./steps.ts";
import { words } from "./words.ts";

/** Where a step is done. `describe` is on this page and opens its form. */
function StepButton({ name, study, onDescribe }: { name: StepName; study: Study; onDescribe: () => void }) {
  const t = useWords(words);
  const params = { studyId: study.id };
  switch (name) {
    case "describe":
      return (
        <ButtonLink
          to="/studies/$studyId"
          params={params}
          hash="provenance"
          onClick={(event) => {
            event.preventDefault();
            onDescribe();
          }}
        >
          {t("describeGo")}
        </ButtonLink>
      );
    case "questionnaire":
    case "publish":
      return (
        <ButtonLink to="/studies/$studyId/questionnaire" params={params}>
          {t(`${name}Go`)}
        </ButtonLink>
      );
    case "open":
    case "freeze":
      if (study.entry === "invitation")
        return (
          <ButtonLink to="/studies/$studyId/wave" params={params}>
            {t("waveGo")}
          </ButtonLink>
        );
      return (
        <ButtonLink to="/studies/$studyId/collection" params={params}>
          {t(`${name}Go`)}
        </ButtonLink>
      );
    case "weight":
      return (
        <>
          <ButtonLink to="/studies/$studyId/weighting" params={params}>
            {t("weightGo")}
          </ButtonLink>
          <ButtonLink to="/studies/$studyId/tables" params={params} variant="default">
            {t("tableGo")}
          </ButtonLink>
        </>
      );
    case "table":
      return (
        <>
          <ButtonLink to="/studies/$studyId/tables" params={params}>
            {t("tableGo")}
          </ButtonLink>
          <ButtonLink to="/studies/$studyId/releases" params={params} variant="default">
            {t("releaseGo")}
          </ButtonLink>
        </>
      );
    case "release":
      return (
        <ButtonLink to="/studies/$studyId/releases" params={params}>
          {t("releaseGo")}
        </ButtonLink>
      );
    default:
      return null;
  }
}

function Mark({ done, now }: { done: boolean; now: boolean }) {
  const color = done || now ? "var(--mantine-color-anchor)" : "var(--mantine-color-dimmed)";
  const Icon = done ? IconCircleCheckFilled : now ? IconCircleDot : IconCircle;
  return <Icon size={24} color={color} aria-hidden style={{ flex: "none", marginTop: 1 }} />;
}

/** Opening and closing are other acts where people are invited. */
const named = (name: StepName, study: Study) =>
  study.entry === "invitation" && name === "open"
    ? "offer"
    : study.entry === "invitation" && name === "freeze"
      ? "wave"
      : name;

function Line({ step, study, now, children }: { step: Step; study: Study; now: boolean; children?: ReactNode }) {
  const t = useWords(words);
  const state = t(step.done ? "stepDone" : now ? "stepNow" : "stepLater");
  return (
    <Box
      component="li"
      {...(now ? { "aria-current": "step" as const } : {})}
      py={now ? "md" : 6}
      px={now ? "md" : 0}
      my={now ? "xs" : 0}
      mx={now ? -4 : 0}
      style={now ? { background: "var(--ln-good-ground)", borderRadius: "var(--mantine-radius-md)" } : {}}
    >
      <Group gap="sm" align="flex-start" wrap="nowrap" pl={now ? 0 : 12}>
        <Mark done={step.done} now={now} />
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Text fw={now ? 600 : 400} {...(step.done || now ? {} : { c: "dimmed" })}>
            {t(`${named(step.name, study)}Step`)}
            <VisuallyHidden> ({state})</VisuallyHidden>
          </Text>
          {children}
        </Box>
      </Group>
    </Box>
  );
}

/** The way of a study; the next step is open with its reason and its button. */
export function StepList({
  steps,
  study,
  onDescribe,
}: {
  steps: readonly Step[];
  study: Study;
  onDescribe: () => void;
}) {
  const t = useWords(words);
  const next = steps.find((step) => !step.done);
  return (
    <Box component="section" className="ln-surface" p={{ base: "md", sm: "lg" }} mb="lg">
      <Title order={2} mb="sm">
        {next ? t("steps") : t("allDone")}
      </Title>
      <Box component="ol" m={0} p={0} style={{ listStyle: "none" }}>
        {steps.map((step) => (
          <Line key={step.name} step={step} study={study} now={step === next}>
            {step === next && step.name !== "import" ? (
              <Stack gap="sm" mt={2}>
                <Text>{t(`${named(step.name, study) as Exclude<ReturnType<typeof named>, "import">}Why`)}</Text>
                <Group gap="sm" className="ln-no-print">
                  <StepButton name={step.name} study={study} onDescribe={onDescribe} />
                </Group>
              </Stack>
            ) : null}
          </Line>
        ))}
      </Box>
      {next ? null : (
        <Group mt="md">
          <ButtonLink to="/studies/$studyId/releases" params={{ studyId: study.id }}>
            {t("seeReleases")}
          </ButtonLink>
        </Group>
      )}
    </Box>
  );
}
