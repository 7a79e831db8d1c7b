import { Box, Group, Text, Title } from "@mantine/core";
import { type ReactNode, useContext, useEffect, useRef } from "react";
import { TextLink } from "./link.tsx";
import { platformWords } from "./platform-words.ts";
import { StudyContext } from "./study-context.tsx";
import { useLabel, useWords } from "./words.ts";

export interface PageProps {
  readonly title: string;
  /** One or two sentences: what this page is for. */
  readonly lead?: ReactNode;
  /** The one main button, and few others. */
  readonly actions?: ReactNode;
  readonly width?: "form" | "wide";
  readonly children: ReactNode;
}

/** A page of the console: one heading, which takes focus when the page changes, and names the window. */
export function Page({ title, lead, actions, width = "wide", children }: PageProps) {
  const t = useWords(platformWords);
  const label = useLabel();
  const study = useContext(StudyContext);
  const studyTitle = study ? label(study.title) : title;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = [title, ...(studyTitle === title ? [] : [studyTitle]), t("product")].join(" · ");
  }, [title, studyTitle, t]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Box className="ln-page" data-width={width}>
      <Group justify="space-between" align="flex-start" gap="md" mb="lg">
        <Box style={{ flex: "1 1 20rem", minWidth: 0 }}>
          {study && studyTitle !== title ? (
            <TextLink to="/studies/$studyId" params={{ studyId: study.id }} size="sm" c="dimmed" underline="hover">
              {studyTitle}
            </TextLink>
          ) : null}
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {lead ? (
            <Text component="div" c="dimmed" mt={6} maw="46rem">
              {lead}
            </Text>
          ) : null}
        </Box>
        {actions ? (
          <Group gap="sm" className="ln-no-print">
            {actions}
          </Group>
        ) : null}
      </Group>
      {children}
    </Box>
  );
}

/** A part of a page on its own sheet of paper. */
export function Section({
  title,
  lead,
  children,
  id,
}: {
  title?: string;
  lead?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <Box component="section" className="ln-surface" p={{ base: "md", sm: "lg" }} mb="lg" {...(id ? { id } : {})}>
      {title ? (
        <Title order={2} mb={lead ? 4 : "sm"}>
          {title}
        </Title>
      ) : null}
      {lead ? (
        <Text component="div" c="dimmed" mb="md" maw="46rem">
          {lead}
        </Text>
      ) : null}
      {children}
    </Box>
  );
}
