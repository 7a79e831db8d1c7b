import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";
import { words } from "./words.ts";

/** Asks for the current password before something of the own account changes. */
export function WithPassword({
  opened,
  title,
  children,
  busy,
  problem,
  onClose,
  onPassword,
}: {
  opened: boolean;
  title: string;
  children?: string;
  busy: boolean;
  problem: Error | null;
  onClose: () => void;
  onPassword: (current: string) => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="md">
      <Inside busy={busy} problem={problem} onPassword={onPassword}>
        {children}
      </Inside>
    </Modal>
  );
}

function Inside({
  children,
  busy,
  problem,
  onPassword,
}: {
  children: string | undefined;
  busy: boolean;
  problem: Error | null;
  onPassword: (current: string) => void;
}) {
  const t = useWords(factorWords);
  const say = useWords(words);
  const [current, setCurrent] = useState("");
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(current === "");
    if (current !== "") onPassword(current);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {children ? <Text>{children}</Text> : null}
        <Text>{t("confirmPassword")}</Text>
        <PasswordInput
          label={say("currentPassword")}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={missing && current === "" ? say("needPassword") : null}
          autoComplete="current-password"
          data-autofocus
        />
        {problem ? <ProblemNote problem={problem} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t("continue")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
