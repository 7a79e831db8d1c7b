import type { Study } from "@lang-nghe/contract";
import { Badge, Group } from "@mantine/core";
import { useWords } from "../platform/words.ts";
import { words as waveWords } from "../waves/words.ts";
import { words } from "./words.ts";

/** State, and what a reader must not overlook. Words carry the meaning, colour only helps. */
export function StudyBadges({ study }: { study: Study }) {
  const t = useWords(words);
  const wave = useWords(waveWords);
  return (
    <Group gap={6}>
      <Badge
        tt="none"
        size="lg"
        variant={study.state === "open" ? "filled" : study.state === "frozen" ? "light" : "outline"}
        color={study.state === "design" ? "gray" : "water"}
      >
        {t(study.state)}
      </Badge>
      {study.entry === "open-link" ? (
        <Badge tt="none" size="lg" variant="outline" color="gray">
          {wave("optInBadge")}
        </Badge>
      ) : null}
      {study.example ? (
        <Badge tt="none" size="lg" variant="outline" color="gray">
          {t("exampleBadge")}
        </Badge>
      ) : null}
      {study.synthetic ? (
        <Badge
          tt="none"
          size="lg"
          variant="default"
          style={{ background: "var(--ln-notice-ground)", color: "var(--ln-notice-ink)", borderColor: "currentcolor" }}
        >
          {t("syntheticBadge")}
        </Badge>
      ) : null}
    </Group>
  );
}
