import { combineShares } from "@lang-nghe/anonymity";
import type { Wave, WaveOpening } from "@lang-nghe/contract";
import { Button, Group, List, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { fromBase64url, random, toBase64url } from "./bytes.ts";
import { shareFault } from "./share-errors.ts";
import { words } from "./words.ts";

/** Two holders type their shares; the key goes to the server once and is kept nowhere. */
export function OpeningCeremony({ wave }: { wave: Wave }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const study = useStudy();
  const [typed, setTyped] = useState<readonly [string, string]>(["", ""]);
  const [fault, setFault] = useState<string>();
  const [privateKey, setPrivateKey] = useState<string>();
  const open = useMutation<Wave, ProblemError, string>({
    mutationFn: (given) => api.post(`/studies/${study.id}/wave/open`, { privateKey: given } satisfies WaveOpening),
    onSuccess: async () => {
      setPrivateKey(undefined);
      setTyped(["", ""]);
      await refresh("/studies");
      toast(t("openedNow"));
      window.scrollTo({ top: 0 });
    },
  });
  const check = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const publicKey = fromBase64url(wave.offer?.tabulationKey ?? "");
      const keys = await combineShares(crypto.subtle, random, { studyId: study.id, publicKey }, typed);
      setPrivateKey(toBase64url(keys.privateKey));
    } catch (error) {
      setFault(shareFault(error, t));
    }
  };
  if (!may("responses:open"))
    return (
      <Section title={t("openCeremony")}>
        <Text>{t("openNeedsHolder")}</Text>
      </Section>
    );
  if (!globalThis.crypto?.subtle) return <ProblemNote problem={new ProblemError("", 0, t("notSecure"))} />;
  return (
    <Section title={t("openCeremony")} lead={t("openCeremonyLead")}>
      <form onSubmit={check}>
        <Stack gap="md" maw="46rem">
          {fault ? (
            <Notice tone="bad">
              <Text>{fault}</Text>
            </Notice>
          ) : null}
          {([0, 1] as const).map((place) => (
            <Textarea
              key={place}
              label={t("typed", { number: place + 1 })}
              description={t("typeHelp")}
              minRows={6}
              value={typed[place]}
              onChange={(event) => {
                const text = event.currentTarget.value;
                setTyped((before) => (place === 0 ? [text, before[1]] : [before[0], text]));
                setFault(undefined);
              }}
              autoComplete="off"
              spellCheck={false}
              styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            />
          ))}
          <Group>
            <Button type="submit" disabled={typed.some((text) => text.trim() === "")}>
              {t("openSeal")}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm
        opened={privateKey !== undefined}
        onClose={() => setPrivateKey(undefined)}
        title={t("openAsk", { count: format.count(wave.progress.sealed) })}
        action={t("openSeal")}
        busy={open.isPending}
        problem={open.error}
        onConfirm={() => privateKey && open.mutate(privateKey)}
      >
        <List spacing="xs">
          <List.Item>{t("openWhat1")}</List.Item>
          <List.Item>{t("openWhat2")}</List.Item>
          <List.Item>{t("openWhat3")}</List.Item>
        </List>
      </Confirm>
    </Section>
  );
}
