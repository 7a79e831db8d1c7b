import type { Dictionary, PrivacyBudget, PrivateCounts, PrivateCountsOffers } from "@lang-nghe/contract";
import { Button, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { Loaded, Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { useDictionary } from "../tabulation/queries.ts";
import { VariableSelect } from "../tabulation/variable-select.tsx";
import { words } from "./private-counts-words.ts";

type Offer = PrivateCountsOffers["offers"][number];

/** A question, how near its counts shall be, and what that costs; said once more before anything is spent. */
export function AskPrivately({ budget, counts }: { budget: PrivacyBudget; counts: readonly PrivateCounts[] }) {
  const t = useWords(words);
  const study = useStudy();
  const dictionary = useDictionary(study.id);
  return (
    <div className="ln-no-print">
      <Section title={t("askTitle")}>
        <Loaded query={dictionary}>{(value) => <Question dictionary={value} budget={budget} counts={counts} />}</Loaded>
      </Section>
    </div>
  );
}

function Question({
  dictionary,
  budget,
  counts,
}: {
  dictionary: Dictionary;
  budget: PrivacyBudget;
  counts: readonly PrivateCounts[];
}) {
  const t = useWords(words);
  const study = useStudy();
  const [ask, setAsk] = useState<string | null>(null);
  const offers = useGet<PrivateCountsOffers>(
    ask === null ? null : `/studies/${study.id}/private-counts/offers?ask=${encodeURIComponent(ask)}`,
  );
  const countable = dictionary.variables.filter(({ kind }) => kind === "categorical" || kind === "multiple");
  const variable = countable.find(({ name }) => name === ask);
  return (
    <Stack gap="md" maw="46rem">
      <VariableSelect label={t("question")} variables={countable} value={ask} onChange={setAsk} />
      {variable ? (
        <Loaded query={offers}>
          {({ asked, offers: found }) =>
            asked && counts.some((table) => table.ask === variable.name) ? (
              <Text>{t("known")}</Text>
            ) : found.length === 0 ? (
              <Text>{t("noOffers")}</Text>
            ) : (
              <Price key={variable.name} ask={variable.name} label={variable.label} offers={found} budget={budget} />
            )
          }
        </Loaded>
      ) : null}
    </Stack>
  );
}

function Price({
  ask,
  label: labels,
  offers,
  budget,
}: {
  ask: string;
  label: Record<string, string>;
  offers: readonly Offer[];
  budget: PrivacyBudget;
}) {
  const t = useWords(words);
  const format = useFormat();
  const label = useLabel();
  const study = useStudy();
  const [epsilon, setEpsilon] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const chosen = offers.find((offer) => String(offer.epsilon) === epsilon);
  const count = useMutation<PrivateCounts, ProblemError, Offer>({
    mutationFn: (offer) =>
      api.post<PrivateCounts>(`/studies/${study.id}/private-counts`, { ask, epsilon: offer.epsilon }),
    onSuccess: async () => {
      await refresh(`/studies/${study.id}/privacy-budget`, `/studies/${study.id}/private-counts`);
      setAsking(false);
      toast(t("asked"));
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        count.reset();
        if (chosen) setAsking(true);
      }}
    >
      <Radio.Group label={t("price")} value={epsilon} onChange={setEpsilon}>
        <Stack gap="xs" mt="xs">
          {offers.map((offer) => {
            const dear = offer.epsilon > budget.remaining;
            return (
              <Radio
                key={offer.epsilon}
                value={String(offer.epsilon)}
                disabled={dear}
                label={t("offer", { within: format.count(offer.within) })}
                description={t(dear ? "offerDear" : "offerCost", {
                  epsilon: format.number(offer.epsilon, 2),
                  share: format.percent(offer.within / Math.max(1, study.accepted), 1),
                })}
              />
            );
          })}
        </Stack>
      </Radio.Group>
      {chosen && chosen.within > study.accepted / 20 ? (
        <div style={{ marginTop: "1rem" }}>
          <Notice tone="notice">
            <Text>{t("rough")}</Text>
          </Notice>
        </div>
      ) : null}
      <Button type="submit" mt="lg" disabled={!chosen}>
        {t("ask")}
      </Button>
      {chosen ? (
        <Confirm
          opened={asking}
          onClose={() => setAsking(false)}
          title={t("confirmTitle")}
          action={t("ask")}
          busy={count.isPending}
          problem={count.error}
          onConfirm={() => count.mutate(chosen)}
        >
          <Text>
            {t("confirm", {
              question: label(labels) || ask,
              within: format.count(chosen.within),
              epsilon: format.number(chosen.epsilon, 2),
              after: format.number(budget.remaining - chosen.epsilon, 2),
            })}
          </Text>
        </Confirm>
      ) : null}
    </form>
  );
}
