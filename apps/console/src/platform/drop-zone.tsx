import { Button, FileButton, Stack, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import { platformWords } from "./platform-words.ts";
import { Notice, Working } from "./states.tsx";
import { useWords } from "./words.ts";

export interface DropZoneProps {
  /** Endings, with their dot: [".csv", ".xlsx"]. */
  readonly accept: readonly string[];
  /** What is expected, in a sentence. */
  readonly hint: string;
  readonly onFile: (file: File) => void;
  readonly busyWith?: string | null;
  readonly limitMegabytes?: number;
  readonly button?: string;
}

/** Takes one file by button, keyboard or drop, and checks ending and size before anything is sent. */
export function DropZone({ accept, hint, onFile, busyWith, limitMegabytes = 50, button }: DropZoneProps) {
  const t = useWords(platformWords);
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = (file: File | null | undefined) => {
    if (!file) return;
    const name = file.name;
    if (!accept.some((ending) => name.toLowerCase().endsWith(ending))) {
      setRefusal(t("fileWrongKind", { name, kinds: accept.join(", ") }));
    } else if (file.size === 0) setRefusal(t("fileEmpty", { name }));
    else if (file.size > limitMegabytes * 1024 * 1024) setRefusal(t("fileTooLarge", { name, limit: limitMegabytes }));
    else {
      setRefusal(null);
      onFile(file);
    }
  };
  return (
    <Stack gap="sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same */}
      <div
        className="ln-drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (!busyWith) take(event.dataTransfer.files[0]);
        }}
      >
        {busyWith ? (
          <Working>{t("uploading", { name: busyWith })}</Working>
        ) : (
          <Stack gap={6} align="center">
            <IconFileUpload size={32} stroke={1.5} aria-hidden />
            <FileButton accept={accept.join(",")} onChange={take} resetRef={{ current: null }}>
              {(props) => <Button {...props}>{button ?? t("chooseFile")}</Button>}
            </FileButton>
            <Text size="sm">{t("dropHere")}</Text>
            <Text size="sm" c="dimmed" maw="36rem">
              {hint}
            </Text>
          </Stack>
        )}
      </div>
      {refusal ? (
        <Notice tone="bad">
          <Text>{refusal}</Text>
        </Notice>
      ) : null}
    </Stack>
  );
}
