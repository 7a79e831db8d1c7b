import type { CorrectionCause, PayCorrectionEntry, PaySheet, PaySheets, Roster } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const causes: readonly CorrectionCause[] = ["counted-twice", "left-out", "wrong-person", "wrong-tariff", "arithmetic"];

/** What a draft adds or takes off for a signed sheet that was wrong. */
export function CorrectionsSection({ sheet }: { sheet: PaySheet }) {
  const t = useWords(words);
  const format = useFormat();
  const sheets = useGet<PaySheets>("/pay-sheets");
  const roster = useGet<Roster>("/collaborators");
  const [correctsId, setCorrectsId] = useState("");
  const [collaboratorId, setCollaboratorId] = useState("");
  const [cause, setCause] = useState<CorrectionCause>("counted-twice");
  const [vnd, setVnd] = useState<string | number>("");
  const [tried, setTried] = useState(false);
  const path = `/pay-sheets/${sheet.id}/corrections`;
  const change = useMutation<unknown, ProblemError, PayCorrectionEntry | string>({
    mutationFn: (what) => (typeof what === "string" ? api.remove(`${path}/${what}`) : api.post(path, what)),
    onSuccess: async () => {
      setVnd("");
      setTried(false);
      await refresh("/pay-sheets");
      toast(t("saved"));
    },
  });
  const signed = (sheets.data?.sheets ?? []).filter(({ signedOn }) => signedOn !== null);
  if (signed.length === 0) return null;
  const wrong = !Number.isInteger(vnd) || vnd === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong && correctsId && collaboratorId) change.mutate({ correctsId, collaboratorId, cause, vnd: Number(vnd) });
  };
  return (
    <Section title={t("corrections")} lead={t("correctionsLead")}>
      <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
        {sheet.corrections.map((one) => (
          <li key={one.id} className="ln-line">
            <Text>
              {t("correctionLine", {
                ...{ name: one.name, amount: format.count(one.vnd), number: one.corrects },
                cause: t(`cause_${one.cause}`),
              })}
            </Text>
            <Button
              size="sm"
              variant="default"
              aria-label={t("dropCorrection", { name: one.name })}
              onClick={() => change.mutate(one.id)}
            >
              {t("delete")}
            </Button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} noValidate className="ln-no-print">
        <Stack gap="sm" mt="md">
          <Group align="flex-start" gap="sm">
            <NativeSelect
              size="md"
              label={t("corrects")}
              data={[
                { value: "", label: "…" },
                ...signed.map(({ id, number }) => ({ value: id, label: t("sheet", { number }) })),
              ]}
              value={correctsId}
              onChange={(event) => setCorrectsId(event.currentTarget.value)}
            />
            <NativeSelect
              size="md"
              label={t("person")}
              data={[
                { value: "", label: "…" },
                ...(roster.data?.collaborators ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={collaboratorId}
              onChange={(event) => setCollaboratorId(event.currentTarget.value)}
            />
            <NativeSelect
              size="md"
              label={t("cause")}
              data={causes.map((value) => ({ value, label: t(`cause_${value}`) }))}
              value={cause}
              onChange={(event) => setCause(event.currentTarget.value as CorrectionCause)}
            />
            <NumberInput
              label={t("difference")}
              value={vnd}
              onChange={setVnd}
              error={tried && wrong ? t("needDifference") : null}
              thousandSeparator={format.language === "vi" ? "." : ","}
              decimalSeparator={format.language === "vi" ? "," : "."}
              allowDecimal={false}
              hideControls
            />
          </Group>
          {change.error ? <ProblemNote problem={change.error} /> : null}
          <Group>
            <Button
              type="submit"
              variant="default"
              loading={change.isPending}
              disabled={!correctsId || !collaboratorId}
            >
              {t("addCorrection")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
