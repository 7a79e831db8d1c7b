import { type UnitDetail, type UnitKind, unitKindNames, unitKinds } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { type PickedUnit, UnitPicker } from "./unit-picker.tsx";
import { words } from "./words.ts";

export const codePattern = /^[A-Za-z0-9._/-]{1,40}$/;

/** Kinds of unit by their names. */
export function useKinds() {
  const label = useLabel();
  return unitKinds.map((value) => ({ value, label: label(unitKindNames[value]) }));
}

/** One unit, written in by hand. */
export function NewUnitForm({ parent, onDone }: { parent: PickedUnit | null; onDone: () => void }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const kinds = useKinds();
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [kind, setKind] = useState<UnitKind>("commune");
  const [parentId, setParentId] = useState(parent?.id ?? null);
  const [validFrom, setValidFrom] = useState<string | null>(null);
  const [focal, setFocal] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const add = useMutation<UnitDetail, ProblemError>({
    mutationFn: () =>
      api.post("/units", { code: code.trim(), name: name.trim(), kind, parentId, validFrom, focal: focal.trim() }),
    onSuccess: async () => {
      await refresh("/units");
      toast(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, platform("badDay")) };
    if (name.trim() === "") found["unit-name"] = t("needName");
    if (!codePattern.test(code.trim())) found["unit-code"] = t("needCode");
    setErrors(found);
    if (Object.keys(found).length === 0) add.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <TextInput
          id="unit-name"
          label={t("name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors["unit-name"]}
          maxLength={200}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          id="unit-code"
          label={t("code")}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={errors["unit-code"]}
          maxLength={40}
          autoComplete="off"
        />
        <NativeSelect
          id="unit-kind"
          label={t("kind")}
          data={kinds}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as UnitKind)}
        />
        <UnitPicker
          id="unit-parent"
          label={t("parent")}
          value={parentId}
          onChange={setParentId}
          clearable
          {...(parent ? { known: [parent] } : {})}
        />
        <DayField id="unit-from" label={t("validFrom")} value={validFrom} onChange={setValidFrom} maw={220} />
        <TextInput
          id="unit-focal"
          label={t("focal")}
          description={t("focalHelp")}
          value={focal}
          onChange={(event) => setFocal(event.currentTarget.value)}
          maxLength={120}
          autoComplete="off"
        />
        {add.error ? <ProblemNote problem={add.error} /> : null}
        <Group>
          <Button type="submit" loading={add.isPending}>
            {t("add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
