import type { Dictionary, Table } from "@lang-nghe/contract";
import { intervalChart } from "@lang-nghe/ui/charts";
import { formatNumber } from "@lang-nghe/ui/format";
import { Button, Group, List, Switch, Text } from "@mantine/core";
import { IconCopy, IconDownload, IconPhoto, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { CollisionNotice } from "../disclosure/collision-notice.tsx";
import { downloadText } from "../platform/download.ts";
import { Section } from "../platform/page.tsx";
import { useMay } from "../platform/session.ts";
import { Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useLanguage, useWords } from "../platform/words.ts";
import { AddToRelease } from "./add-to-release.tsx";
import { baseLine, chartOf, clipboardOf, labelOr, methodLines, titleOf } from "./figure.ts";
import { fileAddress } from "./queries.ts";
import { TableChart, TableGrid } from "./table-figure.tsx";
import { words } from "./words.ts";

/** One table with all that may be done with it. */
export function TableResult({ table, dictionary, stale }: { table: Table; dictionary: Dictionary; stale: boolean }) {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const language = useLanguage();
  const label = useLabel();
  const [details, setDetails] = useState(false);
  const by = dictionary.variables.find((variable) => variable.name === table.spec.by);
  const title = titleOf(table, language);
  const byName = by ? labelOr(by.label, by.name, language) : null;
  const withheld = table.estimates.some((estimate) => estimate.withheld !== null);
  return (
    <div aria-busy={stale} className={stale ? "ln-stale" : undefined}>
      <Section
        title={title}
        lead={
          <>
            {byName ? (
              <div>
                {t("by")}: {byName}
              </div>
            ) : null}
            <div>{baseLine(table, language, t)}</div>
          </>
        }
      >
        {table.method.random ? null : (
          <div style={{ marginBottom: "1rem" }}>
            <Notice tone="notice">
              <Text>{t("notRandom")}</Text>
            </Notice>
          </div>
        )}
        {table.collides ? (
          <div style={{ marginBottom: "1rem" }}>
            <CollisionNotice table={table} dictionary={dictionary} />
          </div>
        ) : null}
        <TableChart table={table} />
        <Group gap="sm" mt="md" className="ln-no-print">
          {may("releases:write") ? <AddToRelease spec={table.spec} /> : null}
          <CopyTable table={table} />
          {(["csv", "xlsx"] as const).map((kind) => (
            <Button
              key={kind}
              component="a"
              variant="default"
              href={fileAddress(study.id, kind, table.spec, language)}
              download
              leftSection={<IconDownload size={18} aria-hidden />}
            >
              {t(kind)}
            </Button>
          ))}
          <Button
            variant="default"
            leftSection={<IconPhoto size={18} aria-hidden />}
            onClick={() =>
              downloadText(
                `${study.slug}-${table.spec.ask}${table.spec.by ? `-${table.spec.by}` : ""}.svg`,
                "image/svg+xml",
                intervalChart({
                  ...chartOf(table, language, t),
                  surface: "file",
                  width: 800,
                  source: `${label(study.title)}. ${methodLines(table, t).slice(1, 3).join(" ")}`,
                }),
              )
            }
          >
            {t("svg")}
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t("print")}
          </Button>
        </Group>
      </Section>
      <Switch
        className="ln-no-print"
        mb="sm"
        label={t("details")}
        checked={details}
        onChange={(event) => setDetails(event.currentTarget.checked)}
      />
      <TableGrid table={table} details={details} />
      {withheld ? (
        <Text size="sm" c="dimmed" mt="xs">
          {t("withheldNote")}
        </Text>
      ) : null}
      {withheld && !table.collides ? <CollisionNotice table={table} dictionary={dictionary} /> : null}
      <div style={{ height: "1.25rem" }} />
      {byName !== null && table.measure === "share" && !table.collides ? (
        <Association table={table} ask={title} by={byName} />
      ) : null}
      <Section title={t("method")}>
        <List spacing={4}>
          {methodLines(table, t).map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
          {table.method.designEffect === null ? null : (
            <List.Item>{t("overallDeff", { value: formatNumber(table.method.designEffect, language, 2) })}.</List.Item>
          )}
        </List>
        <Text size="sm" c="dimmed" mt="sm" style={{ overflowWrap: "anywhere" }}>
          {t("hashes", {
            snapshot: table.method.snapshotHash.slice(0, 12),
            weights: table.method.weightsHash?.slice(0, 12) ?? t("hashNone"),
            software: table.method.software,
          })}
        </Text>
      </Section>
    </div>
  );
}

/** The test in plain words, then the statistic for those who know it. */
function Association({ table, ask, by }: { table: Table; ask: string; by: string }) {
  const t = useWords(words);
  const language = useLanguage();
  const test = table.test;
  if (test === null) {
    return (
      <Section title={t("test")}>
        <Text>{t("testUnavailable")}</Text>
      </Section>
    );
  }
  const plainWords = test.p < 0.01 ? t("testStrong", { ask, by }) : test.p < 0.05 ? t("testSome") : t("testNone");
  const p = test.p < 0.001 ? `p < ${formatNumber(0.001, language, 3)}` : `p = ${formatNumber(test.p, language, 3)}`;
  const df = [test.df1, test.df2].map((value) => formatNumber(value, language, 1)).join("; ");
  return (
    <Section title={t("test")}>
      <Text>
        {plainWords} {t("testCause")}
      </Text>
      {table.method.random ? null : <Text mt={4}>{t("testNotRandom")}</Text>}
      <Text size="sm" c="dimmed" mt={6} className="ln-number">
        {test.method}({df}) = {formatNumber(test.statistic, language, 2)}; {p}
      </Text>
    </Section>
  );
}

function CopyTable({ table }: { table: Table }) {
  const t = useWords(words);
  const language = useLanguage();
  const copy = async () => {
    const { html, text } = clipboardOf(table, language, t);
    try {
      if (typeof ClipboardItem === "undefined") await navigator.clipboard.writeText(text);
      else
        await navigator.clipboard.write([
          new ClipboardItem({
            "text/html": new Blob([html], { type: "text/html" }),
            "text/plain": new Blob([text], { type: "text/plain" }),
          }),
        ]);
      toast(t("copied"));
    } catch {
      // No permission, or plain HTTP beyond this machine: the file buttons do the same.
      toast(t("copyFailed"), { tone: "bad" });
    }
  };
  return (
    <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={() => void copy()}>
      {t("copyTable")}
    </Button>
  );
}
