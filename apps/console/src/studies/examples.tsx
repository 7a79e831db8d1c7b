import type { Example, Study } from "@lang-nghe/contract";
import { Button, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type ProblemError } from "../platform/api.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, ProblemNote, Working } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Complete studies that open with one click. */
export function Examples() {
  const t = useWords(words);
  const label = useLabel();
  const may = useMay();
  const navigate = useNavigate();
  const examples = useGet<Example[]>("/examples");
  const install = useMutation<Study, ProblemError, string>({
    mutationFn: (name) => api.post(`/examples/${encodeURIComponent(name)}`),
    onSuccess: async (study) => {
      await navigate({ to: "/studies/$studyId", params: { studyId: study.id } });
      await refresh("/studies", "/examples");
    },
  });
  return (
    <Section title={t("examples")} lead={may("studies:write") ? t("examplesLead") : t("examplesReadOnly")}>
      <Stack gap="md">
        {install.error ? <ProblemNote problem={install.error} /> : null}
        <Loaded query={examples} lines={3}>
          {(list) => (
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
              {list.map((example) => (
                <Stack key={example.name} gap={6} align="flex-start">
                  <Title order={3}>{label(example.title)}</Title>
                  <Text c="dimmed" style={{ flex: 1 }}>
                    {label(example.description)}
                  </Text>
                  {install.isPending && install.variables === example.name ? (
                    <Working>{t("installing")}</Working>
                  ) : example.installedAs ? (
                    <ButtonLink
                      to="/studies/$studyId"
                      params={{ studyId: example.installedAs }}
                      variant="default"
                      mt={4}
                      aria-label={`${t("goToExample")}: ${label(example.title)}`}
                    >
                      {t("goToExample")}
                    </ButtonLink>
                  ) : may("studies:write") ? (
                    <Button
                      variant="default"
                      mt={4}
                      disabled={install.isPending}
                      onClick={() => install.mutate(example.name)}
                      aria-label={`${t("openExample")}: ${label(example.title)}`}
                    >
                      {t("openExample")}
                    </Button>
                  ) : null}
                </Stack>
              ))}
            </SimpleGrid>
          )}
        </Loaded>
      </Stack>
    </Section>
  );
}
