import type { Dictionary } from "@lang-nghe/contract";
import { Button, Drawer, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import i18next from "i18next";
import { useState } from "react";
import { useDraft } from "../platform/draft.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { checkDraft, type DerivationDraft, emptyDraft, type Kind, kinds, sourcesFor } from "./derivation-draft.ts";
import { BandsFields, BoxFields, IndexFields, MergeFields } from "./derivation-fields.tsx";
import { DerivationPreview } from "./derivation-preview.tsx";
import type { TableSay } from "./figure.ts";
import { useTable } from "./queries.ts";
import { useAddStep, useRemoveStep } from "./steps.tsx";
import { TableChart, TableGrid } from "./table-figure.tsx";
import { VariableSelect } from "./variable-select.tsx";
import { words } from "./words.ts";

/** Words in a language that need not be the interface's: labels of bands are written in both. */
const sayIn =
  (language: "vi" | "en"): TableSay =>
  (key, values = {}) =>
    String(i18next.getFixedT(language, words.name)(key as never, values as never));
const inBoth = { vi: sayIn("vi"), en: sayIn("en") };

interface PanelProps {
  readonly dictionary: Dictionary;
  readonly kind: Kind;
  readonly from: string | null;
  readonly onClose: () => void;
}

/** At the side: describes a derived variable, shows what it will be, stores it, shows what it became. */
export function DerivationPanel(props: PanelProps) {
  const t = useWords(words);
  const [made, setMade] = useState<string | null>(null);
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size="lg"
      title={made === null ? t("makeTitle") : t("madeTitle", { name: made })}
      closeButtonProps={{ "aria-label": t("done") }}
      styles={{ title: { fontWeight: 600, fontSize: "1.25rem" } }}
      transitionProps={{ duration: 0 }}
    >
      {made === null ? (
        <DerivationForm {...props} onMade={setMade} />
      ) : (
        <Made name={made} dictionary={props.dictionary} onClose={props.onClose} onAnother={() => setMade(null)} />
      )}
    </Drawer>
  );
}

function DerivationForm({ dictionary, kind, from, onMade }: PanelProps & { onMade: (name: string) => void }) {
  const t = useWords(words);
  const study = useStudy();
  const usable = from !== null && dictionary.variables.some((variable) => variable.name === from) ? from : null;
  const {
    value: draft,
    change,
    clear,
  } = useDraft(`derive.${study.id}.${kind}.${from ?? ""}`, emptyDraft(kind, usable));
  const [errors, setErrors] = useState<FieldErrors>({});
  const add = useAddStep(study.id);
  const narrow = useMediaQuery("(max-width: 30em)") ?? false;
  const set = (part: Partial<DerivationDraft>) => change((before) => ({ ...before, ...part }));
  const sources = sourcesFor(draft.kind, dictionary.variables);
  const source = sources.find((variable) => variable.name === draft.from);
  const save = () => {
    const { errors: found, derivation } = checkDraft(draft, dictionary, t, inBoth);
    setErrors(found);
    if (!derivation) return;
    add.mutate(derivation, {
      onSuccess: () => {
        clear(emptyDraft(kind, usable));
        onMade(derivation.name);
      },
    });
  };
  const fields = { draft, set, errors, source, variables: dictionary.variables };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      noValidate
    >
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <div>
          <SegmentedControl
            fullWidth
            orientation={narrow ? "vertical" : "horizontal"}
            aria-label={t("what")}
            value={draft.kind}
            onChange={(next) => {
              setErrors({});
              set({ kind: next as Kind, from: null, groups: [{ levels: [], vi: "", en: "" }], levels: [] });
            }}
            data={kinds.map((value) => ({ value, label: t(value) }))}
          />
          <Text size="sm" c="dimmed" mt={6}>
            {t(`${draft.kind}Help`)}
          </Text>
        </div>
        {draft.kind === "index" ? null : (
          <VariableSelect
            id="derive-from"
            label={t("from")}
            variables={sources}
            value={source?.name ?? null}
            error={errors["derive-from"]}
            onChange={(name) => set({ from: name, groups: [{ levels: [], vi: "", en: "" }], levels: [] })}
          />
        )}
        {draft.kind === "bands" ? <BandsFields {...fields} /> : null}
        {draft.kind === "merge" ? <MergeFields {...fields} /> : null}
        {draft.kind === "box" ? <BoxFields {...fields} /> : null}
        {draft.kind === "index" ? <IndexFields {...fields} /> : null}
        <TextInput
          id="derive-name"
          label={t("name")}
          description={t("nameHelp")}
          value={draft.name}
          error={errors["derive-name"]}
          onChange={(event) => set({ name: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
        <TextInput
          id="derive-label"
          label={t("labelVi")}
          value={draft.label.vi}
          error={errors["derive-label"]}
          onChange={(event) => set({ label: { ...draft.label, vi: event.currentTarget.value } })}
        />
        <TextInput
          label={t("labelEn")}
          value={draft.label.en}
          onChange={(event) => set({ label: { ...draft.label, en: event.currentTarget.value } })}
        />
        <DerivationPreview draft={draft} source={source} words={inBoth} />
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

/** What the new variable became, from the same table every screen reads. */
function Made({
  name,
  dictionary,
  onClose,
  onAnother,
}: {
  name: string;
  dictionary: Dictionary;
  onClose: () => void;
  onAnother: () => void;
}) {
  const t = useWords(words);
  const study = useStudy();
  const table = useTable(study.id, { ask: name, by: null, base: "answered", weightSet: "none" });
  const remove = useRemoveStep(study.id);
  const step = dictionary.steps.find((each) => each.derivation.name === name);
  return (
    <Stack gap="md">
      <Text>{t("result")}</Text>
      <Loaded query={table}>
        {(value) => (
          <>
            <TableChart table={value} />
            <TableGrid table={value} />
          </>
        )}
      </Loaded>
      <Group gap="sm">
        <Button onClick={onClose} data-autofocus>
          {t("done")}
        </Button>
        <Button variant="default" onClick={onAnother}>
          {t("makeAnother")}
        </Button>
        {step && step.usedBy.length === 0 ? (
          <Button
            variant="subtle"
            loading={remove.isPending}
            onClick={() => {
              remove.mutate(step);
              onClose();
            }}
          >
            {t("undoThis")}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}
