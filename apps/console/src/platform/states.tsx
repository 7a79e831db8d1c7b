import { Box, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { ProblemError } from "./api.ts";
import { platformWords } from "./platform-words.ts";
import { useWords } from "./words.ts";

/** Shown only when waiting takes longer than a glance, so that fast pages do not flicker. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const t = useWords(platformWords);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Box role="status" aria-live="polite" mih={120} p="md">
      {late ? (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t("loading")}
          </Text>
          {Array.from({ length: lines }, (_, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
            <Skeleton key={line} height={18} width={`${90 - ((line * 17) % 40)}%`} />
          ))}
        </Stack>
      ) : null}
    </Box>
  );
}

/** A coloured note with a bar at its side; `tone` never carries the meaning alone: `title` says it. */
export function Notice({
  tone,
  title,
  children,
}: {
  tone: "notice" | "good" | "bad";
  title?: string;
  children?: ReactNode;
}) {
  return (
    <div className="ln-notice" data-tone={tone} role={tone === "bad" ? "alert" : "note"}>
      {title ? <Text fw={600}>{title}</Text> : null}
      {children}
    </div>
  );
}

/** A failed request: what is wrong and how to go on. */
export function ProblemNote({ problem, retry }: { problem: Error; retry?: () => void }) {
  const t = useWords(platformWords);
  return (
    <Notice tone="bad" title={t("failed")}>
      <Text>{problem.message}</Text>
      {retry ? (
        <Group mt="xs">
          <Button variant="default" size="sm" onClick={retry}>
            {t("retry")}
          </Button>
        </Group>
      ) : null}
    </Notice>
  );
}

/** What will be here, and how to begin. */
export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <Box className="ln-surface" p={{ base: "lg", sm: "xl" }}>
      <Stack gap="sm" maw="40rem">
        <Title order={2}>{title}</Title>
        {children}
        {actions ? (
          <Group gap="sm" mt="xs">
            {actions}
          </Group>
        ) : null}
      </Stack>
    </Box>
  );
}

/** The three states of a question to the server in one place: waiting, failed, here. */
export function Loaded<Value>({
  query,
  children,
  lines,
}: {
  query: UseQueryResult<Value, ProblemError>;
  children: (value: Value) => ReactNode;
  lines?: number;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemNote problem={query.error} retry={() => void query.refetch()} />;
  return <Loading {...(lines === undefined ? {} : { lines })} />;
}

/** Progress of something without a measure. */
export function Working({ children }: { children?: ReactNode }) {
  const t = useWords(platformWords);
  return (
    <Box role="status" aria-live="polite">
      <div className="ln-working" />
      <Text size="sm" c="dimmed" mt={6}>
        {children ?? t("working")}
      </Text>
    </Box>
  );
}
