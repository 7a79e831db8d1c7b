import type { StaffInvitation } from "@lang-nghe/contract";
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { CopyField } from "../platform/copy-field.tsx";
import { Notice } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** The one-time link, shown once. It closes by its own button only, so that it is not lost by a stray click. */
export function InvitationLink({ invitation, onClose }: { invitation: StaffInvitation | null; onClose: () => void }) {
  const t = useWords(words);
  const name = invitation?.member.name ?? "";
  return (
    <Modal
      opened={invitation !== null}
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
      title={t("linkTitle", { name })}
    >
      <Stack gap="md">
        <Notice tone="notice">
          <Text>{t("linkOnce", { name })}</Text>
        </Notice>
        <CopyField label={t("link")} value={invitation?.link ?? ""} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("linkDone")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
