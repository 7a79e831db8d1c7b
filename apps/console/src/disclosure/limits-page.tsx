import { type PolicyLimits, type StatedPolicy, stricterWhenLess } from "@lang-nghe/contract";
import { Box, Button, Group, NumberInput, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { Page, Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { useLimits } from "./queries.ts";
import { words } from "./words.ts";

type Limit = keyof PolicyLimits;
/** In the order in which a figure meets them, and the decimals they are written with. */
const limits: readonly { name: Limit; decimals: number }[] = [
  { name: "smallestBase", decimals: 0 },
  { name: "flaggedBase", decimals: 0 },
  { name: "smallestCell", decimals: 0 },
  { name: "smallestBaseForAllOrNone", decimals: 0 },
  { name: "smallestEffectiveBase", decimals: 0 },
  { name: "widestInterval", decimals: 2 },
  { name: "widestRelativeInterval", decimals: 2 },
  { name: "alwaysNarrowEnough", decimals: 2 },
  { name: "closestGuess", decimals: 0 },
  { name: "dominantShare", decimals: 0 },
];

/** The limits below which no figure is shown; the data-protection officer may tighten them. */
export function LimitsPage() {
  const t = useWords(words);
  const may = useMay();
  const policy = useLimits();
  const [changing, setChanging] = useState(false);
  return (
    <Page
      title={t("limitsTitle")}
      lead={t("limitsLead")}
      width="form"
      actions={
        may("disclosure:write") && !changing ? <Button onClick={() => setChanging(true)}>{t("change")}</Button> : null
      }
    >
      <Loaded query={policy}>
        {(stated) =>
          changing ? <Tighten stated={stated} close={() => setChanging(false)} /> : <InForce stated={stated} />
        }
      </Loaded>
    </Page>
  );
}

function InForce({ stated }: { stated: StatedPolicy }) {
  const t = useWords(words);
  const format = useFormat();
  return (
    <Section
      title={t("inForce", { version: stated.version })}
      lead={
        stated.since === null || stated.statedBy === null
          ? t("statedByCode")
          : t("statedBy", { who: stated.statedBy, day: format.day(stated.since) })
      }
    >
      <Table>
        <Table.Tbody>
          {limits.map(({ name, decimals }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {t(name)}
              </Table.Th>
              <Table.Td ta="right" fw={600} className="ln-number">
                {format.number(stated.limits[name], decimals)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Tighten({ stated, close }: { stated: StatedPolicy; close: () => void }) {
  const t = useWords(words);
  const format = useFormat();
  const [draft, setDraft] = useState<Record<Limit, number | string>>({ ...stated.limits });
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  const save = useMutation<StatedPolicy, ProblemError, PolicyLimits>({
    mutationFn: (given) => api.put<StatedPolicy>("/disclosure/policy", given),
    onSuccess: async () => {
      await refresh("/disclosure/policy", "/studies");
      toast(t("saved"));
      close();
    },
    onError: () => setAsking(false),
  });
  const refused = save.error instanceof ProblemError ? save.error.details.limit : undefined;
  const faultOf = ({ name, decimals }: (typeof limits)[number]): string | null => {
    const value = draft[name];
    const less = stricterWhenLess.has(name);
    if (typeof value !== "number") return t("number");
    const floor = format.number(stated.limits[name], decimals);
    if (less ? value > stated.limits[name] : value < stated.limits[name])
      return t(less ? "tooHigh" : "tooLow", { floor });
    return refused === name ? (save.error?.message ?? null) : null;
  };
  const changed = limits.some(({ name }) => draft[name] !== stated.limits[name]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (changed && limits.every((limit) => faultOf(limit) === null)) setAsking(true);
      }}
    >
      <Section title={t("inForce", { version: stated.version })}>
        <Box style={{ display: "grid", gap: "1rem" }}>
          {limits.map((limit) => {
            const { name, decimals } = limit;
            const floor = format.number(stated.limits[name], decimals);
            return (
              <NumberInput
                key={name}
                label={t(name)}
                description={t(stricterWhenLess.has(name) ? "atMost" : "atLeast", { floor })}
                value={draft[name]}
                onChange={(value) => {
                  save.reset();
                  setDraft({ ...draft, [name]: value });
                }}
                decimalScale={decimals}
                decimalSeparator={format.language === "vi" ? "," : "."}
                step={decimals ? 0.01 : 1}
                min={0}
                error={tried ? faultOf(limit) : null}
              />
            );
          })}
        </Box>
        {tried && !changed ? <Text mt="sm">{t("nothingChanged")}</Text> : null}
        <Group mt="lg" gap="sm">
          <Button type="submit">{t("save")}</Button>
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
        </Group>
      </Section>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("confirmTitle")}
        action={t("save")}
        busy={save.isPending}
        onConfirm={() => save.mutate(draft as PolicyLimits)}
      >
        <Text>{t("confirm")}</Text>
        <Table mt="sm">
          <Table.Tbody>
            {limits
              .filter(({ name }) => draft[name] !== stated.limits[name])
              .map(({ name, decimals }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row" fw={400}>
                    {t(name)}
                  </Table.Th>
                  <Table.Td ta="right" className="ln-number">
                    {format.number(stated.limits[name], decimals)} → {format.number(Number(draft[name]), decimals)}
                  </Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </Confirm>
    </form>
  );
}
