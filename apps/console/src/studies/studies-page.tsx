import type { Study } from "@lang-nghe/contract";
import { Box, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { Examples } from "./examples.tsx";
import { search } from "./search.ts";
import { StudyBadges } from "./study-badges.tsx";
import { words } from "./words.ts";

function Row({ study }: { study: Study }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const count = format.count(study.accepted);
  const answers =
    study.accepted === 0 && study.state !== "frozen"
      ? t("noAnswers")
      : study.state === "open"
        ? t("acceptedOpen", { count })
        : t("acceptedFrozen", { count });
  return (
    <Box component="li" py="md" px={{ base: "md", sm: "lg" }} style={{ borderTop: "1px solid var(--ln-line)" }}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box style={{ flex: "1 1 18rem", minWidth: 0 }}>
          <TextLink to="/studies/$studyId" params={{ studyId: study.id }} fw={600} fz="1.0625rem" underline="hover">
            {label(study.title)}
          </TextLink>
          <Text c="dimmed" size="sm">
            {t(study.kind)} · {answers}
          </Text>
        </Box>
        <StudyBadges study={study} />
      </Group>
    </Box>
  );
}

function StudyList({ studies }: { studies: readonly Study[] }) {
  const t = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const filter = useSearch({ from: "/staff-only/" });
  const states = ["design", "open", "frozen"] as const;
  const kept = search(
    studies.filter((study) => filter.state === undefined || study.state === filter.state),
    filter.search ?? "",
    (study) => [study.title.vi, study.title.en, study.slug],
  );
  const change = (next: { search?: string | undefined; state?: string | undefined }) =>
    void navigate({ to: "/", search: { ...filter, ...next }, replace: true });
  return (
    <Box className="ln-surface" mb="lg">
      <Group gap="md" p={{ base: "md", sm: "lg" }} align="flex-end" className="ln-no-print">
        <TextInput
          type="search"
          label={t("search")}
          placeholder={t("searchHelp")}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={filter.search ?? ""}
          onChange={(event) => change({ search: event.currentTarget.value || undefined })}
          style={{ flex: "2 1 16rem" }}
        />
        <Select
          label={t("filterState")}
          data={[{ value: "", label: t("anyState") }, ...states.map((state) => ({ value: state, label: t(state) }))]}
          value={filter.state ?? ""}
          onChange={(state) => change({ state: state || undefined })}
          style={{ flex: "1 1 10rem" }}
        />
      </Group>
      <Text size="sm" c="dimmed" px={{ base: "md", sm: "lg" }} pb="sm" role="status">
        {t("found", { count: format.count(kept.length), all: format.count(studies.length) })}
      </Text>
      {kept.length === 0 ? (
        <Stack gap="xs" align="flex-start" px={{ base: "md", sm: "lg" }} pb="lg">
          <Text fw={600}>{t("noneFound")}</Text>
          <Text>{t("noneFoundHelp")}</Text>
          <Button variant="default" onClick={() => change({ search: undefined, state: undefined })}>
            {t("clearSearch")}
          </Button>
        </Stack>
      ) : (
        <Box component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {kept.map((study) => (
            <Row key={study.id} study={study} />
          ))}
        </Box>
      )}
    </Box>
  );
}

export function StudiesPage() {
  const t = useWords(words);
  const may = useMay();
  const studies = useGet<Study[]>("/studies");
  const buttons = may("studies:write") ? (
    <>
      <ButtonLink to="/import" variant="default">
        {t("importFile")}
      </ButtonLink>
      <ButtonLink to="/studies/new">{t("newStudy")}</ButtonLink>
    </>
  ) : null;
  return (
    <Page title={t("title")} lead={t("lead")} actions={studies.data?.length ? buttons : null}>
      <Loaded query={studies}>
        {(list) =>
          list.length === 0 ? (
            <Box mb="lg">
              <Empty title={t("emptyTitle")} actions={buttons}>
                <Text>{t("emptyHelp")}</Text>
              </Empty>
            </Box>
          ) : (
            <StudyList studies={list} />
          )
        }
      </Loaded>
      <Examples />
    </Page>
  );
}
