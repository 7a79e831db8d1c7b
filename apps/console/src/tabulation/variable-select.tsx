import type { Variable } from "@lang-nghe/contract";
import { type ComboboxItem, type ComboboxItemGroup, MultiSelect, Select } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useLanguage, useWords } from "../platform/words.ts";
import { search } from "../studies/search.ts";
import { labelOr } from "./figure.ts";
import { words } from "./words.ts";

type Group = ComboboxItemGroup<ComboboxItem>;
const isGroup = (item: unknown): item is Group => typeof item === "object" && item !== null && "group" in item;

/** "hoa" finds "Hòa", exact first; names and labels in every language are searched. */
function useFilter(variables: readonly Variable[]) {
  return useMemo(() => {
    const texts = new Map(variables.map(({ name, label }) => [name, [...Object.values(label), name]]));
    const find = (items: ComboboxItem[], needle: string) =>
      search(items, needle, (item) => texts.get(item.value) ?? [item.label]);
    return ({ options, search: needle }: { options: unknown[]; search: string }) =>
      (options as (ComboboxItem | Group)[])
        .map((option) => (isGroup(option) ? { ...option, items: find(option.items, needle) } : option))
        .filter((option) => (isGroup(option) ? option.items.length > 0 : find([option], needle).length > 0)) as never;
  }, [variables]);
}

/** Variables by where they come from, in the order given. */
function useGroups(variables: readonly Variable[], order: readonly Variable["source"][]): Group[] {
  const t = useWords(words);
  const language = useLanguage();
  const titles = { question: t("questions"), derived: t("derived"), design: t("design") };
  return order
    .map((source) => ({
      group: titles[source],
      items: variables
        .filter((variable) => variable.source === source)
        .map((variable) => ({ value: variable.name, label: labelOr(variable.label, variable.name, language) })),
    }))
    .filter((group) => group.items.length > 0);
}

export interface VariableSelectProps {
  readonly label: ReactNode;
  readonly variables: readonly Variable[];
  readonly value: string | null;
  readonly onChange: (name: string | null) => void;
  readonly order?: readonly Variable["source"][];
  /** A first entry that means "none". */
  readonly none?: string;
  readonly description?: string;
  readonly error?: string | undefined;
  readonly id?: string;
}

/** One variable out of many, found by typing. */
export function VariableSelect({
  label,
  variables,
  value,
  onChange,
  order = ["question", "derived", "design"],
  none,
  description,
  error,
  id,
}: VariableSelectProps) {
  const t = useWords(words);
  const groups = useGroups(variables, order);
  const filter = useFilter(variables);
  return (
    <Select
      label={label}
      {...(description ? { description } : {})}
      {...(id ? { id } : {})}
      error={error}
      searchable
      selectFirstOptionOnChange
      data={none === undefined ? groups : [{ value: "", label: none }, ...groups]}
      value={value ?? (none === undefined ? null : "")}
      onChange={(name) => onChange(name === "" ? null : name)}
      filter={filter}
      placeholder={t("askPlaceholder")}
      nothingFoundMessage={t("nothingFound")}
      maxDropdownHeight={380}
      comboboxProps={{ shadow: "md" }}
      {...(none === undefined ? {} : { clearable: value !== null })}
    />
  );
}

/** Several variables. */
export function VariablesSelect({
  label,
  variables,
  value,
  onChange,
  error,
  id,
}: {
  label: string;
  variables: readonly Variable[];
  value: string[];
  onChange: (names: string[]) => void;
  error?: string | undefined;
  id?: string;
}) {
  const t = useWords(words);
  const filter = useFilter(variables);
  const groups = useGroups(variables, ["question", "derived", "design"]);
  return (
    <MultiSelect
      label={label}
      size="md"
      {...(id ? { id } : {})}
      error={error}
      searchable
      selectFirstOptionOnChange
      clearSearchOnChange
      data={groups}
      value={value}
      onChange={onChange}
      filter={filter}
      {...(value.length === 0 ? { placeholder: t("askPlaceholder") } : {})}
      nothingFoundMessage={t("nothingFound")}
      maxDropdownHeight={320}
    />
  );
}
