import type { Collaborator, CollaboratorEntry, CollaboratorLevel, Roster } from "@lang-nghe/contract";
import { Button, Group, MultiSelect, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { UnitPicker } from "../units/unit-picker.tsx";
import { languageNames } from "./languages.ts";
import { words } from "./words.ts";

export const levels: readonly CollaboratorLevel[] = ["province", "commune", "village"];

/** Enters a collaborator, or changes what is said of one. */
export function CollaboratorForm({
  of,
  accounts,
  onDone,
}: {
  of: Collaborator | null;
  accounts: Roster["accounts"];
  onDone: () => void;
}) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const label = useLabel();
  const may = useMay();
  const [name, setName] = useState(of?.name ?? "");
  const [contact, setContact] = useState(of?.contact ?? "");
  const [level, setLevel] = useState<CollaboratorLevel>(of?.level ?? "village");
  const [unitId, setUnitId] = useState(of?.unitId ?? null);
  const [staffId, setStaffId] = useState(of?.staffId ?? "");
  const [languages, setLanguages] = useState<string[]>(of?.languages ?? ["vi"]);
  const [appointedOn, setAppointedOn] = useState<string | null>(of?.appointedOn ?? null);
  const [endedOn, setEndedOn] = useState<string | null>(of?.endedOn ?? null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const save = useMutation<unknown, ProblemError, CollaboratorEntry>({
    mutationFn: (entry) => (of ? api.put(`/collaborators/${of.id}`, entry) : api.post("/collaborators", entry)),
    onSuccess: async () => {
      await refresh("/collaborators");
      toast(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, platform("badDay")) };
    if (name.trim() === "") found["collaborator-name"] = t("needName");
    if (languages.length === 0) found["collaborator-languages"] = t("needLanguage");
    if (!appointedOn && !found["collaborator-appointed"]) found["collaborator-appointed"] = t("needDay");
    setErrors(found);
    if (Object.keys(found).length > 0 || !appointedOn) return;
    save.mutate({
      ...{ name: name.trim(), contact: contact.trim(), level, unitId, staffId: staffId || null },
      ...{ languages, appointedOn, endedOn },
    });
  };
  const tied = of?.staffId && !accounts.some((one) => one.staffId === of.staffId);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <TextInput
          id="collaborator-name"
          label={t("name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors["collaborator-name"]}
          maxLength={120}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          id="collaborator-contact"
          label={t("contact")}
          description={t("contactHelp")}
          value={contact}
          onChange={(event) => setContact(event.currentTarget.value)}
          maxLength={120}
          autoComplete="off"
        />
        <NativeSelect
          size="md"
          id="collaborator-level"
          label={t("level")}
          data={levels.map((value) => ({ value, label: t(`level_${value}`) }))}
          value={level}
          onChange={(event) => setLevel(event.currentTarget.value as CollaboratorLevel)}
        />
        {may("units:read", "anywhere") ? (
          <UnitPicker
            id="collaborator-unit"
            label={t("unit")}
            value={unitId}
            onChange={setUnitId}
            clearable
            {...(of?.unitId ? { known: [{ id: of.unitId, name: of.unit ?? "", code: "" }] } : {})}
          />
        ) : null}
        <MultiSelect
          size="md"
          id="collaborator-languages"
          label={t("languages")}
          data={Object.entries(languageNames).map(([value, names]) => ({ value, label: label(names) }))}
          value={languages}
          onChange={setLanguages}
          error={errors["collaborator-languages"]}
          searchable
        />
        <NativeSelect
          size="md"
          id="collaborator-account"
          label={t("account")}
          description={t("accountHelp")}
          data={[
            { value: "", label: t("noAccount") },
            ...(tied ? [{ value: of.staffId!, label: of.name }] : []),
            ...accounts.map((one) => ({ value: one.staffId, label: one.name })),
          ]}
          value={staffId}
          onChange={(event) => setStaffId(event.currentTarget.value)}
        />
        <Group align="flex-start" gap="md">
          <DayField
            id="collaborator-appointed"
            label={t("appointedOn")}
            value={appointedOn}
            onChange={setAppointedOn}
            error={errors["collaborator-appointed"]}
          />
          <DayField
            id="collaborator-ended"
            label={`${t("endedOn")} (${t("endedHelp").toLowerCase()})`}
            value={endedOn}
            onChange={setEndedOn}
          />
        </Group>
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
