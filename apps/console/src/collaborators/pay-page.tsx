import type { PaySheet, PaySheets } from "@lang-nghe/contract";
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField } from "../platform/day-field.tsx";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { CollaboratorsFrame } from "./collaborators-frame.tsx";
import { TariffsSection } from "./tariffs-section.tsx";
import { words } from "./words.ts";

/** Pay sheets and the tariffs they follow. */
export function PayPage() {
  const t = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const writes = useMay()("collaborators:write");
  const list = useGet<PaySheets>("/pay-sheets");
  const [beginning, setBeginning] = useState(false);
  const [upTo, setUpTo] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const begin = useMutation<PaySheet, ProblemError, string>({
    mutationFn: (day) => api.post("/pay-sheets", { upTo: day }),
    onSuccess: async ({ id }) => {
      await refresh("/pay-sheets");
      await navigate({ to: "/collaborators/pay/$sheetId", params: { sheetId: id } });
    },
  });
  const drafted = list.data?.sheets.some(({ signedOn }) => signedOn === null) ?? true;
  return (
    <CollaboratorsFrame
      title={t("pay")}
      lead={t("payLead")}
      actions={writes && !drafted ? <Button onClick={() => setBeginning(true)}>{t("begin")}</Button> : null}
    >
      <Section title={t("sheets")}>
        <Loaded query={list} lines={2}>
          {({ sheets }) =>
            sheets.length === 0 ? (
              <Text c="dimmed">{t("sheetsEmpty")}</Text>
            ) : (
              <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
                {sheets.map((one) => (
                  <li key={one.id} className="ln-line">
                    <div>
                      <TextLink to="/collaborators/pay/$sheetId" params={{ sheetId: one.id }} fw={600}>
                        {t("sheet", { number: one.number })}
                      </TextLink>
                      <Text size="sm" c="dimmed">
                        {[
                          t("sheetLine", { day: format.day(one.upTo) }),
                          one.signedOn === null
                            ? t("draft")
                            : t("signed", { day: format.day(one.signedOn), name: one.signedBy ?? "" }),
                        ].join(" · ")}
                      </Text>
                    </div>
                    {one.signedOn === null ? null : (
                      <Text fw={600}>{t("money", { amount: format.count(one.total) })}</Text>
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <TariffsSection />
      <Modal opened={beginning} onClose={() => setBeginning(false)} title={t("begin")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setMissing(upTo === null);
            if (upTo) begin.mutate(upTo);
          }}
          noValidate
        >
          <Stack gap="md">
            <DayField
              id="sheet-up-to"
              label={t("upTo")}
              value={upTo}
              onChange={setUpTo}
              error={missing && upTo === null ? t("needDay") : null}
              data-autofocus
            />
            {begin.error ? <ProblemNote problem={begin.error} /> : null}
            <Group>
              <Button type="submit" loading={begin.isPending}>
                {t("begin")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </CollaboratorsFrame>
  );
}
