import type { DrawDesign, DrawDetail, DrawProgress } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Progress, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { designWords } from "./design-words.ts";
import { NumberField } from "./number-field.tsx";
import type { Typed } from "./plan-form.ts";

const mostSeed = 4_294_967_295;

/** A draw under way: what it is doing, until it is done. */
function Drawing({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useWords(designWords);
  const study = useStudy();
  const progress = useQuery<DrawProgress, ProblemError>({
    queryKey: ["draw-progress", id],
    queryFn: () => api.get(`/studies/${study.id}/draws/${id}/progress`),
    refetchInterval: ({ state }) => (state.data?.step === "done" || state.error ? false : 700),
    retry: false,
  });
  const done = progress.data?.step === "done";
  useEffect(() => {
    if (done) onDone();
  }, [done, onDone]);
  if (progress.error) return <ProblemNote problem={progress.error} />;
  return (
    <div role="status" aria-live="polite">
      <Text>
        {t("drawing")}: {t(`step-${progress.data?.step ?? "reading"}`)}
      </Text>
      <Progress value={(progress.data?.share ?? 0) * 100} aria-label={t("drawing")} my="xs" />
      <Text size="sm" c="dimmed">
        {t("leave")}
      </Text>
    </div>
  );
}

/** Seed and reason, then the draw itself. */
export function DrawForm({ design, onDrawn }: { design: DrawDesign; onDrawn: () => void }) {
  const t = useWords(designWords);
  const study = useStudy();
  const navigate = useNavigate();
  const [source, setSource] = useState<"made" | "given">("made");
  const [seed, setSeed] = useState<Typed>("");
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [asking, setAsking] = useState(false);
  const open = async (id: string) => {
    await refresh(`/studies/${study.id}/draws`);
    onDrawn();
    toast(t("drawn"));
    await navigate({ to: "/studies/$studyId/sample/$drawId", params: { studyId: study.id, drawId: id } });
  };
  const draw = useMutation<DrawDetail | DrawProgress, ProblemError, void>({
    mutationFn: () =>
      api.post(`/studies/${study.id}/draws`, {
        ...{ design, seed: source === "made" ? null : seed, reason: reason.trim() },
      }),
    onSuccess: (reply) => {
      setAsking(false);
      if (!("step" in reply)) void open(reply.id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const goodSeed = source === "made" || (seed !== "" && Number.isInteger(seed) && seed <= mostSeed);
    const found = {
      ...(goodSeed ? {} : { "draw-seed": t("seedNeeded") }),
      ...(reason.trim().length >= 10 ? {} : { "draw-reason": t("reasonNeeded") }),
    };
    setErrors(found);
    if (Object.keys(found).length === 0) setAsking(true);
  };
  const under = draw.data && "step" in draw.data ? draw.data.id : null;
  return (
    <Section title={t("drawTitle")} lead={t("drawHelp")}>
      {under ? (
        <Drawing id={under} onDone={() => void open(under)} />
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="md" maw="36rem">
            <ErrorSummary errors={errors} />
            <NativeSelect
              label={t("seed")}
              data={[
                { value: "made", label: t("seedMade") },
                { value: "given", label: t("seedGiven") },
              ]}
              value={source}
              onChange={(event) => setSource(event.currentTarget.value as "made" | "given")}
            />
            {source === "given" ? (
              <NumberField
                id="draw-seed"
                label={t("seedNumber")}
                description={t("seedHelp")}
                value={seed}
                onChange={setSeed}
                allowDecimal={false}
                thousandSeparator=""
                error={errors["draw-seed"]}
              />
            ) : null}
            <Textarea
              id="draw-reason"
              label={t("reason")}
              description={t("reasonHelp")}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={errors["draw-reason"]}
              maxLength={1000}
              autosize
              minRows={2}
            />
            <Group>
              <Button type="submit">{t("draw")}</Button>
            </Group>
          </Stack>
        </form>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("confirmTitle")}
        action={t("draw")}
        onConfirm={() => draw.mutate()}
        busy={draw.isPending}
        problem={draw.error}
      >
        <Text>{t("confirm")}</Text>
      </Confirm>
    </Section>
  );
}
