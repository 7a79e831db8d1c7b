import "./rights.css";
import type { Holidays, Words } from "@lang-nghe/contract";
import { Anchor, Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Line, Lines } from "../accounts/lines.tsx";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField } from "../platform/day-field.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { RightsPage } from "./rights-page.tsx";
import { words } from "./words.ts";

function Contact({ contact }: { contact: Words }) {
  const t = useWords(words);
  const mine = useMay()("rights:write");
  const [text, setText] = useState(contact);
  const save = useMutation<Words, ProblemError>({
    mutationFn: () => api.put("/rights/contact", text),
    onSuccess: async () => {
      await refresh("/rights/contact");
      toast(t("saved"));
    },
  });
  const field = (language: "vi" | "en", label: string) => (
    <Textarea
      label={label}
      lang={language}
      value={text[language]}
      onChange={(event) => setText({ ...text, [language]: event.currentTarget.value })}
      readOnly={!mine}
      autosize
      minRows={3}
      maxLength={2000}
    />
  );
  return (
    <Stack gap="md">
      {field("vi", t("contactVi"))}
      {field("en", t("contactEn"))}
      {save.error ? <ProblemNote problem={save.error} /> : null}
      {mine ? (
        <Group>
          <Button onClick={() => save.mutate()} loading={save.isPending}>
            {t("save")}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

function Days({ days }: { days: Holidays["days"] }) {
  const t = useWords(words);
  const format = useFormat();
  const mine = useMay()("rights:write");
  const [day, setDay] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [round, setRound] = useState(0);
  const put = useMutation<Holidays, ProblemError, Holidays["days"]>({
    mutationFn: (next) => api.put("/rights/holidays", { days: next }),
    onSuccess: async () => {
      setDay(null);
      setName("");
      setRound(round + 1);
      await refresh("/rights/");
      toast(t("saved"));
    },
  });
  const sorted = [...days].sort((a, b) => a.day.localeCompare(b.day));
  return (
    <Stack gap="md">
      {sorted.length === 0 ? <Text>{t("noHolidays")}</Text> : null}
      <Lines>
        {sorted.map((holiday) => (
          <Line
            key={holiday.day}
            name={format.day(holiday.day)}
            about={holiday.name}
            {...(mine
              ? {
                  action: t("removeHoliday"),
                  actionLabel: t("removeHolidayOf", { day: format.day(holiday.day) }),
                  onAction: () => put.mutate(days.filter((one) => one.day !== holiday.day)),
                }
              : {})}
          />
        ))}
      </Lines>
      {put.error ? <ProblemNote problem={put.error} /> : null}
      {mine ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (day) put.mutate([...days.filter((one) => one.day !== day), { day, name: name.trim() }]);
          }}
        >
          <Group align="flex-end" gap="md">
            <DayField key={round} id="holiday" label={t("holidayDay")} value={day} onChange={setDay} w={180} />
            <TextInput
              label={t("holidayName")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={120}
              style={{ flex: "1 1 12rem" }}
            />
            <Button type="submit" variant="default" disabled={!day} loading={put.isPending}>
              {t("addHoliday")}
            </Button>
          </Group>
        </form>
      ) : null}
    </Stack>
  );
}

/** How people reach the institution about their data, and the days that do not count as working days. */
export function ContactPage() {
  const t = useWords(words);
  const language = useLanguage();
  const contact = useGet<Words>("/rights/contact");
  const holidays = useGet<Holidays>("/rights/holidays");
  return (
    <RightsPage title={t("contactTitle")} lead={t("contactLead")}>
      <Section
        title={t("contactPart")}
        lead={
          <>
            {t("contactHelp")}{" "}
            <Anchor href={language === "en" ? "/privacy/en" : "/privacy"} target="_blank" rel="noopener">
              {t("seePage")}
            </Anchor>
          </>
        }
      >
        <Loaded query={contact}>{(value) => <Contact contact={value} />}</Loaded>
      </Section>
      <Section title={t("holidays")} lead={t("holidaysHelp")}>
        <Loaded query={holidays}>{({ days }) => <Days days={days} />}</Loaded>
      </Section>
    </RightsPage>
  );
}
