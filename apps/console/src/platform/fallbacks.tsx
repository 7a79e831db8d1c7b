import { Button, Code, Text } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ProblemError } from "./api.ts";
import { ButtonLink } from "./link.tsx";
import { Page } from "./page.tsx";
import { platformWords } from "./platform-words.ts";
import { ProblemNote } from "./states.tsx";
import { useWords } from "./words.ts";

/** Nothing at this address. */
export function NotFound() {
  const t = useWords(platformWords);
  return (
    <Page title={t("notFound")} lead={t("notFoundHelp")} width="form">
      <ButtonLink to="/">{t("backToStudies")}</ButtonLink>
    </Page>
  );
}

/** A page that failed to load or to draw. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const t = useWords(platformWords);
  return (
    <Page title={t("crashed")} lead={t("crashedHelp")} width="form">
      {error instanceof ProblemError ? (
        <ProblemNote problem={error} retry={reset} />
      ) : (
        <>
          <Code block mb="md">
            {String(error)}
          </Code>
          <Button onClick={() => window.location.reload()}>
            <Text span>{t("reload")}</Text>
          </Button>
        </>
      )}
    </Page>
  );
}
