import type { Session } from "@lang-nghe/contract";
import { useFormat } from "../platform/format.ts";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";
import { Line, Lines } from "./lines.tsx";

/** Browsers signed in, each with a button that ends it; never the one that asks. */
export function SessionList({
  sessions,
  onEnd,
  busy,
}: {
  sessions: readonly Session[];
  onEnd?: (id: string) => void;
  busy?: string | undefined;
}) {
  const t = useWords(factorWords);
  const format = useFormat();
  return (
    <Lines>
      {sessions.map(({ id, agent, createdOn, usedOn, current }) => {
        const name = agent === "?" ? t("sessionUnknown") : agent;
        const about = t("sessionUsed", { day: format.day(usedOn), since: format.day(createdOn) });
        if (current || !onEnd)
          return <Line key={id} name={current ? `${name} (${t("sessionThis")})` : name} about={about} />;
        return (
          <Line
            key={id}
            name={name}
            about={about}
            action={t("endSession")}
            actionLabel={t("endSessionOf", { agent: name })}
            busy={busy === id}
            onAction={() => onEnd(id)}
          />
        );
      })}
    </Lines>
  );
}
