import type { UnitList } from "@lang-nghe/contract";
import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useRef, useState } from "react";
import { useGet } from "../platform/query.ts";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

export type PickedUnit = { id: string; name: string; code: string };

interface Common {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly error?: string | undefined;
  /** Units that cannot be chosen. */
  readonly without?: readonly string[];
  /** Chosen before: shown by their names at once. */
  readonly known?: readonly PickedUnit[];
}

/** What the server finds for a few letters, and everything chosen so far, so that it keeps its name. */
function useFound({ without = [], known = [] }: Pick<Common, "without" | "known">) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 200);
  const { data } = useGet<UnitList>(asked.length >= 2 ? `/units?find=${encodeURIComponent(asked)}` : null);
  const names = useRef(new Map<string, string>());
  const options = useMemo(() => {
    for (const { id, code, name } of known) names.current.set(id, `${name} (${code})`);
    for (const { id, code, path } of data?.units ?? [])
      names.current.set(
        id,
        `${path
          .map(({ name }) => name)
          .toReversed()
          .join(", ")} (${code})`,
      );
    const found = (data?.units ?? []).slice(0, 50).map(({ id }) => id);
    return [...new Set([...found, ...names.current.keys()])]
      .filter((id) => !without.includes(id))
      .map((value) => ({ value, label: names.current.get(value) ?? value }));
  }, [data, without, known]);
  const found = new Set((data?.units ?? []).map(({ id }) => id));
  return { text, setText, options, found };
}

/** Chooses one unit by typing some of its name. */
export function UnitPicker({
  value,
  onChange,
  clearable = false,
  ...common
}: Common & { value: string | null; onChange: (id: string | null) => void; clearable?: boolean }) {
  const t = useWords(words);
  const { setText, options, found } = useFound(common);
  return (
    <Select
      id={common.id}
      label={common.label}
      description={common.description}
      error={common.error}
      placeholder={t("pick")}
      searchable
      clearable={clearable}
      data={options}
      value={value}
      onChange={onChange}
      onSearchChange={setText}
      nothingFoundMessage={t("nothing")}
      // The server has looked already, and without marks.
      filter={({ options: all, search }) =>
        search.trim().length < 2 ? all : all.filter((one) => "value" in one && found.has(String(one.value)))
      }
      comboboxProps={{ withinPortal: true }}
    />
  );
}

/** Chooses several. */
export function UnitsPicker({
  value,
  onChange,
  ...common
}: Common & { value: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords(words);
  const { setText, options, found } = useFound(common);
  return (
    <MultiSelect
      id={common.id}
      label={common.label}
      description={common.description}
      error={common.error}
      placeholder={value.length ? "" : t("pick")}
      searchable
      data={options}
      value={value}
      onChange={onChange}
      onSearchChange={setText}
      nothingFoundMessage={t("nothing")}
      filter={({ options: all, search }) =>
        search.trim().length < 2 ? all : all.filter((one) => "value" in one && found.has(String(one.value)))
      }
    />
  );
}
