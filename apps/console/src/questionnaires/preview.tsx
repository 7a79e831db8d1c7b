import type { Questionnaires, QuestionnaireVersion } from "@lang-nghe/contract";
import { Box, Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconExternalLink, IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** The address with the language the respondent would choose. */
function inLanguageOf(link: string, language: string): string {
  const address = new URL(link, window.location.href);
  // The frame must be of our own origin, also where PUBLIC_URL names another host than the one in the address bar.
  return `${address.pathname}?lang=${encodeURIComponent(language)}`;
}

function TestAnswers({ count }: { count: number }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const study = useStudy();
  const [asking, setAsking] = useState(false);
  const remove = useMutation<undefined, ProblemError>({
    mutationFn: () => api.remove(`/studies/${study.id}/test-answers`),
    onSuccess: async () => {
      setAsking(false);
      await refresh(`/studies/${study.id}`);
      toast(t("testDeleted"));
    },
  });
  return (
    <Stack gap="xs" align="flex-start">
      <Text fw={600} component="h3" m={0}>
        {t("testAnswers")}
      </Text>
      <Text role="status">{count === 0 ? t("testNone") : t("testCount", { count: format.count(count) })}</Text>
      {count > 0 && may("studies:write") ? (
        <Button variant="default" size="sm" onClick={() => setAsking(true)}>
          {t("testDelete")}
        </Button>
      ) : null}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("testDeleteTitle", { count: format.count(count) })}
        action={t("testDelete")}
        busy={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate()}
      >
        <Text>{t("testDeleteWhat")}</Text>
      </Confirm>
    </Stack>
  );
}

/** The real answer page in a frame of a phone's size; what is answered in it is a test. */
export function Preview({ shown, version }: { shown: Questionnaires; version: QuestionnaireVersion }) {
  const t = useWords(words);
  const study = useStudy();
  const [language, setLanguage] = useState(version.languages[0]?.code ?? "vi");
  const [round, setRound] = useState(0);
  useEffect(() => {
    // A test answer given in the frame shows in the count soon after.
    const timer = setInterval(() => void refresh(`/studies/${study.id}/questionnaire`), 5000);
    return () => clearInterval(timer);
  }, [study.id]);
  if (!shown.testLink) return null;
  const address = inLanguageOf(shown.testLink, language);
  return (
    <Section title={t("partPreview")} lead={t("previewLead")}>
      <Group align="flex-start" gap="xl">
        <Box
          style={{
            flex: "0 1 400px",
            minWidth: 0,
            width: "100%",
            border: "10px solid var(--ln-bezel)",
            borderRadius: 28,
            overflow: "hidden",
            background: "#fff",
          }}
        >
          <iframe
            key={`${version.hash}.${language}.${round}`}
            src={address}
            title={t("previewFrame")}
            style={{ display: "block", width: "100%", height: 660, border: 0 }}
          />
        </Box>
        <Stack gap="lg" style={{ flex: "1 1 16rem", minWidth: 0 }}>
          {version.languages.length > 1 ? (
            <Select
              label={t("previewLanguage")}
              data={version.languages.map((each) => ({
                value: each.code,
                label: each.complete ? each.name : t("incomplete", { name: each.name }),
              }))}
              value={language}
              onChange={(value) => value && setLanguage(value)}
              maw={320}
            />
          ) : null}
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconRefresh size={18} aria-hidden />}
              onClick={() => setRound((before) => before + 1)}
            >
              {t("previewReload")}
            </Button>
            <Button
              component="a"
              variant="default"
              href={address}
              target="_blank"
              rel="noreferrer"
              leftSection={<IconExternalLink size={18} aria-hidden />}
            >
              {t("previewOpen")}
            </Button>
          </Group>
          <TestAnswers count={shown.testAnswers} />
        </Stack>
      </Group>
    </Section>
  );
}
