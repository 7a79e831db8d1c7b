import "./rights.css";
import type { DataRequest, Study } from "@lang-nghe/contract";
import { Box, Button, Group, Modal, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useFormat } from "../platform/format.ts";
import { useGet } from "../platform/query.ts";
import { useMay, useSession } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { dayInVietnam } from "./clock.ts";
import { DueDay } from "./due-day.tsx";
import { NewRequestForm } from "./new-request-form.tsx";
import { type Change, RequestChangeForm } from "./request-change-form.tsx";
import { RightsPage } from "./rights-page.tsx";
import { words } from "./words.ts";

function Matter({
  request,
  study,
  today,
  onChange,
}: {
  request: DataRequest;
  study: string | undefined;
  today: string;
  onChange: ((change: Change) => void) | undefined;
}) {
  const t = useWords(words);
  const format = useFormat();
  const open = request.closedOn === null;
  const change = (what: Change["what"]) => () => onChange?.({ what, request });
  const named = (action: string) => `${action}: ${t("requestNumber", { number: request.number })}`;
  return (
    <Box component="article" className="ln-surface ln-matter" data-late={request.late}>
      <Group justify="space-between" gap="xs">
        <Title order={3}>
          {t(`kind-${request.kind}`)} · {t(`about-${request.about}`)}
        </Title>
        <Text c="dimmed">{t("requestNumber", { number: request.number })}</Text>
      </Group>
      <dl className="ln-facts">
        <dt>{t("reference")}</dt>
        <dd>{request.reference}</dd>
        {study ? (
          <>
            <dt>{t("study")}</dt>
            <dd>{study}</dd>
          </>
        ) : null}
        <dt>{t("receivedOn")}</dt>
        <dd>{format.day(request.receivedOn)}</dd>
        {request.closedOn === null ? (
          <>
            <dt>{t("repliedOn")}</dt>
            <dd>
              {request.repliedOn ? (
                t("replied", { day: format.day(request.repliedOn) })
              ) : (
                <DueDay
                  sentence={t("replyBy", { day: format.day(request.replyDue) })}
                  day={request.replyDue}
                  today={today}
                />
              )}
            </dd>
            <dt>{t("close")}</dt>
            <dd>
              <DueDay sentence={t("doneBy", { day: format.day(request.due) })} day={request.due} today={today} />
              {request.extensionDays > 0 ? (
                <Text size="sm" c="dimmed">
                  {t("extended", { days: request.extensionDays, reason: request.extensionReason })}
                </Text>
              ) : null}
            </dd>
          </>
        ) : (
          <>
            <dt>{t("outcome")}</dt>
            <dd>
              {t("closed", {
                day: format.day(request.closedOn),
                outcome: request.outcome ? t(`outcome-${request.outcome}`) : "",
              })}
            </dd>
          </>
        )}
        {request.note ? (
          <>
            <dt>{t("note")}</dt>
            <dd className="ln-filled">{request.note}</dd>
          </>
        ) : null}
      </dl>
      {open && request.about === "answer" ? (
        <Text size="sm" c="dimmed" mt="sm">
          {t("answerHelp")}
        </Text>
      ) : null}
      {open && request.about === "roster" ? (
        <Text size="sm" c="dimmed" mt="sm">
          {t("rosterHelp")}
        </Text>
      ) : null}
      {onChange ? (
        <Group gap="sm" mt="md" className="ln-no-print">
          {open && !request.repliedOn ? (
            <Button size="sm" onClick={change("reply")} aria-label={named(t("markReplied"))}>
              {t("markReplied")}
            </Button>
          ) : null}
          {open ? (
            <Button
              size="sm"
              variant={request.repliedOn ? "filled" : "default"}
              onClick={change("close")}
              aria-label={named(t("close"))}
            >
              {t("close")}
            </Button>
          ) : null}
          {open && request.extensionDays === 0 ? (
            <Button size="sm" variant="default" onClick={change("extend")} aria-label={named(t("extend"))}>
              {t("extend")}
            </Button>
          ) : null}
          <Button size="sm" variant="default" onClick={change("note")} aria-label={named(t("editNote"))}>
            {t("editNote")}
          </Button>
        </Group>
      ) : null}
    </Box>
  );
}

/** What people ask about their data, each with the days the law gives. */
export function RequestsPage() {
  const t = useWords(words);
  const label = useLabel();
  const may = useMay();
  const requests = useGet<DataRequest[]>("/rights/requests");
  // The issuer has the queue too, and no studies.
  const office = useSession().data?.host === "office";
  const studies = useGet<Study[]>(office && may("studies:read", "anywhere") ? "/studies" : null);
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Change | null>(null);
  const today = dayInVietnam(new Date());
  const titleOf = (id: string | null) => {
    const study = studies.data?.find((one) => one.id === id);
    return study && label(study.title);
  };
  const add = may("rights:write") ? <Button onClick={() => setAdding(true)}>{t("newRequest")}</Button> : null;
  const matter = (request: DataRequest) => (
    <Matter
      key={request.id}
      request={request}
      study={titleOf(request.studyId)}
      today={today}
      onChange={may("rights:write") ? setChanging : undefined}
    />
  );
  return (
    <RightsPage title={t("requestsTitle")} lead={t("requestsLead")} actions={requests.data?.length ? add : null}>
      <Loaded query={requests}>
        {(all) => {
          const open = all.filter(({ closedOn }) => closedOn === null);
          const closed = all.filter(({ closedOn }) => closedOn !== null);
          if (all.length === 0)
            return (
              <Empty title={t("requestsEmpty")} actions={add}>
                <Text>{t("requestsEmptyHelp")}</Text>
              </Empty>
            );
          return (
            <>
              <Title order={2} mb="sm">
                {t("openRequests")}
              </Title>
              {open.length ? open.map(matter) : <Text mb="lg">{t("noneOpen")}</Text>}
              {closed.length ? (
                <>
                  <Title order={2} mt="xl" mb="sm">
                    {t("closedRequests")}
                  </Title>
                  {closed.map(matter)}
                </>
              ) : null}
            </>
          );
        }}
      </Loaded>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t("newRequest")} size="lg">
        <NewRequestForm studies={studies.data ?? []} today={today} onDone={() => setAdding(false)} />
      </Modal>
      <RequestChangeForm change={changing} today={today} onClose={() => setChanging(null)} />
    </RightsPage>
  );
}
