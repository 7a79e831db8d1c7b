import "./rights.css";
import type { RegisteredTable } from "@lang-nghe/contract";
import { Box, Button, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useGet } from "../platform/query.ts";
import { Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { useArticles } from "./articles.ts";
import { RightsPage } from "./rights-page.tsx";
import { words } from "./words.ts";

/** "Dữ liệu" is found by "du lieu". */
const unmarked = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

function Entry({ table }: { table: RegisteredTable }) {
  const t = useWords(words);
  const label = useLabel();
  const articles = useArticles();
  const personal = table.columns.filter(({ kind }) => kind === "basic" || kind === "sensitive");
  return (
    <Box component="article" className="ln-surface ln-matter">
      <Title order={2} size="h3">
        {table.table}
      </Title>
      <dl className="ln-facts">
        <dt>{t("purpose")}</dt>
        <dd>{label(table.purpose)}</dd>
        <dt>{t("basis")}</dt>
        <dd>{label(table.basis)}</dd>
        <dt>{t("subjects")}</dt>
        <dd>{label(table.subjects)}</dd>
        <dt>{t("recipients")}</dt>
        <dd>{label(table.recipients)}</dd>
        <dt>{t("keep")}</dt>
        <dd>{label(table.retention)}</dd>
        {table.legal ? (
          <>
            <dt>{t("law")}</dt>
            <dd>{articles(table.legal)}</dd>
          </>
        ) : null}
      </dl>
      <details style={{ marginTop: "0.75rem" }}>
        <summary>
          {t("columns", { count: table.columns.length })}
          {personal.length ? `: ${personal.map(({ name }) => name).join(", ")}` : ""}
        </summary>
        <dl className="ln-facts">
          {table.columns.map(({ name, kind }) => (
            <Box key={name} style={{ display: "contents" }}>
              <dt>{name}</dt>
              <dd>{t(`column-${kind}`)}</dd>
            </Box>
          ))}
        </dl>
      </details>
    </Box>
  );
}

/** The record of processing: every table of this host, filled from the database itself. */
export function RegisterPage() {
  const t = useWords(words);
  const label = useLabel();
  const register = useGet<RegisteredTable[]>("/rights/register");
  const [find, setFind] = useState("");
  const sought = unmarked(find.trim());
  const fits = (table: RegisteredTable) =>
    unmarked(
      [
        table.table,
        label(table.purpose),
        label(table.subjects),
        label(table.recipients),
        ...table.columns.map(({ name, kind }) => `${name} ${t(`column-${kind}`)}`),
      ].join(" "),
    ).includes(sought);
  return (
    <RightsPage
      title={t("registerTitle")}
      lead={t("registerLead")}
      actions={
        <Button variant="default" onClick={() => window.print()}>
          {t("print")}
        </Button>
      }
    >
      <TextInput
        label={t("registerFind")}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
        maw={360}
        mb="md"
        className="ln-no-print"
        type="search"
      />
      <Loaded query={register} lines={10}>
        {(tables) => {
          const found = tables.filter(fits);
          return (
            <>
              <Text c="dimmed" mb="sm" role="status">
                {found.length ? t("shownTables", { count: found.length }) : t("registerNone")}
              </Text>
              {found.map((table) => (
                <Entry key={table.table} table={table} />
              ))}
            </>
          );
        }}
      </Loaded>
    </RightsPage>
  );
}
