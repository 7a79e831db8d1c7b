import type { CellsPlan, InvitationWave } from "@lang-nghe/contract";
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Publishes the cells that were looked at, for good. */
export function PublishSection({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const format = useFormat();
  const plan = useGet<CellsPlan>(`/invitations/${wave.studyId}/cells`).data;
  const [days, setDays] = useState("60");
  const [asking, setAsking] = useState(false);
  const cells = plan?.cells?.length ?? 0;
  const publish = useMutation<InvitationWave, ProblemError>({
    mutationFn: () =>
      api.post(`/invitations/${wave.studyId}/manifest`, {
        people: plan?.people ?? 0,
        cells,
        eraseAfterDays: Number(days),
      }),
    onSuccess: async () => {
      setAsking(false);
      await refresh("/invitations");
      toast(t("publishDone"));
    },
  });
  return (
    <Section title={t("publish")} lead={t("publishLead")}>
      <Stack gap="md">
        <Select
          label={t("eraseAfter")}
          data={[14, 30, 60, 90, 180].map((count) => ({ value: String(count), label: t("eraseDays", { count }) }))}
          value={days}
          onChange={(value) => setDays(value ?? "60")}
          allowDeselect={false}
          maw="16rem"
        />
        <Group>
          <Button onClick={() => setAsking(true)} disabled={cells === 0 || wave.sender === null}>
            {t("publish")}
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("publishTitle", { cells: format.count(cells), people: format.count(plan?.people ?? 0) })}
        action={t("publish")}
        onConfirm={() => publish.mutate()}
        busy={publish.isPending}
        problem={publish.error}
      >
        <Text>{t("publishHelp")}</Text>
      </Confirm>
    </Section>
  );
}
