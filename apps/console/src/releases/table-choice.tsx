import type { ReleaseDraft, Variable } from "@lang-nghe/contract";
import { ActionIcon, Box, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { TextLink } from "../platform/link.tsx";
import { Section } from "../platform/page.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { VariableSelect } from "../tabulation/variable-select.tsx";
import { words } from "./words.ts";

type Change = (next: (before: ReleaseDraft) => ReleaseDraft) => void;

/** The tables of a release: their order by keyboard, their captions, one more. */
export function TableChoice({
  draft,
  variables,
  names,
  onChange,
}: {
  draft: ReleaseDraft;
  variables: readonly Variable[];
  names: readonly string[];
  onChange: Change;
}) {
  const t = useWords(words);
  const study = useStudy();
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState("");
  const { tables } = draft;
  const name = (at: number) => names[at] ?? t("number", { number: at + 1 });
  const moveTo = (from: number, to: number) => {
    onChange((before) => {
      const next = [...before.tables];
      const [moved] = next.splice(from, 1);
      if (moved) next.splice(to, 0, moved);
      return { ...before, tables: next };
    });
    setSaid(t("moved", { table: name(from), place: to + 1, count: tables.length }));
    // The keyboard stays with the table that moved.
    const towards = to < from ? "up" : "down";
    requestAnimationFrame(() => {
      const row = list.current?.children[to];
      const button =
        row?.querySelector<HTMLButtonElement>(`button[data-move="${towards}"]:not(:disabled)`) ??
        row?.querySelector<HTMLButtonElement>("button[data-move]:not(:disabled)");
      button?.focus();
    });
  };
  const remove = (at: number) => {
    const removed = tables[at];
    onChange((before) => ({ ...before, tables: before.tables.filter((_, index) => index !== at) }));
    if (!removed) return;
    toast(t("removed", { table: name(at) }), {
      action: {
        label: t("undo"),
        run: () =>
          onChange((before) => ({
            ...before,
            tables: [...before.tables.slice(0, at), removed, ...before.tables.slice(at)],
          })),
      },
    });
  };
  const caption = (at: number, language: "vi" | "en", text: string) =>
    onChange((before) => ({
      ...before,
      tables: before.tables.map((table, index) =>
        index === at ? { ...table, caption: { ...table.caption, [language]: text } } : table,
      ),
    }));
  return (
    <Section title={t("chosen")}>
      <div aria-live="polite" style={{ position: "absolute", left: -9999 }}>
        {said}
      </div>
      {tables.length === 0 ? <Text mb="md">{t("noTables")}</Text> : null}
      <Box component="ol" m={0} p={0} style={{ listStyle: "none" }} ref={list}>
        {tables.map((table, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same table may stand twice; its place tells them apart
          <Box component="li" key={at} pb="md" mb="md" style={{ borderBottom: "1px solid var(--ln-line)" }}>
            <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap" mb="xs">
              <Box style={{ minWidth: 0 }}>
                <Text fw={600}>
                  {at + 1}. {name(at)}
                </Text>
                <Text size="sm" c="dimmed">
                  {t(`base_${table.spec.base}`)}
                  {table.spec.weightSet === "none"
                    ? ` · ${t("unweighted")}`
                    : table.spec.weightSet === null
                      ? ""
                      : ` · ${t("ownWeights")}`}
                  {" · "}
                  <TextLink
                    to="/studies/$studyId/tables"
                    params={{ studyId: study.id }}
                    search={{
                      ask: table.spec.ask,
                      by: table.spec.by ?? undefined,
                      base: table.spec.base === "valid" ? undefined : table.spec.base,
                      weightSet: table.spec.weightSet ?? undefined,
                    }}
                  >
                    {t("openTable")}
                  </TextLink>
                </Text>
              </Box>
              <Group gap={4} wrap="nowrap">
                <ActionIcon
                  data-move="up"
                  variant="default"
                  size="lg"
                  disabled={at === 0}
                  aria-label={t("up", { table: name(at) })}
                  onClick={() => moveTo(at, at - 1)}
                >
                  <IconArrowUp size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  data-move="down"
                  variant="default"
                  size="lg"
                  disabled={at === tables.length - 1}
                  aria-label={t("down", { table: name(at) })}
                  onClick={() => moveTo(at, at + 1)}
                >
                  <IconArrowDown size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  size="lg"
                  aria-label={t("remove", { table: name(at) })}
                  onClick={() => remove(at)}
                >
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Group>
            </Group>
            <Stack gap="xs">
              <TextInput
                size="sm"
                label={t("captionVi")}
                lang="vi"
                value={table.caption.vi}
                onChange={(event) => caption(at, "vi", event.currentTarget.value)}
                maxLength={500}
                {...(at === 0 ? { description: t("captionHelp") } : {})}
              />
              <TextInput
                size="sm"
                label={t("captionEn")}
                lang="en"
                value={table.caption.en}
                onChange={(event) => caption(at, "en", event.currentTarget.value)}
                maxLength={500}
              />
            </Stack>
          </Box>
        ))}
      </Box>
      <VariableSelect
        label={t("addQuestion")}
        description={t("addQuestionHelp")}
        variables={variables.filter((variable) => variable.kind !== "text")}
        value={null}
        onChange={(ask) => {
          if (!ask) return;
          const spec = { ask, by: null, base: "valid", weightSet: null } as const;
          onChange((before) => ({
            ...before,
            tables: [...before.tables, { spec, caption: { vi: "", en: "" } }],
          }));
        }}
      />
    </Section>
  );
}
