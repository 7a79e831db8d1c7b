import type { Collection } from "@lang-nghe/contract";
import { Box, SimpleGrid, Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { Notice } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

function Tile({ name, value, help }: { name: string; value: string; help: string }) {
  return (
    <Box>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz="1.5rem" fw={600} lh={1.35} className="ln-number">
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {help}
      </Text>
    </Box>
  );
}

/** What may be told at once: the accepted total rounded down, tests apart, whether intake runs. */
export function TechnicalState({ collection, connected }: { collection: Collection; connected: boolean }) {
  const t = useWords(words);
  const format = useFormat();
  const { accepted, intake } = collection;
  return (
    <Section title={t("now")} lead={connected ? t("live") : null}>
      {connected ? null : (
        <Box mb="md">
          <Notice tone="notice">
            <Text>{t("liveLost")}</Text>
          </Notice>
        </Box>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="xl" aria-live="polite">
        <Tile
          name={t("accepted")}
          value={accepted === 0 ? t("acceptedNone") : t("acceptedValue", { count: format.count(accepted) })}
          help={t("acceptedHelp")}
        />
        <Tile
          name={t("shown")}
          value={format.count(collection.shown)}
          help={`${t("batches", { count: format.count(collection.batches) })}. ${t("shownHelp")}`}
        />
        <Tile name={t("testAnswers")} value={format.count(collection.testAnswers)} help={t("testHelp")} />
        <Tile
          name={t("intake")}
          value={t(intake.ready ? "intakeReady" : "intakeStopped")}
          help={intake.ready ? "" : t(intake.reason === "disk-full" ? "intakeDiskFull" : "intakeNotOpen")}
        />
      </SimpleGrid>
    </Section>
  );
}
