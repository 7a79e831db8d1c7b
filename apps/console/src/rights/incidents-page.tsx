import "./rights.css";
import type { Incident } from "@lang-nghe/contract";
import { Box, Button, Group, Modal, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { useFormat } from "../platform/format.ts";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { dayInVietnam, hoursUntil, timeInVietnam } from "./clock.ts";
import { type IncidentStep, IncidentStepForm } from "./incident-step-form.tsx";
import { NewIncidentForm } from "./new-incident-form.tsx";
import { RightsPage } from "./rights-page.tsx";
import { words } from "./words.ts";

/** The time, asked again each minute: a clock of 72 hours must not stand still. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Record({
  incident,
  now,
  onStep,
}: {
  incident: Incident;
  now: Date;
  onStep: ((step: IncidentStep) => void) | undefined;
}) {
  const t = useWords(words);
  const format = useFormat();
  const moment = (iso: string) => {
    const at = new Date(iso);
    return `${timeInVietnam(at)} ${format.day(dayInVietnam(at))}`;
  };
  const left = hoursUntil(now, incident.notifyBy);
  const past = new Date(incident.notifyBy) < now;
  const open = incident.closedOn === null;
  const waiting = open && incident.notifiedAt === null;
  const step = (what: IncidentStep["what"]) => () => onStep?.({ what, incident });
  const named = (action: string) => `${action}: ${t("incidentNumber", { number: incident.number })}`;
  return (
    <Box component="article" className="ln-surface ln-matter" data-late={waiting && past}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h3">
          {t("incidentNumber", { number: incident.number })}
        </Title>
        <Text c="dimmed">{t("detected", { moment: moment(incident.detectedAt) })}</Text>
      </Group>
      {waiting ? (
        <Text mt="sm" fw={600} {...(past ? { c: "var(--ln-bad-ink)" } : {})}>
          {t("notifyBy", { moment: moment(incident.notifyBy) })} (
          {past ? t("hoursPast", { hours: -left }) : t("hoursLeft", { hours: left })})
        </Text>
      ) : null}
      {incident.notifiedAt ? (
        <Text mt="sm">
          {t("notified", { moment: moment(incident.notifiedAt) })}
          {incident.late && incident.lateReason ? `; ${t("notifiedLate", { reason: incident.lateReason })}` : ""}
        </Text>
      ) : null}
      <dl className="ln-facts">
        <dt>{t("what")}</dt>
        <dd className="ln-filled">{incident.what}</dd>
        <dt>{t("people")}</dt>
        <dd>
          {incident.people === null ? t("peopleUnknown") : t("peopleShown", { people: format.count(incident.people) })}
        </dd>
        {incident.measures ? (
          <>
            <dt>{t("measures")}</dt>
            <dd className="ln-filled">{incident.measures}</dd>
          </>
        ) : null}
        {incident.closedOn ? (
          <>
            <dt>{t("closedOn")}</dt>
            <dd>{t("incidentClosed", { day: format.day(incident.closedOn) })}</dd>
          </>
        ) : null}
      </dl>
      {onStep && open ? (
        <Group gap="sm" mt="md" className="ln-no-print">
          {incident.notifiedAt === null ? (
            <Button size="sm" onClick={step("notified")} aria-label={named(t("markNotified"))}>
              {t("markNotified")}
            </Button>
          ) : null}
          <Button size="sm" variant="default" onClick={step("measures")} aria-label={named(t("writeMeasures"))}>
            {t("writeMeasures")}
          </Button>
          <Button
            size="sm"
            variant={incident.notifiedAt ? "filled" : "default"}
            onClick={step("close")}
            aria-label={named(t("closeIncident"))}
          >
            {t("closeIncident")}
          </Button>
        </Group>
      ) : null}
    </Box>
  );
}

/** What leaked or was lost, each with its clock of 72 hours. */
export function IncidentsPage() {
  const t = useWords(words);
  const may = useMay();
  const incidents = useGet<Incident[]>("/rights/incidents");
  const now = useNow();
  const [adding, setAdding] = useState(false);
  const [step, setStep] = useState<IncidentStep | null>(null);
  const add = may("rights:write") ? <Button onClick={() => setAdding(true)}>{t("newIncident")}</Button> : null;
  return (
    <RightsPage title={t("incidentsTitle")} lead={t("incidentsLead")} actions={incidents.data?.length ? add : null}>
      <Loaded query={incidents}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t("incidentsEmpty")} actions={add}>
              <Text>{t("incidentsEmptyHelp")}</Text>
            </Empty>
          ) : (
            all.map((incident) => (
              <Record
                key={incident.id}
                incident={incident}
                now={now}
                onStep={may("rights:write") ? setStep : undefined}
              />
            ))
          )
        }
      </Loaded>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t("newIncident")} size="lg">
        <NewIncidentForm now={now} onDone={() => setAdding(false)} />
      </Modal>
      <IncidentStepForm step={step} now={now} onClose={() => setStep(null)} />
    </RightsPage>
  );
}
