import type { Base, Dictionary, TableSpec, WeightSet } from "@lang-nghe/contract";
import { Box, SegmentedControl, Select, SimpleGrid, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ButtonLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { Empty, Loaded, Loading, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { NotFrozen } from "./not-frozen.tsx";
import { useDictionary, useTable } from "./queries.ts";
import { TableResult } from "./table-result.tsx";
import { VariableSelect } from "./variable-select.tsx";
import { words } from "./words.ts";

const bases = ["valid", "answered", "asked"] as const satisfies readonly Base[];
const isBase = (text: string | undefined): text is Base => bases.some((base) => base === text);

/** Any question by any other, under a base and a set of weights, all kept in the address. */
export function TablesPage() {
  const t = useWords(words);
  const study = useStudy();
  const dictionary = useDictionary(study.state === "frozen" ? study.id : null);
  if (study.state !== "frozen") {
    return (
      <NotFrozen
        page={t("title")}
        title={t("frozenTitle")}
        why={t("frozenWhy")}
        how={t("frozenHow")}
        link={t("toCollection")}
      />
    );
  }
  return (
    <Page
      title={t("title")}
      lead={<span className="ln-no-print">{t("lead")}</span>}
      actions={
        <ButtonLink to="/studies/$studyId/tables/released" params={{ studyId: study.id }} variant="default">
          {t("toReleased")}
        </ButtonLink>
      }
    >
      <Loaded query={dictionary}>{(value) => <Tables dictionary={value} />}</Loaded>
    </Page>
  );
}

function Tables({ dictionary }: { dictionary: Dictionary }) {
  const t = useWords(words);
  const study = useStudy();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { ask?: string; by?: string; base?: string; weightSet?: string };
  const sets = useGet<WeightSet[]>(`/studies/${study.id}/weight-sets`);
  const base = isBase(search.base) ? search.base : "valid";
  const asked = dictionary.variables.find((variable) => variable.name === search.ask && variable.kind !== "text");
  const spec: TableSpec | null = asked
    ? { ask: asked.name, by: search.by ?? null, base, weightSet: search.weightSet ?? null }
    : null;
  const table = useTable(study.id, spec, true);
  const choose = (change: { ask?: string; by?: string; base?: string; weightSet?: string }) =>
    void navigate({
      to: "/studies/$studyId/tables",
      params: { studyId: study.id },
      search: { ...search, ...change },
      replace: search.ask !== undefined,
      resetScroll: false,
    });
  const narrow = useMediaQuery("(max-width: 30em)") ?? false;
  const active = sets.data?.find((set) => set.active);
  return (
    <>
      <div className="ln-no-print">
        <Section>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            <VariableSelect
              label={t("ask")}
              variables={dictionary.variables.filter((variable) => variable.kind !== "text")}
              value={asked?.name ?? null}
              onChange={(name) => {
                if (name) choose({ ask: name, ...(search.by === name ? { by: undefined as never } : {}) });
              }}
            />
            <VariableSelect
              label={t("by")}
              variables={dictionary.variables.filter(
                (variable) => variable.kind === "categorical" && variable.name !== asked?.name,
              )}
              order={["design", "derived", "question"]}
              none={t("byNone")}
              value={search.by ?? null}
              onChange={(name) => choose({ by: (name ?? undefined) as string })}
            />
            <Box>
              <Text component="div" fw={500} id="base-label" mb={4}>
                {t("base")}
              </Text>
              <SegmentedControl
                fullWidth
                orientation={narrow ? "vertical" : "horizontal"}
                aria-labelledby="base-label"
                value={base}
                onChange={(value) => choose({ base: (value === "valid" ? undefined : value) as string })}
                data={bases.map((value) => ({ value, label: t(`base_${value}`) }))}
              />
              <Text size="sm" c="dimmed" mt={6}>
                {t(`baseHelp_${base}`)}
              </Text>
            </Box>
            <Select
              label={t("weights")}
              value={search.weightSet ?? ""}
              onChange={(value) => choose({ weightSet: (value || undefined) as string })}
              data={[
                { value: "", label: active ? t("weightsActive", { name: active.name }) : t("weightsActiveNone") },
                ...(active ? [{ value: "none", label: t("weightsNone") }] : []),
                ...(sets.data ?? []).filter((set) => !set.active).map((set) => ({ value: set.id, label: set.name })),
              ]}
            />
          </SimpleGrid>
        </Section>
      </div>
      {spec === null ? (
        <Empty title={t("chooseTitle")}>
          <Text>{t("chooseHelp")}</Text>
        </Empty>
      ) : table.error ? (
        <ProblemNote problem={table.error} retry={() => void table.refetch()} />
      ) : table.data ? (
        <TableResult table={table.data} dictionary={dictionary} stale={table.isPlaceholderData} />
      ) : (
        <Loading lines={6} />
      )}
    </>
  );
}
