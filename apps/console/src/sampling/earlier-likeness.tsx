import type { EarlierSample, Study, Table, Variable } from "@lang-nghe/contract";
import { NativeSelect, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { useGet } from "../platform/query.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { NumberField } from "./number-field.tsx";
import type { PlanForm, Typed } from "./plan-form.ts";
import { planWords } from "./plan-words.ts";

/** What a frozen table tells of how alike people of one place are: its design effect, as the gate let it out. */
export function EarlierLikeness({
  rho,
  onChange,
}: {
  /** ρ that follows, once the server has worked it out. */
  rho: number | null;
  /** Kept the same from render to render. */
  onChange: (earlier: PlanForm["earlier"]) => void;
}) {
  const t = useWords(planWords);
  const label = useLabel();
  const format = useFormat();
  const [studyId, setStudyId] = useState("");
  const [ask, setAsk] = useState("");
  const [perPsu, setPerPsu] = useState<Typed>(10);
  const studies = useGet<Study[]>("/studies");
  const samples = useGet<EarlierSample[]>("/sampling/earlier");
  const dictionary = useGet<{ variables: Variable[] }>(studyId ? `/studies/${studyId}/dictionary` : null);
  const table = useQuery<Table, ProblemError>({
    queryKey: ["earlier-design-effect", studyId, ask],
    queryFn: () => api.post(`/studies/${studyId}/tables`, { ask, by: null, base: "valid", weightSet: null }),
    enabled: studyId !== "" && ask !== "",
  });
  const effects = (table.data?.estimates ?? []).flatMap(({ deff }) => (deff !== null && deff > 0 ? [deff] : []));
  // Without PSUs in its design a study's effect is 1 whatever people are like.
  const clustered = /(^|; )clusters: /.test(table.data?.method.design ?? "");
  const usable = table.data?.method.random === true && clustered && effects.length > 0;
  const designEffect = usable ? effects.reduce((sum, deff) => sum + deff, 0) / effects.length : null;
  const weightingEffect = Math.max(1, table.data?.method.designEffect ?? 1);
  useEffect(() => {
    onChange(designEffect === null || perPsu === "" || perPsu <= 1 ? null : { designEffect, perPsu, weightingEffect });
  }, [designEffect, perPsu, weightingEffect, onChange]);
  const frozen = (studies.data ?? []).filter(({ state }) => state === "frozen");
  if (studies.data && frozen.length === 0) return <Text c="dimmed">{t("earlierNoStudy")}</Text>;
  const choose = (id: string) => {
    setStudyId(id);
    setAsk("");
    const known = samples.data?.find((one) => one.studyId === id);
    const accepted = frozen.find((one) => one.id === id)?.accepted;
    if (known && accepted) setPerPsu(Math.round((accepted / known.psus) * 10) / 10);
  };
  return (
    <Stack gap="md">
      <NativeSelect
        label={t("study")}
        data={[
          { value: "", label: t("chooseStudy") },
          ...frozen.map(({ id, title }) => ({ value: id, label: label(title) })),
        ]}
        value={studyId}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {studyId ? (
        <NativeSelect
          label={t("variable")}
          data={[
            { value: "", label: t("chooseVariable") },
            ...(dictionary.data?.variables ?? [])
              .filter(({ kind, source }) => kind === "categorical" && source === "question")
              .map((variable) => ({ value: variable.name, label: label(variable.label) })),
          ]}
          value={ask}
          onChange={(event) => setAsk(event.currentTarget.value)}
        />
      ) : null}
      <NumberField label={t("earlierPerPsu")} value={perPsu} onChange={setPerPsu} />
      {dictionary.error ? <ProblemNote problem={dictionary.error} /> : null}
      {table.error ? <ProblemNote problem={table.error} /> : null}
      {table.data && designEffect === null ? (
        <Notice tone="notice">
          <Text>{t(table.data.method.random && !clustered ? "earlierNoPsu" : "earlierNone")}</Text>
        </Notice>
      ) : null}
      {designEffect !== null && rho !== null ? (
        <Text>
          {t("earlierFound", {
            deff: format.number(designEffect, 2),
            weights: format.number(weightingEffect, 2),
            rho: format.number(rho, 3),
          })}
        </Text>
      ) : null}
    </Stack>
  );
}
