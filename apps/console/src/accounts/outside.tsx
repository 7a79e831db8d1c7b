import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Banners } from "../platform/banners.tsx";
import { Brand, Switches } from "../platform/top-bar.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** A page for someone who is not signed in: one sheet, one task. */
export function Outside({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const t = useWords(words);
  useEffect(() => {
    document.title = `${title} · Lắng Nghe`;
  }, [title]);
  return (
    <Box mih="100dvh" component="main">
      <Banners />
      <Box maw="30rem" mx="auto" px="md" py={{ base: "md", sm: "xl" }}>
        <Group justify="space-between" mb="xl" wrap="nowrap">
          <Brand />
          <Switches />
        </Group>
        <Box className="ln-surface" p={{ base: "lg", sm: "xl" }}>
          <Title order={1}>{title}</Title>
          {lead ? (
            <Text c="dimmed" mt={6} mb="lg">
              {lead}
            </Text>
          ) : null}
          <Stack gap="md">{children}</Stack>
        </Box>
        <Text c="dimmed" size="sm" mt="lg" ta="center">
          {t("tagline")}
        </Text>
      </Box>
    </Box>
  );
}
