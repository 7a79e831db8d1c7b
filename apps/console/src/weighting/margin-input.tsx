import type { Dictionary, MarginCheck } from "@lang-nghe/contract";
import { Button, Group, Input, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { downloadText } from "../platform/download.ts";
import { DropZone } from "../platform/drop-zone.tsx";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useLanguage, useWords } from "../platform/words.ts";
import { VariableSelect } from "../tabulation/variable-select.tsx";
import { emptyRows, type MarginRows, rowsOf } from "./margin-rows.ts";
import { words } from "./words.ts";

type Way = "upload" | "paste" | "type";

/** Three ways to bring margins in; all end in the same editor. */
export function MarginInput({
  dictionary,
  margins,
  error,
  onRead,
}: {
  dictionary: Dictionary;
  margins: readonly MarginRows[];
  error?: string | undefined;
  onRead: (margins: readonly MarginRows[]) => void;
}) {
  const t = useWords(words);
  const label = useLabel();
  const language = useLanguage();
  const study = useStudy();
  const [way, setWay] = useState<Way>("upload");
  const [text, setText] = useState("");
  const path = `/studies/${study.id}/margins`;
  const read = useMutation<MarginCheck, ProblemError, File | string>({
    mutationFn: (given) =>
      typeof given === "string" ? api.post<MarginCheck>(path, { text: given }) : api.upload<MarginCheck>(path, given),
    onSuccess: (check) => {
      if (check.margins) onRead(rowsOf(check.margins, language));
    },
  });
  const readText = useDebouncedCallback((given: string) => {
    if (given.trim()) read.mutate(given);
  }, 400);
  const withLevels = dictionary.variables.filter(
    (variable) => variable.kind === "categorical" && !margins.some((margin) => margin.variable === variable.name),
  );
  // Nothing could be read at all: the reasons are said here; all else is said in the editor.
  const unread = read.data && !read.data.margins ? read.data.problems : [];
  return (
    <Stack gap="sm">
      <Input.Wrapper
        label={t("way")}
        labelElement="div"
        error={error}
        size="md"
        labelProps={{ id: "weights-way-label" }}
      >
        <SegmentedControl
          id="weights-way"
          tabIndex={-1}
          fullWidth
          aria-labelledby="weights-way-label"
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={(["upload", "paste", "type"] as const).map((value) => ({ value, label: t(value) }))}
        />
      </Input.Wrapper>
      {way === "upload" ? (
        <DropZone
          accept={[".csv", ".xlsx"]}
          limitMegabytes={5}
          hint={t("uploadHint")}
          onFile={(file) => read.mutate(file)}
          busyWith={read.isPending && read.variables instanceof File ? read.variables.name : null}
        />
      ) : null}
      {way === "paste" ? (
        <Textarea
          label={t("pasteLabel")}
          description={t("pasteHelp")}
          minRows={6}
          maxRows={14}
          value={text}
          placeholder={"bien\tmuc\tty_le"}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.9375rem" } }}
          spellCheck={false}
          onChange={(event) => {
            setText(event.currentTarget.value);
            readText(event.currentTarget.value);
          }}
        />
      ) : null}
      {way === "type" ? (
        <VariableSelect
          label={t("addVariable")}
          description={t("typeHelp")}
          variables={withLevels}
          order={["design", "derived", "question"]}
          value={null}
          onChange={(name) => {
            const variable = withLevels.find((each) => each.name === name);
            if (variable) onRead([...margins, emptyRows(variable)]);
          }}
        />
      ) : null}
      {way === "type" ? null : (
        <Group>
          <Button
            size="sm"
            variant="subtle"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => downloadText(`bien-${study.slug}.csv`, "text/csv", sampleOf(dictionary))}
          >
            {t("sample")}
          </Button>
        </Group>
      )}
      {read.error ? <ProblemNote problem={read.error} /> : null}
      {unread.map((problem) => (
        <Notice key={`${problem.code} ${problem.level ?? ""}`} tone="bad">
          <Text>
            {label(problem.message)} {label(problem.suggestion)}
          </Text>
        </Notice>
      ))}
    </Stack>
  );
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Every categorical variable of the design or, where there is none, the first few questions, their levels to be filled in. */
function sampleOf({ variables }: Dictionary): string {
  const categorical = variables.filter((variable) => variable.kind === "categorical" && variable.levels.length <= 40);
  const design = categorical.filter((variable) => variable.source === "design");
  const chosen = design.length > 0 ? design : categorical.slice(0, 3);
  const lines = chosen.flatMap((variable) =>
    variable.levels
      .filter((level) => level.missing === null)
      .map((level) => [variable.name, level.code, ""].map(quoted).join(",")),
  );
  // The mark tells Excel that this is UTF-8.
  return `\uFEFF${["variable,level,share", ...lines].join("\r\n")}\r\n`;
}
