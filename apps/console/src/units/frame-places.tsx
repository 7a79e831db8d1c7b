import type { Frame, FramePlace, FramePlaces, PlaceChoice } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { frameWords } from "./frame-words.ts";
import { UnitPicker } from "./unit-picker.tsx";

const states = ["unsure", "unmatched", "matched"] as const;

function Line({ place, onChoose }: { place: FramePlace; onChoose: ((choice: PlaceChoice) => void) | undefined }) {
  const t = useWords(frameWords);
  const format = useFormat();
  const choose = (unitId: string | null) => onChoose?.({ place: place.place, within: place.within, unitId });
  const full = (unit: { name: string; code: string; parent: string | null }) =>
    `${[unit.name, unit.parent].filter(Boolean).join(", ")} (${unit.code})`;
  return (
    <li className="ln-line" style={{ alignItems: "flex-start" }}>
      <div style={{ flex: "1 1 14rem", minWidth: 0 }}>
        <Text fw={600} component="div" style={{ overflowWrap: "anywhere" }}>
          {[place.place, place.within].filter(Boolean).join(", ")}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            t("rows", { count: format.count(place.rows) }),
            t(place.state),
            ...(place.how ? [t(`how-${place.how}`)] : []),
            ...(place.unit === null && place.reason ? [t(`reason-${place.reason}`)] : []),
          ].join(" · ")}
        </Text>
        {place.unit ? <Text>{full(place.unit)}</Text> : null}
      </div>
      {onChoose ? (
        <Stack gap="xs" style={{ flex: "1 1 18rem" }} align="stretch">
          {place.unit ? (
            <Group justify="flex-end">
              <Button
                size="sm"
                variant="default"
                aria-label={t("takeBackNamed", { place: place.place })}
                onClick={() => choose(null)}
              >
                {t("takeBack")}
              </Button>
            </Group>
          ) : (
            <>
              {place.suggestions.map((unit) => (
                <Button
                  key={unit.id}
                  size="sm"
                  variant="default"
                  onClick={() => choose(unit.id)}
                  styles={{
                    label: { whiteSpace: "normal", textAlign: "start" },
                    root: { height: "auto", paddingBlock: 6 },
                  }}
                >
                  {t("take", { name: full(unit) })}
                </Button>
              ))}
              <UnitPicker
                id={`pick-${place.place}-${place.within}`}
                label={t("chooseOther", { place: place.place })}
                value={null}
                onChange={(id) => id && choose(id)}
              />
            </>
          )}
        </Stack>
      ) : null}
    </li>
  );
}

/** The places of a frame: what was matched by itself, and what waits for a person. */
export function FramePlacesSection({ frame }: { frame: Frame }) {
  const t = useWords(frameWords);
  const format = useFormat();
  const may = useMay();
  const counts = frame.places!;
  const first = states.find((state) => counts[state].places > 0) ?? "matched";
  const [state, setState] = useState<FramePlace["state"] | "">(first);
  const path = `/frames/${frame.id}/places`;
  const places = useGet<FramePlaces>(`${path}${state ? `?state=${state}` : ""}`);
  const choose = useMutation<undefined, ProblemError, PlaceChoice>({
    mutationFn: (choice) => api.put(path, choice),
    onSuccess: () => refresh("/frames"),
  });
  const again = useMutation<Frame, ProblemError>({
    mutationFn: () => api.post(path),
    onSuccess: async () => {
      await refresh("/frames");
      toast(t("matchAgainDone"));
    },
  });
  const write = may("frames:write");
  return (
    <Section title={t("matching")} lead={t("matchingLead")}>
      <Stack gap="md">
        <ul style={{ margin: 0, paddingInlineStart: "1.2rem" }}>
          {states.map((one) => (
            <li key={one}>
              {t("stateCount", {
                state: t(one),
                places: format.count(counts[one].places),
                rows: format.count(counts[one].rows),
              })}
            </li>
          ))}
          {counts.empty.rows ? (
            <li>{`${t("empty")}: ${t("rows", { count: format.count(counts.empty.rows) })}`}</li>
          ) : null}
        </ul>
        <Group gap="md" align="flex-end" justify="space-between">
          <NativeSelect
            label={t("show")}
            value={state}
            onChange={(event) => setState(event.currentTarget.value as FramePlace["state"] | "")}
            data={[...states.map((value) => ({ value, label: t(value) })), { value: "", label: t("showAll") }]}
          />
          {write ? (
            <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
              {t("matchAgain")}
            </Button>
          ) : null}
        </Group>
        {choose.error ? <ProblemNote problem={choose.error} /> : null}
        {again.error ? <ProblemNote problem={again.error} /> : null}
        <Loaded query={places}>
          {({ total, places: list }) =>
            list.length === 0 ? (
              <Text c="dimmed">{t("nonePlaces")}</Text>
            ) : (
              <>
                {total > list.length ? (
                  <Text size="sm" c="dimmed">
                    {t("shown", { shown: format.count(list.length), total: format.count(total) })}
                  </Text>
                ) : null}
                <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
                  {list.map((place) => (
                    <Line
                      key={`${place.place} ${place.within}`}
                      place={place}
                      onChoose={write ? (choice) => choose.mutate(choice) : undefined}
                    />
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      </Stack>
    </Section>
  );
}
