import { Box, Button, Group, Portal, Stack, Text } from "@mantine/core";
import { IconExternalLink, IconPrinter } from "@tabler/icons-react";
import { useMemo } from "react";
import { renderSVG } from "uqr";
import { CopyField } from "../platform/copy-field.tsx";
import { downloadText } from "../platform/download.ts";
import { Section } from "../platform/page.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { drawing } from "../platform/trusted.ts";
import { useWords } from "../platform/words.ts";
import { words as waveWords } from "../waves/words.ts";
import { words } from "./words.ts";

/** Prints the sheet alone: the page's own content is hidden while the mark stands on the document. */
function printSheet() {
  const root = document.documentElement;
  root.dataset.print = "sheet";
  window.addEventListener("afterprint", () => delete root.dataset.print, { once: true });
  window.print();
}

/** What hangs at a reception desk, in both languages of the interface. */
function Sheet({ link, code }: { link: string; code: string }) {
  const study = useStudy();
  const { vi, en } = words;
  const languages = study.title.en ? ([vi, en] as const) : ([vi] as const);
  return (
    <Portal>
      <div className="ln-sheet">
        <h1>{study.title.vi || study.title.en}</h1>
        {study.title.en && study.title.vi ? <p lang="en">{study.title.en}</p> : null}
        {study.synthetic ? <p className="ln-sheet-link">{platformWords.vi.synthetic}</p> : null}
        <p className="ln-sheet-invite">{vi.sheetInvite}</p>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from our own link */}
        <div className="ln-sheet-code" dangerouslySetInnerHTML={drawing(code)} />
        {languages.map((each) => (
          <div key={each.sheetScan}>
            <p>{each.sheetScan}</p>
          </div>
        ))}
        <p className="ln-sheet-link">{link}</p>
        {languages.map((each) => (
          <p key={each.sheetPromise}>{each.sheetPromise}</p>
        ))}
        {study.provenance.collectedBy ? <p>{study.provenance.collectedBy}</p> : null}
      </div>
    </Portal>
  );
}

/** The link with its copy button, the QR code, and a sheet to print. */
export function LinkAndCode({ link }: { link: string }) {
  const t = useWords(words);
  const study = useStudy();
  const wave = useWords(waveWords);
  const code = useMemo(() => renderSVG(link, { ecc: "M", border: 2 }), [link]);
  return (
    <Section title={t("linkTitle")} lead={t("linkLead")}>
      <Box mb="md">
        <Notice tone="notice">
          <Text>{wave("optInNote")}</Text>
        </Notice>
      </Box>
      <Group align="flex-start" gap="xl">
        <Box
          role="img"
          aria-label={t("qr", { link })}
          w={180}
          h={180}
          style={{ background: "#fff", borderRadius: 8, overflow: "hidden", border: "1px solid var(--ln-line)" }}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from our own link
          dangerouslySetInnerHTML={drawing(code)}
        />
        <Stack gap="md" style={{ flex: "1 1 18rem", minWidth: 0 }}>
          <CopyField label={t("link")} value={link} />
          <Group gap="sm" className="ln-no-print">
            <Button
              component="a"
              href={link}
              target="_blank"
              rel="noreferrer"
              variant="default"
              leftSection={<IconExternalLink size={18} aria-hidden />}
            >
              {t("openLink")}
            </Button>
            <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={printSheet}>
              {t("printSheet")}
            </Button>
            <Button variant="default" onClick={() => downloadText(`${study.slug}-qr.svg`, "image/svg+xml", code)}>
              {t("downloadQr")}
            </Button>
          </Group>
        </Stack>
      </Group>
      <Sheet link={link} code={code} />
    </Section>
  );
}
