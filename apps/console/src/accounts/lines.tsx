import { Box, Button, Text } from "@mantine/core";
import type { ReactNode } from "react";

/** Things one below the other, a thin line between. */
export function Lines({ children }: { children: ReactNode }) {
  return (
    <Box component="ul" className="ln-lines" m={0} p={0}>
      {children}
    </Box>
  );
}

/** One thing: its name, what there is to say of it, and the one thing to be done with it. */
export function Line({
  name,
  about,
  action,
  actionLabel,
  onAction,
  busy = false,
}: {
  name: ReactNode;
  about?: ReactNode;
  action?: string;
  /** The action with the name of the thing, for those who hear the page. */
  actionLabel?: string;
  onAction?: () => void;
  busy?: boolean;
}) {
  return (
    <li className="ln-line">
      <div style={{ flex: "1 1 14rem", minWidth: 0 }}>
        <Text component="div" fw={500}>
          {name}
        </Text>
        {about ? (
          <Text component="div" size="sm" c="dimmed">
            {about}
          </Text>
        ) : null}
      </div>
      {action && onAction ? (
        <Button
          size="sm"
          variant="default"
          loading={busy}
          onClick={onAction}
          {...(actionLabel ? { "aria-label": actionLabel } : {})}
        >
          {action}
        </Button>
      ) : null}
    </li>
  );
}
