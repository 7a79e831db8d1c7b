import type { UnitDetail, UnitKind } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
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
import { codePattern, useKinds } from "./new-unit-form.tsx";
import { words } from "./words.ts";

/** Mends what was written wrongly of a unit; what changed in the world is another form. */
export function CorrectUnitForm({ unit, onDone }: { unit: UnitDetail; onDone: () => void }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const kinds = useKinds();
  const [code, setCode] = useState(unit.code);
  const [name, setName] = useState(unit.name);
  const [nameEn, setNameEn] = useState(unit.nameEn);
  const [kind, setKind] = useState<UnitKind>(unit.kind);
  const [validFrom, setValidFrom] = useState(unit.validFrom);
  const [focal, setFocal] = useState(unit.focal);
  const [errors, setErrors] = useState<FieldErrors>({});
  const correct = useMutation<UnitDetail, ProblemError>({
    mutationFn: () =>
      api.patch(`/units/${unit.id}`, {
        code: code.trim(),
        name: name.trim(),
        nameEn: nameEn.trim(),
        kind,
        validFrom,
        focal: focal.trim(),
      }),
    onSuccess: async () => {
      await refresh("/units");
      toast(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, platform("badDay")) };
    if (name.trim() === "") found["correct-name"] = t("needName");
    if (!codePattern.test(code.trim())) found["correct-code"] = t("needCode");
    setErrors(found);
    if (Object.keys(found).length === 0) correct.mutate();
  };
  const field = (id: string, key: "name" | "nameEn" | "code", value: string, set: (value: string) => void) => (
    <TextInput
      id={id}
      label={t(key)}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      error={errors[id]}
      maxLength={200}
      autoComplete="off"
    />
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text c="dimmed">{t("correctLead")}</Text>
        <ErrorSummary errors={errors} />
        {field("correct-name", "name", name, setName)}
        {field("correct-name-en", "nameEn", nameEn, setNameEn)}
        {field("correct-code", "code", code, setCode)}
        <NativeSelect
          id="correct-kind"
          label={t("kind")}
          data={kinds}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as UnitKind)}
        />
        <DayField id="correct-from" label={t("validFrom")} value={validFrom} onChange={setValidFrom} maw={220} />
        <TextInput
          id="correct-focal"
          label={t("focal")}
          description={t("focalHelp")}
          value={focal}
          onChange={(event) => setFocal(event.currentTarget.value)}
          maxLength={120}
          autoComplete="off"
        />
        {correct.error ? <ProblemNote problem={correct.error} /> : null}
        <Group>
          <Button type="submit" loading={correct.isPending}>
            {platform("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
