import { type Succession, type UnitDetail, unitKindNames } from "@lang-nghe/contract";
import { Breadcrumbs, Button, List, Modal, Text, Title } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { ChangeUnitForm } from "./change-unit-form.tsx";
import { CorrectUnitForm } from "./correct-unit-form.tsx";
import { MembersSection } from "./members-section.tsx";
import { NewUnitForm } from "./new-unit-form.tsx";
import { Level } from "./unit-tree.tsx";
import { UnitsFrame } from "./units-frame.tsx";
import { words } from "./words.ts";

function useDays() {
  const t = useWords(words);
  const format = useFormat();
  return (from: string | null, to: string | null) =>
    [
      from ? t("since", { day: format.day(from) }) : t("always"),
      to ? t("until", { day: format.day(to) }) : t("still"),
    ].join(", ");
}

function Steps({ title, steps, end }: { title: string; steps: readonly Succession[]; end: "from" | "to" }) {
  const t = useWords(words);
  const format = useFormat();
  if (steps.length === 0) return null;
  return (
    <>
      <Title order={3} mt="md" mb={4}>
        {title}
      </Title>
      <List spacing={4}>
        {steps.map((step) => (
          <List.Item key={step.id}>
            <TextLink to="/units/$unitId" params={{ unitId: step[end].id }}>
              {step[end].name}
            </TextLink>{" "}
            <Text span c="dimmed" size="sm">
              {[
                step[end].code,
                t("onDay", { day: format.day(step.changedOn) }),
                ...(step.share === null ? [] : [t("share", { share: format.percent(step.share, 1) })]),
              ].join(" · ")}
            </Text>
          </List.Item>
        ))}
      </List>
    </>
  );
}

function Inside({ unit }: { unit: UnitDetail }) {
  const t = useWords(words);
  const label = useLabel();
  const days = useDays();
  const may = useMay();
  const [doing, setDoing] = useState<"change" | "correct" | "add" | null>(null);
  const ended = unit.validTo !== null;
  const write = may("units:write");
  const close = () => setDoing(null);
  const past = unit.placements.filter(({ to }) => to !== null && to !== unit.validTo);
  const buttons = (
    <>
      <Button variant="default" onClick={() => setDoing("correct")}>
        {t("correct")}
      </Button>
      {ended ? null : <Button onClick={() => setDoing("change")}>{t("change")}</Button>}
    </>
  );
  return (
    <UnitsFrame
      title={unit.name}
      lead={
        <Breadcrumbs separator="›">
          {unit.path.slice(0, -1).map(({ id, name }) => (
            <TextLink key={id} to="/units/$unitId" params={{ unitId: id }}>
              {name}
            </TextLink>
          ))}
          <span>{label(unitKindNames[unit.kind])}</span>
        </Breadcrumbs>
      }
      actions={write ? buttons : null}
    >
      {unit.open ? null : (
        <div style={{ marginBottom: "1rem" }}>
          <Notice tone="notice">
            <Text>{t("closedKind")}</Text>
          </Notice>
        </div>
      )}
      <Section title={t("facts")}>
        <dl className="ln-unit-facts">
          <dt>{t("code")}</dt>
          <dd>{unit.code}</dd>
          <dt>{t("kind")}</dt>
          <dd>{label(unitKindNames[unit.kind])}</dd>
          {unit.nameEn ? (
            <>
              <dt>{t("nameEn")}</dt>
              <dd lang="en">{unit.nameEn}</dd>
            </>
          ) : null}
          <dt>{t("validSince")}</dt>
          <dd>{days(unit.validFrom, unit.validTo)}</dd>
          {unit.focal ? (
            <>
              <dt>{t("focal")}</dt>
              <dd>{unit.focal}</dd>
            </>
          ) : null}
        </dl>
      </Section>
      <Section title={t("history")} lead={t("historyLead")}>
        {unit.predecessors.length + unit.successors.length + past.length === 0 ? (
          <Text c="dimmed">{t("noHistory")}</Text>
        ) : null}
        <Steps title={t("cameFrom")} steps={unit.predecessors} end="from" />
        <Steps title={t("became")} steps={unit.successors} end="to" />
        {past.length ? (
          <>
            <Title order={3} mt="md" mb={4}>
              {t("layIn")}
            </Title>
            <List>
              {past.map(({ parent, from, to }) => (
                <List.Item key={`${parent?.id} ${from}`}>
                  {parent ? (
                    <TextLink to="/units/$unitId" params={{ unitId: parent.id }}>
                      {parent.name}
                    </TextLink>
                  ) : null}{" "}
                  <Text span c="dimmed" size="sm">
                    {days(from, to)}
                  </Text>
                </List.Item>
              ))}
            </List>
          </>
        ) : null}
      </Section>
      <Section title={t("below")}>
        {unit.children ? (
          <Level parent={unit.id} name={unit.name} on={unit.validTo ?? undefined} />
        ) : (
          <Text c="dimmed">{t("noBelow")}</Text>
        )}
        {write && !ended ? (
          <Button variant="default" mt="md" onClick={() => setDoing("add")}>
            {t("add")}
          </Button>
        ) : null}
      </Section>
      {may("accounts:manage") && unit.open && !ended ? <MembersSection unit={unit} /> : null}
      <Modal opened={doing === "correct"} onClose={close} title={`${t("correct")}: ${unit.name}`} size="lg">
        <CorrectUnitForm unit={unit} onDone={close} />
      </Modal>
      <Modal opened={doing === "change"} onClose={close} title={`${t("change")}: ${unit.name}`} size="lg">
        <ChangeUnitForm unit={unit} onDone={close} />
      </Modal>
      <Modal opened={doing === "add"} onClose={close} title={t("add")} size="lg">
        <NewUnitForm parent={unit} onDone={close} />
      </Modal>
    </UnitsFrame>
  );
}

/** One unit: its facts, where it came from, what lies in it. */
export function UnitPage() {
  const { unitId } = useParams({ from: "/staff-only/units/$unitId" });
  const query = useGet<UnitDetail>(`/units/${unitId}`);
  return <Loaded query={query}>{(unit) => <Inside key={unit.id} unit={unit} />}</Loaded>;
}
