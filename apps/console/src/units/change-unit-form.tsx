import type { UnitChange, UnitDetail, UnitKind } from "@lang-nghe/contract";
import { Button, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { useFormat } from "../platform/format.ts";
import { platformWords } from "../platform/platform-words.ts";
import { refresh } from "../platform/query.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { codePattern, useKinds } from "./new-unit-form.tsx";
import { UnitPicker, UnitsPicker } from "./unit-picker.tsx";
import { words } from "./words.ts";

const kindsOfChange = ["rename", "merge", "divide", "join", "move", "end"] as const;
type What = (typeof kindsOfChange)[number];
type Part = { key: number; code: string; name: string; kind: UnitKind; share: string };

/** What the new units are called, one or several. */
function Parts({
  what,
  parts,
  errors,
  onChange,
}: {
  what: What;
  parts: readonly Part[];
  errors: FieldErrors;
  onChange: (parts: Part[]) => void;
}) {
  const t = useWords(words);
  const kinds = useKinds();
  const change = (key: number, next: Partial<Part>) =>
    onChange(parts.map((part) => (part.key === key ? { ...part, ...next } : part)));
  return (
    <>
      {parts.map((part, index) => (
        <Fieldset key={part.key} legend={parts.length > 1 ? t("newUnitNumber", { number: index + 1 }) : t("newUnit")}>
          <Stack gap="sm">
            <TextInput
              id={`part-name-${index}`}
              label={t("newName")}
              value={part.name}
              onChange={(event) => change(part.key, { name: event.currentTarget.value })}
              error={errors[`part-name-${index}`]}
              maxLength={200}
              autoComplete="off"
            />
            <Group gap="sm" align="flex-start">
              <TextInput
                id={`part-code-${index}`}
                label={t("newCode")}
                value={part.code}
                onChange={(event) => change(part.key, { code: event.currentTarget.value })}
                error={errors[`part-code-${index}`]}
                maxLength={40}
                autoComplete="off"
                style={{ flex: "1 1 8rem" }}
              />
              <NativeSelect
                label={t("kind")}
                data={kinds}
                value={part.kind}
                onChange={(event) => change(part.key, { kind: event.currentTarget.value as UnitKind })}
                style={{ flex: "2 1 12rem" }}
              />
            </Group>
            {what === "divide" ? (
              <TextInput
                id={`part-share-${index}`}
                label={t("sharePercent")}
                inputMode="decimal"
                value={part.share}
                onChange={(event) => change(part.key, { share: event.currentTarget.value })}
                error={errors[`part-share-${index}`]}
                maw={260}
                autoComplete="off"
              />
            ) : null}
            {parts.length > 2 ? (
              <div>
                <Button
                  size="sm"
                  variant="default"
                  onClick={() => onChange(parts.filter(({ key }) => key !== part.key))}
                >
                  {t("removeNewUnit", { number: index + 1 })}
                </Button>
              </div>
            ) : null}
          </Stack>
        </Fieldset>
      ))}
      {what === "divide" ? (
        <div>
          <Button
            variant="default"
            onClick={() =>
              onChange([
                ...parts,
                { ...parts[0]!, key: Math.max(...parts.map(({ key }) => key)) + 1, code: "", name: "", share: "" },
              ])
            }
          >
            {t("addNewUnit")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** What happened to a unit on a day. */
export function ChangeUnitForm({ unit, onDone }: { unit: UnitDetail; onDone: () => void }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const format = useFormat();
  const [what, setWhat] = useState<What>("rename");
  const [on, setOn] = useState<string | null>(null);
  const blank = (key: number): Part => ({ key, code: "", name: "", kind: unit.kind, share: "" });
  const [parts, setParts] = useState<Part[]>([{ ...blank(0), code: unit.code, name: unit.name }]);
  const [others, setOthers] = useState<string[]>([]);
  const [target, setTarget] = useState<string | null>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const self = { id: unit.id, code: unit.code, name: unit.name };
  const parent = unit.path.at(-2);
  const choose = (next: What) => {
    setWhat(next);
    setErrors({});
    setTarget(null);
    if (next === "rename") setParts([{ ...blank(0), code: unit.code, name: unit.name }]);
    if (next === "merge") setParts([blank(0)]);
    if (next === "divide") setParts([blank(0), blank(1)]);
  };
  const makes = what === "rename" || what === "merge" || what === "divide";
  const save = useMutation<undefined, ProblemError, UnitChange>({
    mutationFn: (change) => api.post("/units/changes", change),
    onSuccess: async () => {
      await refresh("/units");
      toast(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, platform("badDay")) };
    if (on === null) found["change-on"] ??= t("needDay");
    const shares = parts.map(({ share }) => (share.trim() === "" ? null : Number(share.replace(",", "."))));
    if (makes)
      parts.forEach(({ code, name }, index) => {
        if (name.trim() === "") found[`part-name-${index}`] = t("needName");
        if (!codePattern.test(code.trim())) found[`part-code-${index}`] = t("needCode");
      });
    if (what === "merge" && others.length === 0) found["change-others"] = t("needUnit");
    if ((what === "join" || what === "move") && target === null) found["change-target"] = t("needUnit");
    const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
    if (what === "divide" && shares.some((share) => share !== null) && !(Math.abs(sum - 100) < 0.001))
      found["part-share-0"] = t("needShares");
    setErrors(found);
    if (Object.keys(found).length > 0 || on === null) return;
    if (makes)
      save.mutate({
        what: "become",
        on,
        from: what === "merge" ? [unit.id, ...others] : [unit.id],
        to: parts.map(({ code, name, kind }, index) => ({
          code: code.trim(),
          name: name.trim(),
          kind,
          parentId: unit.parentId,
          ...(what === "divide" && shares[index] != null ? { share: shares[index] / 100 } : {}),
        })),
      });
    else if (what === "join") save.mutate({ what, on, from: [unit.id], to: target! });
    else if (what === "move") save.mutate({ what, on, unitId: unit.id, parentId: target });
    else if (what === "end") save.mutate({ what, on, unitId: unit.id });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text c="dimmed">{t("changeLead")}</Text>
        <ErrorSummary errors={errors} />
        <NativeSelect
          id="change-what"
          label={t("what")}
          data={kindsOfChange.map((value) => ({ value, label: t(value) }))}
          value={what}
          onChange={(event) => choose(event.currentTarget.value as What)}
          data-autofocus
        />
        <DayField
          id="change-on"
          label={t("firstDay")}
          value={on}
          onChange={setOn}
          error={errors["change-on"]}
          maw={220}
        />
        {what === "merge" ? (
          <UnitsPicker
            id="change-others"
            label={t("mergeWith")}
            description={t("mergeWithHelp")}
            value={others}
            onChange={setOthers}
            without={[unit.id]}
            error={errors["change-others"]}
          />
        ) : null}
        {makes ? <Parts what={what} parts={parts} errors={errors} onChange={setParts} /> : null}
        {what === "join" || what === "move" ? (
          <UnitPicker
            id="change-target"
            label={t(what === "join" ? "joinTo" : "moveTo")}
            value={target}
            onChange={setTarget}
            without={[self.id, ...(what === "move" && parent ? [parent.id] : [])]}
            error={errors["change-target"]}
          />
        ) : null}
        {unit.children > 0 && what !== "move" ? (
          <Notice tone="notice">
            <Text>
              {t(what === "end" || what === "divide" ? "childrenStay" : "childrenMove", {
                count: format.count(unit.children),
              })}
            </Text>
          </Notice>
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
