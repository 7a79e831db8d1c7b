import type { TestQuestion, Training, TrainingEntry } from "@lang-nghe/contract";
import { Button, Fieldset, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Places for choices in the form; empty ones are left out. */
const places = [0, 1, 2, 3];
const blank: TestQuestion = { question: "", choices: ["", "", "", ""], right: 0 };

/** Enters a training session, or changes it. */
export function TrainingForm({ of, onDone }: { of: Training | null; onDone: (id: string | null) => void }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const [title, setTitle] = useState(of?.title ?? "");
  const [heldOn, setHeldOn] = useState<string | null>(of?.heldOn ?? null);
  const [place, setPlace] = useState(of?.place ?? "");
  const [hours, setHours] = useState<string | number>(of?.hours ?? 4);
  const [questions, setQuestions] = useState<TestQuestion[]>(
    (of?.questions ?? []).map((one) => ({ ...one, choices: places.map((i) => one.choices[i] ?? "") })),
  );
  const [passMark, setPassMark] = useState<string | number>(of?.passMark ?? 0);
  const [errors, setErrors] = useState<FieldErrors>({});
  const used = of?.attendance.some(({ mark, certificate }) => mark !== null || certificate !== null) ?? false;
  const save = useMutation<{ id: string } | undefined, ProblemError, TrainingEntry>({
    mutationFn: (entry) => (of ? api.put(`/trainings/${of.id}`, entry) : api.post("/trainings", entry)),
    onSuccess: async (made) => {
      await refresh("/trainings");
      toast(t("saved"));
      onDone(made?.id ?? null);
    },
  });
  const change = (i: number, part: Partial<TestQuestion>) =>
    setQuestions(questions.map((one, k) => (k === i ? { ...one, ...part } : one)));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, platform("badDay")) };
    if (title.trim() === "") found["training-title"] = t("needName");
    if (!heldOn && !found["training-on"]) found["training-on"] = t("needDay");
    if (!Number.isInteger(hours) || Number(hours) < 1 || Number(hours) > 80) found["training-hours"] = t("needHours");
    const asked = questions.map(({ question, choices, right }) => {
      const kept = choices.map((choice) => choice.trim()).filter((choice) => choice !== "");
      return { question: question.trim(), choices: kept, right: kept.indexOf(choices[right]?.trim() ?? "") };
    });
    for (const [i, one] of asked.entries())
      if (one.question === "" || one.choices.length < 2 || one.right < 0) found[`question-${i}`] = t("needQuestion");
    if (!Number.isInteger(passMark) || Number(passMark) < 0 || Number(passMark) > asked.length)
      found["training-pass"] = t("needPass");
    setErrors(found);
    if (Object.keys(found).length > 0 || !heldOn) return;
    save.mutate({
      ...{ title: title.trim(), heldOn, place: place.trim(), hours: Number(hours) },
      ...{ questions: asked, passMark: Number(passMark) },
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <TextInput
          id="training-title"
          label={t("subject")}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={errors["training-title"]}
          maxLength={200}
          autoComplete="off"
          data-autofocus
        />
        <Group align="flex-start" gap="md">
          <DayField
            id="training-on"
            label={t("heldOn")}
            value={heldOn}
            onChange={setHeldOn}
            error={errors["training-on"]}
            disabled={used}
          />
          <NumberInput
            id="training-hours"
            label={t("hours")}
            value={hours}
            onChange={setHours}
            error={errors["training-hours"]}
            min={1}
            max={80}
            maw={120}
            hideControls
          />
        </Group>
        <TextInput
          id="training-place"
          label={t("place")}
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
          maxLength={200}
        />
        {used ? <Text c="dimmed">{t("fixedTest")}</Text> : null}
        {questions.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a question is its place in the test
          <Fieldset key={i} legend={t("question", { number: i + 1 })} disabled={used}>
            <Stack gap="xs">
              <TextInput
                id={`question-${i}`}
                aria-label={t("question", { number: i + 1 })}
                value={one.question}
                onChange={(event) => change(i, { question: event.currentTarget.value })}
                error={errors[`question-${i}`]}
                maxLength={300}
              />
              {places.map((k) => (
                <TextInput
                  key={k}
                  size="sm"
                  aria-label={t("choice", { number: i + 1, choice: k + 1 })}
                  placeholder={t("rightOption", { choice: k + 1 })}
                  value={one.choices[k] ?? ""}
                  onChange={(event) => {
                    const text = event.currentTarget.value;
                    change(i, { choices: one.choices.map((choice, at) => (at === k ? text : choice)) });
                  }}
                  maxLength={200}
                />
              ))}
              <Group align="flex-end" gap="sm">
                <NativeSelect
                  size="md"
                  label={t("right", { number: i + 1 })}
                  data={places.map((k) => ({
                    value: String(k),
                    label: one.choices[k]?.trim() || t("rightOption", { choice: k + 1 }),
                  }))}
                  value={String(one.right)}
                  onChange={(event) => change(i, { right: Number(event.currentTarget.value) })}
                />
                <Button variant="default" onClick={() => setQuestions(questions.filter((_, k) => k !== i))}>
                  {t("dropQuestion", { number: i + 1 })}
                </Button>
              </Group>
            </Stack>
          </Fieldset>
        ))}
        {used ? null : (
          <Group>
            <Button
              variant="default"
              onClick={() => setQuestions([...questions, blank])}
              disabled={questions.length >= 30}
            >
              {t("addQuestion")}
            </Button>
          </Group>
        )}
        {questions.length > 0 ? (
          <NumberInput
            id="training-pass"
            label={t("passMark")}
            value={passMark}
            onChange={setPassMark}
            error={errors["training-pass"]}
            min={0}
            max={questions.length}
            maw={220}
            hideControls
            disabled={used}
          />
        ) : null}
        {save.error ? <ProblemNote problem={save.error} /> : null}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
