import type { Collaborator, CommendationEntry, Commendations } from "@lang-nghe/contract";
import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { useFormat } from "../platform/format.ts";
import { platformWords } from "../platform/platform-words.ts";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { RemoveButton } from "./remove-button.tsx";
import { words } from "./words.ts";

/** Commendations of one collaborator: read, entered, allowed to be published or not. */
export function CommendationList({ of }: { of: Collaborator }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const path = `/collaborators/${of.id}/commendations`;
  const list = useGet<Commendations>(path);
  const change = useMutation<unknown, ProblemError, Commendations["commendations"][number]>({
    mutationFn: ({ id, ...entry }) => api.put(`${path}/${id}`, entry),
    onSuccess: async () => {
      await refresh(path);
      toast(t("saved"));
    },
  });
  return (
    <Stack gap="md">
      <Loaded query={list} lines={2}>
        {({ commendations }) =>
          commendations.length === 0 ? (
            <Text c="dimmed">{t("praiseEmpty")}</Text>
          ) : (
            <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
              {commendations.map((one) => (
                <li key={one.id} className="ln-line">
                  <div>
                    <Text>{one.sentence}</Text>
                    <Text size="sm" c="dimmed">
                      {[one.givenBy, format.day(one.givenOn), t(one.published ? "published" : "notPublished")].join(
                        " · ",
                      )}
                    </Text>
                  </div>
                  {may("collaborators:write") ? (
                    <Group gap="xs">
                      <Button
                        size="sm"
                        variant="default"
                        onClick={() => change.mutate({ ...one, published: !one.published })}
                      >
                        {t(one.published ? "unpublish" : "publish")}
                      </Button>
                      <RemoveButton
                        path={`${path}/${one.id}`}
                        name={`“${one.sentence}”`}
                        what={t("praiseRemoveWhat")}
                        again={["/collaborators"]}
                      />
                    </Group>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {change.error ? <ProblemNote problem={change.error} /> : null}
      {may("collaborators:write") ? <NewCommendation path={path} /> : null}
    </Stack>
  );
}

function NewCommendation({ path }: { path: string }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const [sentence, setSentence] = useState("");
  const [givenBy, setGivenBy] = useState("");
  const [givenOn, setGivenOn] = useState<string | null>(null);
  const [published, setPublished] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const add = useMutation<unknown, ProblemError, CommendationEntry>({
    mutationFn: (entry) => api.post(path, entry),
    onSuccess: async () => {
      setSentence("");
      await refresh("/collaborators");
      toast(t("saved"));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, platform("badDay")) };
    if (sentence.trim() === "") found["praise-sentence"] = t("needSentence");
    else if (givenBy.trim() === "") found["praise-by"] = t("needSentence");
    if (!givenOn && !found["praise-on"]) found["praise-on"] = t("needDay");
    setErrors(found);
    if (Object.keys(found).length === 0 && givenOn)
      add.mutate({ sentence: sentence.trim(), givenBy: givenBy.trim(), givenOn, published });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <ErrorSummary errors={errors} />
        <TextInput
          id="praise-sentence"
          label={t("sentence")}
          value={sentence}
          onChange={(event) => setSentence(event.currentTarget.value)}
          error={errors["praise-sentence"]}
          maxLength={300}
          autoComplete="off"
        />
        <Group align="flex-start" gap="md">
          <TextInput
            id="praise-by"
            label={t("givenBy")}
            value={givenBy}
            onChange={(event) => setGivenBy(event.currentTarget.value)}
            error={errors["praise-by"]}
            maxLength={120}
          />
          <DayField
            id="praise-on"
            label={t("givenOn")}
            value={givenOn}
            onChange={setGivenOn}
            error={errors["praise-on"]}
          />
        </Group>
        <Checkbox
          label={t("published")}
          checked={published}
          onChange={(event) => setPublished(event.currentTarget.checked)}
        />
        {add.error ? <ProblemNote problem={add.error} /> : null}
        <Group>
          <Button type="submit" loading={add.isPending}>
            {t("addPraise")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
