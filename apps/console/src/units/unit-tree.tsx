import { type Unit, type UnitList, unitKindNames } from "@lang-nghe/contract";
import { Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { useGet } from "../platform/query.ts";
import { Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const icon = { size: 18, stroke: 1.8, "aria-hidden": true } as const;

function Branch({ unit, on }: { unit: Unit; on: string | undefined }) {
  const t = useWords(words);
  const label = useLabel();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <div className="ln-tree-line">
        {unit.children > 0 ? (
          <button
            type="button"
            className="ln-tree-toggle"
            aria-expanded={open}
            aria-controls={id}
            aria-label={t(open ? "close" : "open", { name: unit.name })}
            onClick={() => setOpen(!open)}
          >
            {open ? <IconChevronDown {...icon} /> : <IconChevronRight {...icon} />}
          </button>
        ) : (
          <span className="ln-tree-toggle" aria-hidden />
        )}
        <div className="ln-tree-name">
          <TextLink to="/units/$unitId" params={{ unitId: unit.id }} underline="hover">
            {unit.name}
          </TextLink>
          <Text component="div" size="sm" c="dimmed">
            {unit.code} · {label(unitKindNames[unit.kind])}
            {unit.children > 0 ? ` · ${unit.children}` : ""}
          </Text>
        </div>
      </div>
      <div id={id}>{open ? <Level parent={unit.id} name={unit.name} on={on} /> : null}</div>
    </li>
  );
}

/** Units directly under one, each of which opens in turn. */
export function Level({ parent, name, on }: { parent: string; name: string; on: string | undefined }) {
  const t = useWords(words);
  const format = useFormat();
  const query = useGet<UnitList>(`/units?parent=${parent}${on ? `&on=${on}` : ""}`);
  return (
    <Loaded query={query} lines={2}>
      {({ total, units }) => (
        <ul className="ln-tree" aria-label={t("childrenOf", { name })}>
          {units.map((unit) => (
            <Branch key={unit.id} unit={unit} on={on} />
          ))}
          {total > units.length ? (
            <li>
              <Text size="sm" c="dimmed" p="xs">
                {t("more", { count: format.count(total - units.length) })}
              </Text>
            </li>
          ) : null}
        </ul>
      )}
    </Loaded>
  );
}
