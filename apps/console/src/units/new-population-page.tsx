import "./units.css";
import type { Population, PopulationUpload } from "@lang-nghe/contract";
import { Button, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { downloadText } from "../platform/download.ts";
import { DropZone } from "../platform/drop-zone.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { useFormat } from "../platform/format.ts";
import { Page, Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { frameWords } from "./frame-words.ts";
import { PopulationGaps } from "./population-gaps.tsx";
import { RowFaults } from "./row-faults.tsx";

const template = "địa bàn,tỉnh,dân số\nXã Bát Xát,Tỉnh Lào Cai,21000\n";

function Unmatched({ upload }: { upload: PopulationUpload }) {
  const t = useWords(frameWords);
  const format = useFormat();
  return (
    <Notice tone="bad" title={t("unmatchedPlaces", { count: format.count(upload.unmatched.length) })}>
      <Text>{t("unmatchedHelp")}</Text>
      <List mt="xs" spacing={4}>
        {upload.unmatched.map(({ row, place, suggestions }) => (
          <List.Item key={row}>
            {t("unmatchedRow", { row, place })}
            {suggestions.length
              ? `, ${t("maybe", { names: suggestions.map(({ name, code, parent }) => `${name}${parent ? `, ${parent}` : ""} (${code})`).join("; ") })}`
              : ""}
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

/** Counts of the population from a file: looked at with what does not add up, then stored. */
export function NewPopulationPage() {
  const t = useWords(frameWords);
  const format = useFormat();
  const navigate = useNavigate();
  const [title, setTitle] = useState("");
  const [source, setSource] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const send = useMutation<PopulationUpload, ProblemError, File>({
    mutationFn: (file) => api.upload("/populations/uploads", file),
  });
  const keep = useMutation<Population, ProblemError, string>({
    mutationFn: (upload) => api.post("/populations", { upload, title: title.trim(), source: source.trim() }),
    onSuccess: async ({ id }) => {
      await refresh("/populations");
      toast(t("saved"));
      await navigate({ to: "/populations/$populationId", params: { populationId: id } });
    },
  });
  const upload = send.data;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = {
      ...(title.trim() === "" ? { "population-title": t("needTitle") } : {}),
      ...(source.trim() === "" ? { "population-source": t("needSource") } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length === 0 && upload?.id) keep.mutate(upload.id);
  };
  return (
    <Page title={t("populationTitle")} lead={t("populationLead")}>
      {upload ? (
        <Stack gap="md" mb="lg">
          {upload.faultCount ? <RowFaults count={upload.faultCount} faults={upload.faults} /> : null}
          {upload.unmatched.length ? <Unmatched upload={upload} /> : null}
        </Stack>
      ) : null}
      {upload?.id ? (
        <form onSubmit={submit} noValidate>
          <Section title={upload.fileName}>
            <Stack gap="md">
              <dl className="ln-unit-facts">
                <dt>{t("counts")}</dt>
                <dd>
                  {t("places", { count: format.count(upload.places) })},{" "}
                  {t("rows", { count: format.count(upload.rows) })}
                </dd>
                <dt>{t("variables")}</dt>
                <dd>
                  {upload.variables.length
                    ? upload.variables.map(({ name, levels }) => `${name} (${levels.join(", ")})`).join(" · ")
                    : t("onlyTotals")}
                </dd>
                <dt>{t("total")}</dt>
                <dd>{format.count(Math.round(upload.total))}</dd>
              </dl>
              <PopulationGaps gaps={upload.gaps} />
            </Stack>
          </Section>
          <Section>
            <Stack gap="md" maw="36rem">
              <ErrorSummary errors={errors} />
              <TextInput
                id="population-title"
                label={t("populationName")}
                description={t("populationNameHelp")}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
                error={errors["population-title"]}
                maxLength={200}
                autoComplete="off"
              />
              <TextInput
                id="population-source"
                label={t("source")}
                description={t("sourceHelp")}
                value={source}
                onChange={(event) => setSource(event.currentTarget.value)}
                error={errors["population-source"]}
                maxLength={300}
                autoComplete="off"
              />
              {keep.error ? <ProblemNote problem={keep.error} /> : null}
              <Group gap="sm">
                <Button type="submit" loading={keep.isPending}>
                  {t("keepPopulation")}
                </Button>
                <Button variant="default" onClick={() => send.reset()}>
                  {t("again")}
                </Button>
              </Group>
            </Stack>
          </Section>
        </form>
      ) : (
        <Section>
          <Stack gap="md">
            <DropZone
              accept={[".csv", ".xlsx"]}
              hint={t("populationHint")}
              busyWith={send.isPending ? (send.variables?.name ?? null) : null}
              onFile={(file) => send.mutate(file)}
            />
            {send.error ? <ProblemNote problem={send.error} /> : null}
            <div>
              <Button
                variant="subtle"
                size="sm"
                onClick={() => downloadText("dan-so.csv", "text/csv", `\uFEFF${template}`)}
              >
                {t("populationTemplate")}
              </Button>
            </div>
          </Stack>
        </Section>
      )}
    </Page>
  );
}
