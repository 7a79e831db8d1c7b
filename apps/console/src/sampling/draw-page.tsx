import "./sampling.css";
import type { DrawDetail, DrawRepeat, SampleUse } from "@lang-nghe/contract";
import { Badge, Button, CopyButton, Group, Modal, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { ReserveSection } from "./reserve-section.tsx";
import { StrataTable } from "./strata-table.tsx";
import { words } from "./words.ts";

function UseDialog({ draw, close }: { draw: DrawDetail; close: () => void }) {
  const t = useWords(words);
  const study = useStudy();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const take = useMutation<SampleUse[], ProblemError, string>({
    mutationFn: (why) => api.put(`/studies/${study.id}/sample`, { drawId: draw.id, reason: why }),
    onSuccess: async () => {
      await refresh(`/studies/${study.id}/draws`, `/studies/${study.id}/sample`);
      toast(t("used", { number: draw.number }));
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const short = reason.trim().length < 10;
    setError(short ? t("whyNeeded") : null);
    if (!short) take.mutate(reason.trim());
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{t("useHelp")}</Text>
        <Textarea
          label={t("why")}
          description={t("whyHelp")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={error}
          maxLength={1000}
          autosize
          minRows={2}
          data-autofocus
        />
        {take.error ? <ProblemNote problem={take.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={take.isPending}>
            {t("useThis")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Repeat({ draw }: { draw: DrawDetail }) {
  const t = useWords(words);
  const study = useStudy();
  const repeat = useMutation<DrawRepeat, ProblemError, void>({
    mutationFn: () => api.post(`/studies/${study.id}/draws/${draw.id}/repeat`),
  });
  return (
    <Stack gap="sm">
      <Group gap="sm" className="ln-no-print">
        <Button variant="default" loading={repeat.isPending} onClick={() => repeat.mutate()}>
          {t("repeat")}
        </Button>
        <Button component="a" variant="default" href={`/api/studies/${study.id}/draws/${draw.id}/draw.json`} download>
          {t("record")}
        </Button>
      </Group>
      {repeat.error ? <ProblemNote problem={repeat.error} /> : null}
      {repeat.data ? (
        <div role="status">
          <Notice tone={repeat.data.same ? "good" : "bad"}>
            <Text>{t(repeat.data.same ? "same" : repeat.data.newAlgorithm ? "differentVersion" : "different")}</Text>
          </Notice>
        </div>
      ) : null}
    </Stack>
  );
}

function Facts({ draw }: { draw: DrawDetail }) {
  const t = useWords(words);
  const format = useFormat();
  const { low, high } = {
    low: format.number(draw.weights.lowest, 2),
    high: format.number(draw.weights.highest, 2),
  };
  const facts = [
    [t("sampleFact"), format.count(draw.sampled + draw.releases.reduce((sum, { units }) => sum + units, 0))],
    ...(draw.reserve ? [[t("reserveFact"), format.count(draw.reserve)]] : []),
    [t("weightSum"), format.number(draw.weights.sum, 0)],
    [t("weightRange"), low === high ? low : t("from", { low, high })],
    [t("weightEffect"), format.number(draw.weights.effect, 2)],
  ] as const;
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 5 }} m={0} mb="lg" spacing="md">
      {facts.map(([term, value]) => (
        <div key={term}>
          <Text component="dt" size="sm" c="dimmed">
            {term}
          </Text>
          <Text component="dd" m={0} fz="lg" fw={600} className="ln-number">
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}

function Inside({ draw }: { draw: DrawDetail }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const may = useMay();
  const study = useStudy();
  const [asking, setAsking] = useState(false);
  const mono = (text: string) => (
    <Text span ff="monospace" size="sm" style={{ overflowWrap: "anywhere" }}>
      {text}
    </Text>
  );
  return (
    <Page
      title={t("draw", { number: draw.number })}
      lead={
        <TextLink to="/studies/$studyId/sample" params={{ studyId: study.id }} className="ln-no-print">
          {t("back")}
        </TextLink>
      }
      actions={
        <>
          <Button variant="default" onClick={() => window.print()}>
            {t("print")}
          </Button>
          {draw.inUse ? (
            <Badge variant="light" size="xl" tt="none">
              {t("inUse")}
            </Badge>
          ) : may("sampling:write") && study.state === "design" ? (
            <Button onClick={() => setAsking(true)}>{t("useThis")}</Button>
          ) : null}
        </>
      }
    >
      <Modal opened={asking} onClose={() => setAsking(false)} title={t("useTitle", { number: draw.number })} size="lg">
        <UseDialog draw={draw} close={() => setAsking(false)} />
      </Modal>
      <Section title={t("strata")}>
        <Facts draw={draw} />
        <StrataTable strata={draw.strata} name={t("strata")} />
        {draw.smallUnits ? (
          <Text size="sm" c="dimmed" mt="sm">
            {t("smallUnits", { count: format.count(draw.smallUnits) })}
          </Text>
        ) : null}
      </Section>
      {draw.design.release ? <ReserveSection draw={draw} rule={draw.design.release} /> : null}
      <Section title={t("description")} lead={t("descriptionHelp")}>
        <Stack gap="sm">
          <Text maw="46rem" style={{ overflowWrap: "anywhere" }}>
            {label(draw.description)}
          </Text>
          <Group className="ln-no-print">
            <CopyButton value={label(draw.description)}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? t("copied") : t("copy")}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      </Section>
      <Section title={t("facts")}>
        <dl className="ln-sampling-facts">
          <dt>{t("reason")}</dt>
          <dd>
            {draw.reason}
            <Text size="sm" c="dimmed">
              {t("drawnBy", { person: draw.drawnBy, when: format.moment(draw.drawnAt) })}
            </Text>
          </dd>
          <dt>{t("seed")}</dt>
          <dd>
            {mono(String(draw.seed))} ({t(draw.seedMade ? "seedMade" : "seedGiven")})
          </dd>
          <dt>{t("algorithm")}</dt>
          <dd>
            {t("version", { name: draw.algorithm.name, version: draw.algorithm.version })}{" "}
            <Text size="sm" c="dimmed">
              {draw.algorithm.generator}
            </Text>
          </dd>
          <dt>{t("joint")}</dt>
          <dd>{t(`joint-${draw.joint}`)}</dd>
          <dt>{t("frame")}</dt>
          <dd>{t("frameLine", { title: draw.frame.title, rows: format.count(draw.frame.rows) })}</dd>
          <dt>{t("frameHash")}</dt>
          <dd>{mono(draw.frame.hash)}</dd>
          <dt>{t("recordHash")}</dt>
          <dd>{mono(draw.hash)}</dd>
        </dl>
        <Repeat draw={draw} />
      </Section>
    </Page>
  );
}

/** One draw: what it gave, how it can be repeated, and whether the study works with it. */
export function DrawPage() {
  const study = useStudy();
  const { drawId } = useParams({ from: "/staff-only/studies/$studyId/sample/$drawId" });
  const query = useGet<DrawDetail>(`/studies/${study.id}/draws/${drawId}`);
  return <Loaded query={query}>{(draw) => <Inside key={draw.id} draw={draw} />}</Loaded>;
}
