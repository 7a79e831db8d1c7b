import type { OutlineItem, QuestionnaireVersion } from "@lang-nghe/contract";
import { Badge, Box, Code, Group, Select, Stack, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

function Item({ item, language }: { item: OutlineItem; language: string }) {
  const t = useWords(words);
  const key = `type_${item.type.replaceAll(" ", "_")}`;
  const type = key in words.vi ? t(key as keyof typeof words.vi) : item.type;
  const isGroup = item.type === "group" || item.type === "repeat";
  const wording = item.label[language]?.trim() ?? "";
  return (
    <Box
      component="li"
      py="sm"
      pl={{ base: Math.min(item.depth, 3) * 12, sm: item.depth * 24 }}
      style={{ borderTop: "1px solid var(--ln-line)", listStyle: "none" }}
    >
      <Group gap="xs" align="baseline">
        <Code fz="0.875rem">{item.name}</Code>
        <Text size="sm" c="dimmed">
          {type}
        </Text>
        {item.required ? (
          <Badge variant="outline" color="gray" tt="none" size="md">
            {t("required")}
          </Badge>
        ) : null}
      </Group>
      <Text fw={isGroup ? 600 : 400} {...(wording ? { lang: language } : { c: "dimmed", fs: "italic" })} mt={2}>
        {wording || (item.type === "calculate" || isGroup ? "" : t("missingLabel"))}
      </Text>
      {item.choices.length > 0 ? (
        <Box component="details" mt={4}>
          <Text component="summary" size="sm" style={{ cursor: "pointer" }}>
            {t("choices", { count: item.choices.length })}
          </Text>
          <Box component="ul" mt={4} mb={0} pl="lg">
            {item.choices.map((choice) => (
              <li key={choice.name}>
                <span lang={language}>{choice.label[language] || t("missingLabel")}</span>{" "}
                <Text span size="sm" c="dimmed">
                  ({choice.name})
                </Text>
              </li>
            ))}
          </Box>
        </Box>
      ) : null}
      {item.relevant ? (
        <Text size="sm" mt={4}>
          {t("relevant")}: <Code fz="0.875rem">{item.relevant}</Code>
        </Text>
      ) : null}
      {item.constraint ? (
        <Text size="sm" mt={4}>
          {t("constraint")}: <Code fz="0.875rem">{item.constraint}</Code>
        </Text>
      ) : null}
    </Box>
  );
}

/** The form as a reader sees it, with its logic, in each of its languages. */
export function Outline({ versions }: { versions: readonly QuestionnaireVersion[] }) {
  const t = useWords(words);
  const study = useStudy();
  const navigate = useNavigate();
  const filter = useSearch({ from: "/staff-only/studies/$studyId/questionnaire" });
  const [chosen, setChosen] = useState(versions[0]?.version ?? 0);
  const version = versions.find((each) => each.version === chosen) ?? versions[0];
  const outline = useGet<OutlineItem[]>(
    version ? `/studies/${study.id}/questionnaire/versions/${version.version}/outline` : null,
  );
  if (!version) return null;
  const language =
    version.languages.find((each) => each.code === filter.language)?.code ?? version.languages[0]?.code ?? "vi";
  return (
    <Section title={t("partOutline")} lead={t("outlineLead")}>
      <Stack gap="md">
        <Group gap="md" className="ln-no-print">
          {versions.length > 1 ? (
            <Select
              label={t("outlineOf")}
              data={versions.map((each) => ({
                value: String(each.version),
                label: each.version === 0 ? t("draft") : `${t("version")} ${each.version}`,
              }))}
              value={String(version.version)}
              onChange={(value) => setChosen(Number(value))}
            />
          ) : null}
          <Select
            label={t("outlineLanguage")}
            data={version.languages.map((each) => ({ value: each.code, label: each.name }))}
            value={language}
            onChange={(value) =>
              void navigate({
                to: "/studies/$studyId/questionnaire",
                params: { studyId: study.id },
                search: { ...filter, language: value ?? undefined },
                replace: true,
              })
            }
          />
        </Group>
        <Loaded query={outline} lines={8}>
          {(items) => (
            <Box component="ol" m={0} p={0}>
              {items.map((item) => (
                <Item key={item.name} item={item} language={language} />
              ))}
            </Box>
          )}
        </Loaded>
      </Stack>
    </Section>
  );
}
