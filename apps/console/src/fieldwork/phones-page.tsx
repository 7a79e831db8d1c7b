import type { NewPhone, Phone, PhoneCode, Phones } from "@lang-nghe/contract";
import { Box, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { renderSVG } from "uqr";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { CopyField } from "../platform/copy-field.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { drawing } from "../platform/trusted.ts";
import { useWords } from "../platform/words.ts";
import { FieldworkFrame } from "./fieldwork-frame.tsx";
import { namesOf, pathOf, useTeam } from "./team.ts";
import { words } from "./words.ts";

/** The telephones of a study's interviewers: enrolling, how they fare, shutting out. */
export function PhonesPage() {
  const t = useWords(words);
  const study = useStudy();
  const may = useMay();
  const phones = useGet<Phones>(`${pathOf(study.id)}/phones`);
  return (
    <FieldworkFrame>
      {may("fieldwork:write") ? <Enrol /> : null}
      <Loaded query={phones}>
        {(found) =>
          found.phones.length === 0 ? (
            <Empty title={t("phonesEmpty")}>
              <Text>{t("phonesEmptyHelp")}</Text>
            </Empty>
          ) : (
            <Section title={t("phones")} lead={t("phonesLead")}>
              <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
                {found.phones.map((phone) => (
                  <PhoneLine key={phone.id} phone={phone} />
                ))}
              </ul>
            </Section>
          )
        }
      </Loaded>
    </FieldworkFrame>
  );
}

function PhoneLine({ phone }: { phone: Phone }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const may = useMay();
  const nameOf = namesOf(useTeam().data, t("unknownPerson"));
  const [opened, setOpened] = useState(false);
  const [remark, setRemark] = useState("");
  const revoke = useMutation<unknown, ProblemError>({
    mutationFn: () => api.post(`${pathOf(study.id)}/phones/${phone.id}/revoke`, { remark: remark.trim() }),
    onSuccess: async () => {
      setOpened(false);
      toast(t("revoked"));
      await refresh(pathOf(study.id));
    },
  });
  const live = phone.state === "enrolled" || phone.state === "waiting";
  return (
    <li className="ln-line">
      <div>
        <Text fw={600}>
          {phone.name} · {nameOf(phone.staffId)}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            t(`phone_${phone.state}`),
            ...(phone.state === "enrolled"
              ? [
                  phone.syncedOn ? t("synced", { day: format.day(phone.syncedOn) }) : t("never"),
                  t("inHandPhone", { count: format.count(phone.inHand) }),
                  ...(phone.unsent ? [t("unsent", { count: format.count(phone.unsent) })] : []),
                  ...(phone.storageLeft === null ? [] : [t("storage", { count: format.count(phone.storageLeft) })]),
                ]
              : []),
          ].join(" · ")}
        </Text>
      </div>
      {live && may("fieldwork:write") ? (
        <>
          <Button variant="default" size="sm" onClick={() => setOpened(true)}>
            {t("revoke")}
          </Button>
          <Confirm
            opened={opened}
            onClose={() => setOpened(false)}
            title={t("revokeTitle", { name: phone.name })}
            action={t("revoke")}
            onConfirm={() => revoke.mutate()}
            busy={revoke.isPending}
            problem={revoke.error}
            harmful
          >
            <Stack gap="md">
              <Text>{t("revokeHelp", { count: format.count(phone.inHand) })}</Text>
              <TextInput
                label={t("why")}
                value={remark}
                onChange={(event) => setRemark(event.currentTarget.value)}
                required
                minLength={3}
                maxLength={1000}
                data-autofocus
              />
            </Stack>
          </Confirm>
        </>
      ) : null}
    </li>
  );
}

function Enrol() {
  const t = useWords(words);
  const study = useStudy();
  const team = useTeam();
  const [staffId, setStaffId] = useState("");
  const [name, setName] = useState("");
  const interviewers = (team.data?.members ?? []).filter(({ duty }) => duty === "interviewer");
  const make = useMutation<PhoneCode, ProblemError, NewPhone>({
    mutationFn: (body) => api.post(`${pathOf(study.id)}/phones`, body),
    onSuccess: () => refresh(`${pathOf(study.id)}/phones`),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ staffId, name: name.trim() });
  };
  return (
    <Section title={t("newPhone")}>
      {interviewers.length === 0 ? (
        <Text c="dimmed">{t("shareNobody")}</Text>
      ) : (
        <form onSubmit={submit}>
          <Group align="flex-end" gap="sm">
            <NativeSelect
              size="md"
              label={t("interviewer")}
              value={staffId}
              onChange={(event) => {
                setStaffId(event.currentTarget.value);
                make.reset();
              }}
              data={[
                { value: "", label: "…" },
                ...interviewers.map((one) => ({ value: one.staffId, label: one.name })),
              ]}
              required
            />
            <TextInput
              label={t("phoneName")}
              description={t("phoneNameHelp")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={60}
              required
            />
            <Button type="submit" disabled={!staffId || !name.trim()} loading={make.isPending}>
              {t("makeCode")}
            </Button>
          </Group>
        </form>
      )}
      {make.error ? <ProblemNote problem={make.error} /> : null}
      {make.data ? <Code code={make.data} name={namesOf(team.data, "")(staffId)} /> : null}
    </Section>
  );
}

function Code({ code: { link, until }, name }: { code: PhoneCode; name: string }) {
  const t = useWords(words);
  const format = useFormat();
  const code = useMemo(() => renderSVG(link, { ecc: "M", border: 2 }), [link]);
  return (
    <Group align="flex-start" gap="xl" mt="lg">
      <Box
        role="img"
        aria-label={t("codeQr")}
        w={200}
        h={200}
        style={{ background: "#fff", borderRadius: 8, overflow: "hidden", border: "1px solid var(--ln-line)" }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from our own link
        dangerouslySetInnerHTML={drawing(code)}
      />
      <Stack gap="md" style={{ flex: "1 1 18rem", minWidth: 0 }}>
        <div>
          <Text fw={600}>{t("codeTitle", { name })}</Text>
          <Text>{t("codeHelp", { time: format.moment(until) })}</Text>
        </div>
        <CopyField label={t("codeLink")} value={link} />
      </Stack>
    </Group>
  );
}
