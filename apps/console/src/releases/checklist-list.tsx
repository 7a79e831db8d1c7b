import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import { TextLink } from "../platform/link.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import type { Check } from "./checklist.ts";
import { words } from "./words.ts";

const icons = { done: IconCheck, missing: IconAlertTriangle, advice: IconInfoCircle } as const;
const states = { done: "checkDone", missing: "checkMissing", advice: "checkAdvice" } as const;

export function Checklist({ checks }: { checks: readonly Check[] }) {
  const t = useWords(words);
  const study = useStudy();
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {checks.map((check) => {
        const Icon = icons[check.state];
        return (
          <li
            key={`${check.name} ${JSON.stringify(check.values ?? "")}`}
            style={{ display: "flex", gap: 10, padding: "5px 0", alignItems: "flex-start" }}
          >
            <Icon
              size={20}
              aria-hidden
              style={{ flex: "none", marginTop: 2 }}
              {...(check.state === "missing" ? { color: "var(--mantine-color-error)" } : {})}
            />
            <div>
              <Text span fw={600} {...(check.state === "missing" ? { c: "var(--mantine-color-error)" } : {})}>
                {t(states[check.state])}:{" "}
              </Text>
              {t(`check_${check.name}`, check.values)}
              {check.provenance && check.state !== "done" ? (
                <>
                  {". "}
                  <TextLink to="/studies/$studyId" params={{ studyId: study.id }} hash="provenance">
                    {t("fixProvenance")}
                  </TextLink>
                </>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
