import type { Variable } from "@lang-nghe/contract";
import { Button, Checkbox, Group, MultiSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { FieldErrors } from "../platform/error-summary.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { type DerivationDraft, sourcesFor, topTwo } from "./derivation-draft.ts";
import { labelOr } from "./figure.ts";
import { VariablesSelect } from "./variable-select.tsx";
import { words } from "./words.ts";

interface FieldsProps {
  readonly draft: DerivationDraft;
  readonly set: (part: Partial<DerivationDraft>) => void;
  readonly errors: FieldErrors;
  readonly source: Variable | undefined;
  readonly variables: readonly Variable[];
}

/** Levels that are answers: don't know and refused keep their own codes in every derived variable. */
function useLevels(source: Variable | undefined) {
  const language = useLanguage();
  return (source?.levels ?? [])
    .filter((level) => level.missing === null)
    .map((level) => ({ value: level.code, label: labelOr(level.label, level.code, language) }));
}

export function BandsFields({ draft, set, errors }: FieldsProps) {
  const t = useWords(words);
  return (
    <TextInput
      id="derive-cuts"
      label={t("cuts")}
      description={t("cutsHelp")}
      value={draft.cuts}
      error={errors["derive-cuts"]}
      onChange={(event) => set({ cuts: event.currentTarget.value })}
    />
  );
}

export function MergeFields({ draft, set, errors, source }: FieldsProps) {
  const t = useWords(words);
  const levels = useLevels(source);
  const change = (at: number, part: Partial<DerivationDraft["groups"][number]>) =>
    set({ groups: draft.groups.map((group, index) => (index === at ? { ...group, ...part } : group)) });
  return (
    <Stack gap="sm">
      {draft.groups.map((group, at) => {
        const elsewhere = draft.groups.flatMap((other, index) => (index === at ? [] : other.levels));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a group is known by its place
          <Stack key={at} component="fieldset" gap="xs" p="sm" m={0} style={{ border: "1px solid var(--ln-line)" }}>
            <legend>{t("groupNumber", { number: at + 1 })}</legend>
            <MultiSelect
              id={`derive-group-${at}`}
              size="md"
              label={t("groupLevels")}
              error={at === 0 ? errors["derive-group-0"] : undefined}
              searchable
              selectFirstOptionOnChange
              data={levels.filter((level) => !elsewhere.includes(level.value))}
              value={[...group.levels]}
              onChange={(chosen) => change(at, { levels: chosen })}
            />
            <TextInput
              label={t("groupLabel")}
              value={group.vi}
              onChange={(event) => change(at, { vi: event.currentTarget.value })}
            />
            <TextInput
              label={t("groupLabelEn")}
              value={group.en}
              onChange={(event) => change(at, { en: event.currentTarget.value })}
            />
            {draft.groups.length > 1 ? (
              <Group>
                <Button
                  size="sm"
                  variant="default"
                  onClick={() => set({ groups: draft.groups.filter((_, index) => index !== at) })}
                >
                  {t("removeGroup", { number: at + 1 })}
                </Button>
              </Group>
            ) : null}
          </Stack>
        );
      })}
      <Group>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => set({ groups: [...draft.groups, { levels: [], vi: "", en: "" }] })}
        >
          {t("addGroup")}
        </Button>
      </Group>
    </Stack>
  );
}

export function BoxFields({ draft, set, errors, source }: FieldsProps) {
  const t = useWords(words);
  const levels = useLevels(source);
  return (
    <Stack gap="sm">
      {source ? (
        <Checkbox.Group label={t("boxLevels")} value={[...draft.levels]} onChange={(chosen) => set({ levels: chosen })}>
          <Stack gap={6} mt={6}>
            {levels.map((level) => (
              <Checkbox key={level.value} value={level.value} label={level.label} />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : null}
      {source?.ordered ? (
        <Group>
          <Button size="sm" variant="default" onClick={() => set({ levels: topTwo(source) })}>
            {t("topTwo")}
          </Button>
        </Group>
      ) : null}
      {(["yes", "no"] as const).map((side) => (
        <Group key={side} grow align="flex-start" preventGrowOverflow={false}>
          <TextInput
            id={`derive-${side}`}
            label={`${t(side === "yes" ? "boxYes" : "boxNo")} (VI)`}
            value={draft[side].vi}
            error={side === "yes" ? errors["derive-yes"] : undefined}
            onChange={(event) => set({ [side]: { ...draft[side], vi: event.currentTarget.value } })}
          />
          <TextInput
            label={`${t(side === "yes" ? "boxYes" : "boxNo")} (EN)`}
            value={draft[side].en}
            onChange={(event) => set({ [side]: { ...draft[side], en: event.currentTarget.value } })}
          />
        </Group>
      ))}
    </Stack>
  );
}

export function IndexFields({ draft, set, errors, variables }: FieldsProps) {
  const t = useWords(words);
  const language = useLanguage();
  const chosen = variables.filter((variable) => draft.items.includes(variable.name));
  const reversible = chosen.filter((variable) => variable.kind === "categorical");
  return (
    <Stack gap="sm">
      <VariablesSelect
        id="derive-items"
        label={t("fromItems")}
        variables={sourcesFor("index", variables)}
        value={[...draft.items]}
        error={errors["derive-items"]}
        onChange={(items) => set({ items })}
      />
      {reversible.length > 0 ? (
        <Checkbox.Group label={t("reversed")} value={[...draft.reversed]} onChange={(reversed) => set({ reversed })}>
          <Stack gap={6} mt={6}>
            {reversible.map((variable) => (
              <Checkbox
                key={variable.name}
                value={variable.name}
                label={labelOr(variable.label, variable.name, language)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : null}
      <NumberInput
        label={t("atLeast")}
        min={1}
        max={Math.max(1, draft.items.length)}
        value={draft.atLeast}
        onChange={(value) => set({ atLeast: Number(value) || 1 })}
        w={160}
      />
    </Stack>
  );
}
