import type { DrawDetail, ReleaseRule } from "@lang-nghe/contract";
import { Button, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { NumberField } from "./number-field.tsx";
import { words } from "./words.ts";

type Next = DrawDetail["next"][number];

function ReleaseForm({ next, close }: { next: Next; close: () => void }) {
  const t = useWords(words);
  const study = useStudy();
  const format = useFormat();
  const [completed, setCompleted] = useState<number | "">("");
  const [pending, setPending] = useState<number | "">("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const release = useMutation<DrawDetail, ProblemError, void>({
    mutationFn: () =>
      api.post(`/studies/${study.id}/sample/releases`, {
        ...{ replicate: next.replicate, stratum: next.stratum, completed, pending, reason: reason.trim() },
      }),
    onSuccess: async () => {
      await refresh(`/studies/${study.id}/draws`, `/studies/${study.id}/sample`);
      toast(t("releaseDone", { units: format.count(next.units) }));
      close();
    },
  });
  const good = completed !== "" && pending !== "" && reason.trim().length >= 10;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (good) release.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{t("reserveHelp")}</Text>
        <NumberField
          label={t("completed")}
          value={completed}
          onChange={setCompleted}
          allowDecimal={false}
          error={tried && completed === "" ? t("needCount") : null}
        />
        <NumberField
          label={t("pending")}
          value={pending}
          onChange={setPending}
          allowDecimal={false}
          error={tried && pending === "" ? t("needCount") : null}
        />
        <Textarea
          label={t("why")}
          description={t("whyHelp")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && reason.trim().length < 10 ? t("whyNeeded") : null}
          maxLength={1000}
          autosize
          minRows={2}
        />
        {release.error ? <ProblemNote problem={release.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={release.isPending}>
            {t("release")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The reserve of a draw: its rule, what was released and by whom, and the next replicate. */
export function ReserveSection({ draw, rule }: { draw: DrawDetail; rule: ReleaseRule }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const [asked, setAsked] = useState<Next | null>(null);
  const where = (stratum: string | null) => stratum ?? t("everywhere");
  return (
    <Section title={t("reserveTitle")} lead={t("reserveHelp")}>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t("releaseTitle", { replicate: asked?.replicate ?? 0 })}
        size="lg"
      >
        {asked ? <ReleaseForm next={asked} close={() => setAsked(null)} /> : null}
      </Modal>
      <Stack gap="sm">
        <Text>
          {t(rule.scope === "all" ? "ruleAll" : "ruleStratum", {
            replicates: rule.replicates,
            target: format.count(rule.target),
          })}{" "}
          {rule.note}
        </Text>
        {draw.releases.length ? (
          <List>
            {draw.releases.map((release) => (
              <List.Item key={release.number}>
                {t("releasedLine", {
                  replicate: release.replicate,
                  where: where(release.stratum),
                  units: format.count(release.units),
                  person: release.releasedBy,
                  when: format.moment(release.releasedAt),
                  reason: release.reason,
                })}
              </List.Item>
            ))}
          </List>
        ) : (
          <Text c="dimmed">{t("noneReleased")}</Text>
        )}
        {draw.next.length === 0 ? <Text>{t("noneLeft")}</Text> : null}
        {draw.inUse && may("sampling:write") ? (
          <Group gap="sm">
            {draw.next.map((next) => (
              <Button key={next.stratum ?? ""} variant="default" onClick={() => setAsked(next)}>
                {t("releaseNext", {
                  replicate: next.replicate,
                  where: where(next.stratum),
                  units: format.count(next.units),
                })}
              </Button>
            ))}
          </Group>
        ) : null}
      </Stack>
    </Section>
  );
}
