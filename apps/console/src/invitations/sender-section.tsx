import type { InvitationWave, Sender } from "@lang-nghe/contract";
import { Button, Group, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const nobody: Sender = { name: "", phone: "", email: "", address: "", about: {} };

/** Who asks, as letters, messages and mail say it. */
export function SenderSection({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const [sender, setSender] = useState<Sender>(wave.sender ?? nobody);
  const save = useMutation<InvitationWave, ProblemError>({
    mutationFn: () => api.put(`/invitations/${wave.studyId}/sender`, sender),
    onSuccess: async () => {
      await refresh("/invitations");
      toast(t("saved"));
    },
  });
  const field = (name: "name" | "phone" | "email" | "address", label: string, maxLength: number) => (
    <TextInput
      label={label}
      value={sender[name]}
      onChange={(event) => setSender({ ...sender, [name]: event.currentTarget.value })}
      maxLength={maxLength}
      required={name === "name"}
    />
  );
  const about = (language: "vi" | "en", label: string) => (
    <Textarea
      label={label}
      lang={language}
      value={sender.about[language] ?? ""}
      onChange={(event) => {
        const { [language]: _before, ...others } = sender.about;
        const text = event.currentTarget.value;
        setSender({ ...sender, about: text ? { ...others, [language]: text } : others });
      }}
      autosize
      minRows={2}
      maxLength={1000}
    />
  );
  const complete = sender.name.trim() !== "" && (sender.phone.trim() !== "" || sender.email.trim() !== "");
  return (
    <Section title={t("sender")} lead={t("senderLead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {field("name", t("senderName"), 200)}
            {field("address", t("senderAddress"), 300)}
            {field("phone", t("senderPhone"), 60)}
            {field("email", t("senderEmail"), 200)}
          </SimpleGrid>
          {about("vi", t("aboutVi"))}
          {about("en", t("aboutEn"))}
          {save.error ? <ProblemNote problem={save.error} /> : null}
          <Group>
            <Button
              type="submit"
              variant={wave.sender ? "default" : "filled"}
              disabled={!complete}
              loading={save.isPending}
            >
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
