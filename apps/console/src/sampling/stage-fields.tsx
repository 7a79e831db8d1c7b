import type { FrameColumn } from "@lang-nghe/contract";
import { Button, Group, MultiSelect, NativeSelect, SimpleGrid } from "@mantine/core";
import { useWords } from "../platform/words.ts";
import { bySize, type StageForm } from "./design-form.ts";
import { designWords } from "./design-words.ts";
import { NumberField } from "./number-field.tsx";

const methods = ["simple-random", "systematic", "pps-systematic", "pps-sampford", "pps-brewer"] as const;
const allocations = ["proportional", "equal", "neyman", "power"] as const;

/** How one stage is drawn. */
export function StageFields({
  stage,
  number,
  stages,
  columns,
  onChange,
  onRemove,
}: {
  stage: StageForm;
  /** From 1. */
  number: number;
  stages: number;
  columns: readonly FrameColumn[];
  onChange: (change: Partial<StageForm>) => void;
  onRemove: (() => void) | undefined;
}) {
  const t = useWords(designWords);
  const last = number === stages;
  const names = columns.map(({ name }) => name);
  const numeric = columns.filter(({ kind }) => kind === "number").map(({ name }) => name);
  const choose = (options: readonly string[], first: string) => [
    { value: "", label: first },
    ...options.map((name) => ({ value: name, label: name })),
  ];
  return (
    <fieldset className="ln-sampling-fieldset">
      <legend>{stages === 1 ? t("onlyStage") : t("stage", { number })}</legend>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NativeSelect
          label={t("unit")}
          description={t("unitHelp")}
          data={choose(names, last ? t("unitRow") : t("chooseColumn"))}
          value={stage.unit}
          onChange={(event) => onChange({ unit: event.currentTarget.value })}
        />
        <NativeSelect
          label={t("method")}
          description={t(`why-${stage.method}`)}
          data={methods.map((value) => ({ value, label: t(`method-${value}`) }))}
          value={stage.method}
          onChange={(event) => onChange({ method: event.currentTarget.value as StageForm["method"] })}
        />
        <NumberField
          label={t(number === 1 ? "sizeFirst" : "sizeInside")}
          value={stage.size}
          onChange={(size) => onChange({ size })}
          allowDecimal={false}
        />
        {bySize(stage.method) ? (
          <NativeSelect
            label={t("measure")}
            description={t("measureHelp")}
            data={choose(numeric, t("chooseColumn"))}
            value={stage.measure}
            onChange={(event) => onChange({ measure: event.currentTarget.value })}
          />
        ) : null}
        <MultiSelect
          label={t("strata")}
          description={t("strataHelp")}
          data={names}
          value={[...stage.strata]}
          onChange={(strata) => onChange({ strata })}
          maxValues={4}
          clearable
        />
        {stage.strata.length ? (
          <>
            <NativeSelect
              label={t("allocation")}
              data={allocations.map((value) => ({ value, label: t(`allocation-${value}`) }))}
              value={stage.allocation}
              onChange={(event) => onChange({ allocation: event.currentTarget.value as StageForm["allocation"] })}
            />
            {stage.allocation === "neyman" ? (
              <NativeSelect
                label={t("variable")}
                data={choose(numeric, t("chooseColumn"))}
                value={stage.variable}
                onChange={(event) => onChange({ variable: event.currentTarget.value })}
              />
            ) : null}
            <NumberField
              label={t("minimum")}
              value={stage.minimum}
              onChange={(minimum) => onChange({ minimum })}
              allowDecimal={false}
            />
          </>
        ) : null}
      </SimpleGrid>
      {onRemove ? (
        <Group mt="md">
          <Button variant="default" size="sm" onClick={onRemove}>
            {t("removeStage", { number })}
          </Button>
        </Group>
      ) : null}
    </fieldset>
  );
}
