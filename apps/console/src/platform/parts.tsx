import { Group } from "@mantine/core";
import type { ReactNode } from "react";

/** The way between pages that belong together, above them: a row of `PartLink`. `label` says what they are parts of. */
export function Parts({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="ln-no-print ln-parts">
      <Group gap={4}>{children}</Group>
    </nav>
  );
}
