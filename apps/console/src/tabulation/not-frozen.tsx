import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { Empty } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";

/** What a page says while the study still takes answers: why it waits, and where to go. */
export function NotFrozen({
  page,
  title,
  why,
  how,
  link,
}: {
  page: string;
  title: string;
  why: ReactNode;
  how: ReactNode;
  link: string;
}) {
  const study = useStudy();
  return (
    <Page title={page}>
      <Empty
        title={title}
        actions={
          <ButtonLink to="/studies/$studyId/collection" params={{ studyId: study.id }}>
            {link}
          </ButtonLink>
        }
      >
        <Text>{why}</Text>
        <Text>{how}</Text>
      </Empty>
    </Page>
  );
}
