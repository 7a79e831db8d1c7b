import { Button, Checkbox, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { CopyButton } from "../platform/copy-field.tsx";
import { downloadText } from "../platform/download.ts";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";

/** Ten codes, shown once. Whoever goes on has said that they are kept. */
export function RecoveryCodeList({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useWords(factorWords);
  const [kept, setKept] = useState(false);
  const text = [t("codesFile"), ...codes, ""].join("\n");
  return (
    <Stack gap="md">
      <Text>{t("codesLead")}</Text>
      <SimpleGrid component="ul" cols={{ base: 1, xs: 2 }} spacing={6} aria-label={t("codesList")} m={0} p={0}>
        {codes.map((code) => (
          <Text
            key={code}
            component="li"
            ff="monospace"
            ta="center"
            py={4}
            className="ln-code"
            style={{ whiteSpace: "nowrap", letterSpacing: 0 }}
          >
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <Group gap="sm" className="ln-no-print">
        <CopyButton text={text} />
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => downloadText("lang-nghe-ma-du-phong.txt", "text/plain", text)}
        >
          {t("codesDownload")}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {t("codesPrint")}
        </Button>
      </Group>
      <Checkbox
        className="ln-no-print"
        size="md"
        label={t("codesKept")}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Group className="ln-no-print">
        <Button disabled={!kept} onClick={onDone}>
          {t("codesDone")}
        </Button>
      </Group>
    </Stack>
  );
}
