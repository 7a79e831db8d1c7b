import type { SessionState } from "@lang-nghe/contract";
import { Button, Group, Text } from "@mantine/core";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useFormat } from "../platform/format.ts";
import { refresh } from "../platform/query.ts";
import { useSession } from "../platform/session.ts";
import { Loading } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";
import { Outside } from "./outside.tsx";
import { SecondStepSetup } from "./second-step-setup.tsx";

/** `session` as it was when the page opened: recovery codes stay on the screen when a second factor exists at last. */
function SetUp({ session: { factorDue, factorBy } }: { session: SessionState }) {
  const t = useWords(factorWords);
  const format = useFormat();
  const navigate = useNavigate();
  const [made, setMade] = useState(false);
  const goOn = async () => {
    await refresh("/");
    await navigate({ to: "/" });
  };
  return (
    <Outside title={t("setTitle")} lead={factorDue ? `${t("setLead")} ${t("setDue")}` : t("setLead")}>
      <SecondStepSetup
        onMade={() => setMade(true)}
        onDone={() => {
          toast(t("added"));
          void goOn();
        }}
      />
      {made || factorDue || !factorBy ? null : (
        <Group gap="sm" className="ln-no-print">
          <Button variant="default" onClick={() => void goOn()}>
            {t("later")}
          </Button>
          <Text size="sm" c="dimmed">
            {t("laterUntil", { day: format.day(factorBy) })}
          </Text>
        </Group>
      )}
    </Outside>
  );
}

/** After the first sign-in: one task, which can wait only as long as the server says. */
export function SecondStepPage() {
  const session = useSession().data;
  const [opened, setOpened] = useState<SessionState | null>(null);
  if (opened) return <SetUp session={opened} />;
  if (!session) return <Loading />;
  if (session.state !== "signed-in" || session.person?.factors.length) return <Navigate to="/" replace />;
  setOpened(session);
  return null;
}
