import { Box, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { platformWords } from "./platform-words.ts";
import { ProblemNote } from "./states.tsx";
import { useWords } from "./words.ts";

export interface ConfirmProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in plain words. */
  readonly children: ReactNode;
  /** The button says what it does: "Đóng và cố định", never "OK". */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly busy?: boolean;
  readonly problem?: Error | null;
  /** What cannot be undone asks for this word to be typed. */
  readonly typed?: string;
  readonly harmful?: boolean;
}

/** Says what will happen before a button does it. */
export function Confirm(props: ConfirmProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size="lg">
      <Inside {...props} />
    </Modal>
  );
}

function Inside({ onClose, children, action, onConfirm, busy = false, problem, typed, harmful = false }: ConfirmProps) {
  const t = useWords(platformWords);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const matches =
    typed === undefined || text.trim().normalize("NFC").toLowerCase() === typed.normalize("NFC").toLowerCase();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (matches) onConfirm();
        else setWrong(true);
      }}
    >
      <Stack gap="md">
        <Box>{children}</Box>
        {typed === undefined ? null : (
          <TextInput
            label={t("typeToConfirm", { word: typed })}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setWrong(false);
            }}
            error={wrong ? t("typeMismatch", { word: typed }) : null}
            autoComplete="off"
            data-autofocus
          />
        )}
        {problem ? <ProblemNote problem={problem} /> : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={busy} {...(harmful ? { color: "#9c2b12", autoContrast: true } : {})}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
