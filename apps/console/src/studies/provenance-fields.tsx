import type { Provenance } from "@lang-nghe/contract";
import { Group, NumberInput, Radio, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { DayField } from "../platform/day-field.tsx";
import type { FieldErrors } from "../platform/error-summary.tsx";
import { type Say, useLanguage, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const modes = ["web", "face-to-face", "telephone", "paper", "mixed", "simulation", "unknown"] as const;
const selections = ["open-link", "probability", "census", "unknown"] as const;

/** Faults that would leave the method box with holes. */
export function provenanceErrors(value: Provenance, t: Say<keyof typeof words.vi & string>): FieldErrors {
  const errors: Record<string, string> = {};
  if (value.collectedBy.trim() === "") errors["provenance-collectedBy"] = t("needCollectedBy");
  if (value.consentHow.trim() === "") errors["provenance-consentHow"] = t("needConsent");
  if (value.population.trim() === "") errors["provenance-population"] = t("needPopulation");
  if (value.from && value.to && value.to < value.from) errors["provenance-to"] = t("badPeriod");
  return errors;
}

export interface ProvenanceFieldsProps {
  readonly value: Provenance;
  readonly onChange: (change: Partial<Provenance>) => void;
  readonly errors: FieldErrors;
  readonly selectionFixed?: boolean;
}

/** Who collected, how people consented, mode, days, population, selection, licence. */
export function ProvenanceFields({ value, onChange, errors, selectionFixed = false }: ProvenanceFieldsProps) {
  const t = useWords(words);
  const language = useLanguage();
  const error = (field: keyof Provenance) => errors[`provenance-${field}`];
  return (
    <Stack gap="md">
      <TextInput
        id="provenance-collectedBy"
        label={t("collectedBy")}
        description={t("collectedByHelp")}
        maxLength={300}
        value={value.collectedBy}
        onChange={(event) => onChange({ collectedBy: event.currentTarget.value })}
        error={error("collectedBy")}
      />
      <Textarea
        id="provenance-consentHow"
        label={t("consentHow")}
        description={t("consentHowHelp")}
        maxLength={1000}
        value={value.consentHow}
        onChange={(event) => onChange({ consentHow: event.currentTarget.value })}
        error={error("consentHow")}
      />
      <Textarea
        id="provenance-population"
        label={t("population")}
        description={t("populationHelp")}
        maxLength={500}
        value={value.population}
        onChange={(event) => onChange({ population: event.currentTarget.value })}
        error={error("population")}
      />
      <NumberInput
        id="provenance-populationSize"
        label={t("populationSize")}
        min={1}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator={language === "vi" ? "." : ","}
        decimalSeparator={language === "vi" ? "," : "."}
        maw={420}
        value={value.populationSize ?? ""}
        onChange={(size) => onChange({ populationSize: typeof size === "number" && size > 0 ? size : null })}
      />
      <Group gap="md" align="flex-start">
        <Select
          label={t("mode")}
          data={modes.map((mode) => ({ value: mode, label: t(mode) }))}
          value={value.mode}
          onChange={(mode) => mode && onChange({ mode: mode as Provenance["mode"] })}
          style={{ flex: "1 1 14rem" }}
        />
        <DayField
          id="provenance-from"
          label={t("from")}
          value={value.from}
          onChange={(day) => onChange({ from: day })}
          error={error("from")}
          style={{ flex: "1 1 10rem" }}
        />
        <DayField
          id="provenance-to"
          label={t("to")}
          value={value.to}
          onChange={(day) => onChange({ to: day })}
          error={error("to")}
          style={{ flex: "1 1 10rem" }}
        />
      </Group>
      <Radio.Group
        label={t("selection")}
        {...(selectionFixed ? { description: t("selectionFixed") } : {})}
        value={value.selection}
        onChange={(selection) => onChange({ selection: selection as Provenance["selection"] })}
      >
        <Stack gap="xs" mt={6}>
          {selections.map((selection) => (
            <Radio
              key={selection}
              value={selection}
              label={t(selection)}
              description={t(`${selection}Help`)}
              disabled={selectionFixed && selection !== value.selection}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t("remarks")}
        description={t("remarksHelp")}
        maxLength={2000}
        value={value.remarks}
        onChange={(event) => onChange({ remarks: event.currentTarget.value })}
      />
      <TextInput
        label={t("licence")}
        maxLength={500}
        value={value.licence}
        onChange={(event) => onChange({ licence: event.currentTarget.value })}
      />
    </Stack>
  );
}
