import type { Dictionary, Variable } from "@lang-nghe/contract";
import { Badge, Button, Group, List, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ButtonLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { useMay } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { search as searchIn } from "../studies/search.ts";
import { isKind, type Kind } from "./derivation-draft.ts";
import { DerivationPanel } from "./derivation-panel.tsx";
import { labelOr } from "./figure.ts";
import { NotFrozen } from "./not-frozen.tsx";
import { useDictionary } from "./queries.ts";
import { StepList } from "./step-list.tsx";
import "./tabulation.css";
import { words } from "./words.ts";

interface Address {
  find?: string | undefined;
  make?: string | undefined;
  from?: string | undefined;
}

/** The data dictionary: what every variable is, and the steps that made the derived ones. */
export function VariablesPage() {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const navigate = useNavigate();
  const address = useSearch({ strict: false }) as Address;
  const dictionary = useDictionary(study.state === "frozen" ? study.id : null);
  const go = (change: Address, replace = false) =>
    void navigate({
      to: "/studies/$studyId/variables",
      params: { studyId: study.id },
      search: { ...address, ...change },
      replace,
      resetScroll: false,
    });
  if (study.state !== "frozen") {
    return (
      <NotFrozen
        page={t("dictionary")}
        title={t("frozenTitle")}
        why={t("frozenWhy")}
        how={t("frozenHow")}
        link={t("toCollection")}
      />
    );
  }
  const mayMake = may("tabulation:write");
  return (
    <Page
      title={t("dictionary")}
      lead={t("dictionaryLead")}
      actions={
        mayMake ? (
          <Button
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => go({ make: "bands", from: undefined })}
          >
            {t("make")}
          </Button>
        ) : null
      }
    >
      <Loaded query={dictionary}>
        {(value) => (
          <>
            <StepList dictionary={value} />
            <VariableList
              dictionary={value}
              find={address.find ?? ""}
              onFind={(find) => go({ find: find || undefined }, true)}
              {...(mayMake ? { onMake: (make: Kind, from: string) => go({ make, from }) } : {})}
            />
            <Section title={t("codesTitle")} lead={t("codesLead")}>
              <List spacing={4}>
                {(["dont_know", "refused", "not_asked", "missing"] as const).map((code) => (
                  <List.Item key={code}>{t(`code_${code}`)}</List.Item>
                ))}
              </List>
            </Section>
            {mayMake && isKind(address.make) ? (
              <DerivationPanel
                key={`${address.make} ${address.from ?? ""}`}
                dictionary={value}
                kind={address.make}
                from={address.from ?? null}
                onClose={() => go({ make: undefined, from: undefined }, true)}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function VariableList({
  dictionary,
  find,
  onFind,
  onMake,
}: {
  dictionary: Dictionary;
  find: string;
  onFind: (find: string) => void;
  onMake?: (kind: Kind, from: string) => void;
}) {
  const t = useWords(words);
  const language = useLanguage();
  const found = searchIn(dictionary.variables, find, (variable) => [
    ...Object.values(variable.label),
    variable.name,
    ...variable.levels.flatMap((level) => Object.values(level.label)),
  ]);
  return (
    <>
      <TextInput
        className="ln-no-print"
        type="search"
        label={t("find")}
        placeholder={t("findPlaceholder")}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={find}
        onChange={(event) => onFind(event.currentTarget.value)}
        mb="xs"
      />
      <Text size="sm" c="dimmed" mb="xs" aria-live="polite">
        {t("found", { count: found.length })}
      </Text>
      <div className="ln-surface" style={{ marginBottom: "1.5rem" }}>
        {found.map((variable) => (
          <details key={variable.name} className="ln-variable">
            <summary>
              <Group
                component="span"
                display="inline-flex"
                gap="xs"
                style={{ verticalAlign: "middle" }}
                maw="calc(100% - 2rem)"
              >
                <Text component="span" fw={500}>
                  {labelOr(variable.label, variable.name, language)}
                </Text>
                <Text component="span" size="sm" c="dimmed" ff="monospace">
                  {variable.name}
                </Text>
                <Text component="span" size="sm" c="dimmed">
                  {variable.kind === "categorical" || variable.kind === "multiple"
                    ? t("levels", { count: variable.levels.length })
                    : t(`kind_${variable.kind}`)}
                  {variable.kind === "multiple" ? `, ${t("kind_multiple")}` : ""}
                  {variable.ordered && variable.kind === "categorical" ? `, ${t("ordered")}` : ""}
                </Text>
                {variable.source === "question" ? null : (
                  <Badge component="span" variant="outline" tt="none" size="lg" fw={500}>
                    {t(`source_${variable.source}`)}
                  </Badge>
                )}
              </Group>
            </summary>
            <div>
              <VariableDetails variable={variable} {...(onMake ? { onMake } : {})} />
            </div>
          </details>
        ))}
      </div>
    </>
  );
}

function VariableDetails({ variable, onMake }: { variable: Variable; onMake?: (kind: Kind, from: string) => void }) {
  const t = useWords(words);
  const language = useLanguage();
  const study = useStudy();
  const note = labelOr(variable.note, "", language);
  return (
    <Stack gap="sm">
      {note ? <Text size="sm">{note}</Text> : null}
      {variable.kind === "text" ? <Text size="sm">{t("textHidden")}</Text> : null}
      {variable.kind === "numeric" ? <Text size="sm">{t("noLevels")}</Text> : null}
      {variable.levels.length > 0 ? (
        <Table maw={640} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("code")}</Table.Th>
              <Table.Th scope="col">{t("label")}</Table.Th>
              <Table.Th scope="col">{t("kindOfCode")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {variable.levels.map((level) => (
              <Table.Tr key={level.code}>
                <Table.Td ff="monospace">{level.code}</Table.Td>
                <Table.Td>{labelOr(level.label, level.code, language)}</Table.Td>
                <Table.Td>
                  {level.missing === null
                    ? t("level")
                    : t(level.missing === "dont-know" ? "missing_dont_know" : "missing_refused")}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      {variable.kind === "text" ? null : (
        <Group gap="sm" className="ln-no-print">
          <ButtonLink
            size="sm"
            variant="default"
            to="/studies/$studyId/tables"
            params={{ studyId: study.id }}
            search={{ ask: variable.name }}
          >
            {t("tabulate")}
          </ButtonLink>
          {onMake && variable.kind === "numeric" ? (
            <Button size="sm" variant="default" onClick={() => onMake("bands", variable.name)}>
              {t("bandsOf")}
            </Button>
          ) : null}
          {onMake && variable.kind === "categorical" && variable.levels.length > 2 ? (
            <>
              <Button size="sm" variant="default" onClick={() => onMake("merge", variable.name)}>
                {t("mergeOf")}
              </Button>
              <Button size="sm" variant="default" onClick={() => onMake("box", variable.name)}>
                {t("box")}
              </Button>
            </>
          ) : null}
        </Group>
      )}
    </Stack>
  );
}
