import { AppShell, Box } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Navigate, Outlet, useRouterState } from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { Banners } from "./banners.tsx";
import { Navigation } from "./navigation.tsx";
import { platformWords } from "./platform-words.ts";
import { useSession } from "./session.ts";
import { Loading, ProblemNote } from "./states.tsx";
import { TopBar } from "./top-bar.tsx";
import { useWords } from "./words.ts";

function Frame({ factorReminder }: { factorReminder: ReactNode }) {
  const t = useWords(platformWords);
  const [opened, { toggle, close }] = useDisclosure(false);
  const moving = useRouterState({ select: (state) => state.isLoading });
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 264, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={0}
      transitionDuration={0}
    >
      <a className="ln-skip" href="#main">
        {t("skip")}
      </a>
      <AppShell.Header bg="var(--ln-surface)">
        <TopBar opened={opened} toggle={toggle} />
        {moving ? <div className="ln-working" style={{ marginTop: -3 }} /> : null}
      </AppShell.Header>
      <AppShell.Navbar p="sm" bg="var(--ln-surface)" style={{ overflowY: "auto" }}>
        <Navigation close={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Banners />
        {factorReminder}
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

/**
 * Pages for staff. Whoever is not signed in gets the sign-in form at the same address, and after it the page asked for.
 */
export function StaffLayout({
  signIn,
  setupNeeded,
  factorReminder,
}: {
  signIn: ReactNode;
  setupNeeded: ReactNode;
  factorReminder: ReactNode;
}) {
  const session = useSession();
  if (session.data === undefined) {
    return (
      <Box className="ln-page" data-width="form">
        {session.error ? <ProblemNote problem={session.error} retry={() => void session.refetch()} /> : <Loading />}
      </Box>
    );
  }
  if (session.data.factorDue) return <Navigate to="/second-step" />;
  if (session.data.state === "signed-in") return <Frame factorReminder={factorReminder} />;
  return <Suspense fallback={<Loading />}>{session.data.state === "setup-needed" ? setupNeeded : signIn}</Suspense>;
}
