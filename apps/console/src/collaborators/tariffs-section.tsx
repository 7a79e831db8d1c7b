import type { PaidWork, Tariff, TariffEntry, Tariffs } from "@lang-nghe/contract";
import { Button, Group, Modal, NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { RemoveButton } from "./remove-button.tsx";
import { words } from "./words.ts";

const kinds: readonly PaidWork[] = ["interview", "visit", "training"];

/** What a piece of work is paid, and on which days. */
export function TariffsSection() {
  const t = useWords(words);
  const format = useFormat();
  const writes = useMay()("collaborators:write");
  const list = useGet<Tariffs>("/tariffs");
  const [editing, setEditing] = useState<Tariff | "new" | null>(null);
  return (
    <Section title={t("tariffs")} lead={t("tariffsLead")}>
      <Loaded query={list} lines={2}>
        {({ tariffs }) =>
          tariffs.length === 0 ? (
            <Text c="dimmed">{t("tariffsEmpty")}</Text>
          ) : (
            <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
              {tariffs.map((one) => {
                const days = t("between", {
                  from: format.day(one.validFrom),
                  to: one.validTo === null ? t("openEnd") : format.day(one.validTo),
                });
                return (
                  <li key={one.id} className="ln-line">
                    <div>
                      <Text fw={600}>
                        {t(`kind_${one.kind}`)}: {t("money", { amount: format.count(one.vnd) })}
                      </Text>
                      <Text size="sm" c="dimmed">
                        {days}
                      </Text>
                    </div>
                    {writes ? (
                      <Group gap="xs">
                        <Button size="sm" variant="default" onClick={() => setEditing(one)}>
                          {t("endTariff")}
                        </Button>
                        {one.used ? null : (
                          <RemoveButton
                            path={`/tariffs/${one.id}`}
                            name={`${t(`kind_${one.kind}`)}, ${days}`}
                            what={t("tariffRemoveWhat")}
                            again={["/tariffs", "/pay-sheets"]}
                          />
                        )}
                      </Group>
                    ) : null}
                  </li>
                );
              })}
            </ul>
          )
        }
      </Loaded>
      {writes ? (
        <Group mt="md">
          <Button variant="default" onClick={() => setEditing("new")}>
            {t("addTariff")}
          </Button>
        </Group>
      ) : null}
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={t(editing === "new" || editing === null ? "addTariff" : "endTariff")}
      >
        {editing === "new" ? <NewTariff onDone={() => setEditing(null)} /> : null}
        {editing !== null && editing !== "new" ? <TariffEnd of={editing} onDone={() => setEditing(null)} /> : null}
      </Modal>
    </Section>
  );
}

function useSaved(onDone: () => void) {
  const t = useWords(words);
  return async () => {
    await refresh("/tariffs", "/pay-sheets");
    toast(t("saved"));
    onDone();
  };
}

function NewTariff({ onDone }: { onDone: () => void }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const format = useFormat();
  const [kind, setKind] = useState<PaidWork>("interview");
  const [validFrom, setValidFrom] = useState<string | null>(null);
  const [validTo, setValidTo] = useState<string | null>(null);
  const [vnd, setVnd] = useState<string | number>("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const saved = useSaved(onDone);
  const add = useMutation<unknown, ProblemError, TariffEntry>({
    mutationFn: (entry) => api.post("/tariffs", entry),
    onSuccess: saved,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, platform("badDay")) };
    if (!validFrom && !found["tariff-from"]) found["tariff-from"] = t("needDay");
    if (!Number.isInteger(vnd) || Number(vnd) < 0 || Number(vnd) > 100_000_000) found["tariff-vnd"] = t("needVnd");
    setErrors(found);
    if (Object.keys(found).length === 0 && validFrom) add.mutate({ kind, validFrom, validTo, vnd: Number(vnd) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <NativeSelect
          size="md"
          label={t("kind")}
          data={kinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as PaidWork)}
          data-autofocus
        />
        <NumberInput
          id="tariff-vnd"
          label={t("vnd")}
          value={vnd}
          onChange={setVnd}
          error={errors["tariff-vnd"]}
          thousandSeparator={format.language === "vi" ? "." : ","}
          decimalSeparator={format.language === "vi" ? "," : "."}
          allowDecimal={false}
          hideControls
        />
        <DayField
          id="tariff-from"
          label={t("validFrom")}
          value={validFrom}
          onChange={setValidFrom}
          error={errors["tariff-from"]}
        />
        <DayField id="tariff-to" label={`${t("validTo")} (${t("openEnd")})`} value={validTo} onChange={setValidTo} />
        {add.error ? <ProblemNote problem={add.error} /> : null}
        <Group>
          <Button type="submit" loading={add.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TariffEnd({ of, onDone }: { of: Tariff; onDone: () => void }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const [validTo, setValidTo] = useState(of.validTo);
  const [errors, setErrors] = useState<FieldErrors>({});
  const saved = useSaved(onDone);
  const end = useMutation<unknown, ProblemError>({
    mutationFn: () => api.patch(`/tariffs/${of.id}`, { validTo }),
    onSuccess: saved,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const found = dayErrors(event.currentTarget, platform("badDay"));
        setErrors(found);
        if (Object.keys(found).length === 0) end.mutate();
      }}
      noValidate
    >
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <DayField id="tariff-end" label={t("validTo")} value={validTo} onChange={setValidTo} data-autofocus />
        {end.error ? <ProblemNote problem={end.error} /> : null}
        <Group>
          <Button type="submit" loading={end.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
