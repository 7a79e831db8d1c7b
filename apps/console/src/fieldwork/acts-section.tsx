import type { AssignmentActs } from "@lang-nghe/contract";
import { Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { mapWords } from "./map-words.ts";
import { pathOf } from "./team.ts";

/** What the staff did with one assignment; nothing where nobody has done anything yet. */
export function ActsSection({ assignmentId }: { assignmentId: string }) {
  const t = useWords(mapWords);
  const format = useFormat();
  const study = useStudy();
  const found = useGet<AssignmentActs>(`${pathOf(study.id)}/assignments/${assignmentId}/acts`);
  if (!found.data?.acts.length) return null;
  return (
    <Section title={t("acts")}>
      <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
        {found.data.acts.map(({ id, act, person, day }) => (
          <li key={id} className="ln-line">
            <span>{t(`did_${act}`)}</span>
            <Text span size="sm" c="dimmed">
              {person ?? "—"}, {format.day(day)}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}
