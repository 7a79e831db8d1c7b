import type { Trainings } from "@lang-nghe/contract";
import { Button, Modal, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { CollaboratorsFrame } from "./collaborators-frame.tsx";
import { TrainingForm } from "./training-form.tsx";
import { words } from "./words.ts";

/** Training sessions, the newest first. */
export function TrainingsPage() {
  const t = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const may = useMay();
  const list = useGet<Trainings>("/trainings");
  const [adding, setAdding] = useState(false);
  const add = may("collaborators:write") ? <Button onClick={() => setAdding(true)}>{t("addTraining")}</Button> : null;
  return (
    <CollaboratorsFrame
      title={t("training")}
      lead={t("trainingLead")}
      actions={list.data?.trainings.length ? add : null}
    >
      <Loaded query={list}>
        {({ trainings }) =>
          trainings.length === 0 ? (
            <Empty title={t("trainingsEmpty")} actions={add}>
              <Text>{t("trainingsEmptyHelp")}</Text>
            </Empty>
          ) : (
            <Section>
              <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
                {trainings.map((one) => (
                  <li key={one.id} className="ln-line">
                    <div>
                      <TextLink to="/collaborators/training/$trainingId" params={{ trainingId: one.id }} fw={600}>
                        {one.title}
                      </TextLink>
                      <Text size="sm" c="dimmed">
                        {t("trainingLine", {
                          ...{ day: format.day(one.heldOn), place: one.place || t("nowhere"), hours: one.hours },
                          people: one.attendance.length,
                          certificates: one.attendance.filter(({ certificate }) => certificate !== null).length,
                        })}
                      </Text>
                    </div>
                  </li>
                ))}
              </ul>
            </Section>
          )
        }
      </Loaded>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t("addTraining")} size="lg">
        {adding ? (
          <TrainingForm
            of={null}
            onDone={(id) => {
              setAdding(false);
              if (id) void navigate({ to: "/collaborators/training/$trainingId", params: { trainingId: id } });
            }}
          />
        ) : null}
      </Modal>
    </CollaboratorsFrame>
  );
}
