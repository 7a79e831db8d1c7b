import type { Dictionary } from "@lang-nghe/contract";
import { Box, Button, Group, Text } from "@mantine/core";
import { IconArrowBackUp, IconTrash } from "@tabler/icons-react";
import { Section } from "../platform/page.tsx";
import { useMay } from "../platform/session.ts";
import { useStudy } from "../platform/study-context.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { labelOr } from "./figure.ts";
import { stepWords } from "./step-sentence.ts";
import { useRemoveStep, useRestoreStep } from "./steps.tsx";
import { words } from "./words.ts";

/** Stored steps in order, each removable, the last removed one recoverable. */
export function StepList({ dictionary }: { dictionary: Dictionary }) {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const language = useLanguage();
  const remove = useRemoveStep(study.id);
  const restore = useRestoreStep(study.id);
  const { steps, lastRemoved, variables } = dictionary;
  const recoverable = lastRemoved && !variables.some((variable) => variable.name === lastRemoved.name);
  if (steps.length === 0 && !recoverable) return null;
  return (
    <Section title={t("steps")} lead={t("stepsLead")}>
      {steps.length === 0 ? <Text>{t("noSteps")}</Text> : null}
      <Box component="ol" m={0} pl="1.4rem">
        {steps.map((step) => (
          <Box component="li" key={step.id} mb="sm">
            <Group justify="space-between" align="flex-start" gap="sm" wrap="wrap">
              <Box style={{ flex: "1 1 14rem", minWidth: 0 }}>
                <Text fw={500}>
                  {labelOr(step.derivation.label, step.derivation.name, language)}{" "}
                  <Text span size="sm" c="dimmed" ff="monospace">
                    {step.derivation.name}
                  </Text>
                </Text>
                <Text size="sm" c="dimmed">
                  {stepWords(step.derivation, variables, language, t)}
                </Text>
                {step.usedBy.length > 0 ? (
                  <Text size="sm" c="dimmed">
                    {t("usedBy", { names: step.usedBy.join(", ") })}
                  </Text>
                ) : null}
              </Box>
              {may("tabulation:write") && step.usedBy.length === 0 ? (
                <Button
                  className="ln-no-print"
                  size="sm"
                  variant="default"
                  leftSection={<IconTrash size={16} aria-hidden />}
                  aria-label={t("removeNamed", { name: step.derivation.name })}
                  loading={remove.isPending && remove.variables?.id === step.id}
                  onClick={() => remove.mutate(step)}
                >
                  {t("remove")}
                </Button>
              ) : null}
            </Group>
          </Box>
        ))}
      </Box>
      {recoverable && may("tabulation:write") ? (
        <Group gap="sm" mt="sm" className="ln-no-print">
          <Text size="sm">{t("lastRemoved", { name: lastRemoved.name })}</Text>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            loading={restore.isPending}
            onClick={() => restore.mutate(lastRemoved)}
          >
            {t("undo")}
          </Button>
        </Group>
      ) : null}
    </Section>
  );
}
