import type { PaySheet } from "@lang-nghe/contract";
import { Box, Button, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { CollaboratorsFrame } from "./collaborators-frame.tsx";
import { CorrectionsSection } from "./corrections-section.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { words } from "./words.ts";

/** One pay sheet: a draft worked out anew, or a signed one as it was signed. */
export function PaySheetPage() {
  const { sheetId } = useParams({ from: "/staff-only/collaborators/pay/$sheetId" });
  const sheet = useGet<PaySheet>(`/pay-sheets/${sheetId}`);
  return <Loaded query={sheet}>{(one) => <Sheet sheet={one} />}</Loaded>;
}

function Sheet({ sheet }: { sheet: PaySheet }) {
  const t = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const writes = useMay()("collaborators:write") && sheet.signedOn === null;
  const [signing, setSigning] = useState(false);
  const path = `/pay-sheets/${sheet.id}`;
  const sign = useMutation<PaySheet, ProblemError>({
    mutationFn: () => api.post(`${path}/sign`),
    onSuccess: async () => {
      setSigning(false);
      await refresh("/pay-sheets", "/tariffs");
      toast(t("signDone"));
    },
  });
  const state =
    sheet.signedOn === null ? t("draft") : t("signed", { day: format.day(sheet.signedOn), name: sheet.signedBy ?? "" });
  const filled = sheet.lines.length + sheet.corrections.length > 0;
  return (
    <CollaboratorsFrame
      title={t("sheet", { number: sheet.number })}
      lead={[t(writes ? "sheetLead" : "sheetLine", { day: format.day(sheet.upTo) }), state].join(" · ")}
      actions={
        <>
          <Button component="a" variant="default" href={`/api${path}/pay-sheet.xlsx`} download>
            {t("xlsx")}
          </Button>
          <Button variant="default" onClick={() => window.print()}>
            {t("print")}
          </Button>
          {writes ? (
            <>
              <RemoveButton
                path={path}
                name={t("sheet", { number: sheet.number })}
                label={t("deleteDraft")}
                what={t("deleteDraftWhat")}
                again={["/pay-sheets"]}
                onGone={() => void navigate({ to: "/collaborators/pay" })}
              />
              <Button onClick={() => setSigning(true)} disabled={!filled || sheet.unpriced.length > 0}>
                {t("sign")}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      {sheet.unpriced.length ? (
        <Notice tone="notice" title={t("unpriced")}>
          {sheet.unpriced.map(({ kind, day, pieces }) => (
            <Text key={`${kind} ${day}`} size="sm">
              {t("unpricedLine", { kind: t(`kind_${kind}`), day: format.day(day), count: format.count(pieces) })}
            </Text>
          ))}
        </Notice>
      ) : null}
      {filled ? (
        <Box my="lg">
          <ScrollTable name={t("sheet", { number: sheet.number })}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("name")}</Table.Th>
                <Table.Th scope="col">{t("kind")}</Table.Th>
                {(["pieces", "price", "amount"] as const).map((key) => (
                  <Table.Th key={key} scope="col" ta="right">
                    {t(key)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sheet.lines.map(({ collaboratorId, name, tariffId, kind, pieces, vnd }) => (
                <Table.Tr key={`${collaboratorId} ${tariffId}`}>
                  <Table.Th scope="row" fw={600}>
                    {name}
                  </Table.Th>
                  <Table.Td>{t(`kind_${kind}`)}</Table.Td>
                  <Table.Td ta="right">{format.count(pieces)}</Table.Td>
                  <Table.Td ta="right">{format.count(vnd)}</Table.Td>
                  <Table.Td ta="right">{format.count(pieces * vnd)}</Table.Td>
                </Table.Tr>
              ))}
              {sheet.corrections.map(({ id, name, corrects, cause, vnd }) => (
                <Table.Tr key={id}>
                  <Table.Th scope="row" fw={600}>
                    {name}
                  </Table.Th>
                  <Table.Td colSpan={3}>
                    {t("sheet", { number: corrects })}: {t(`cause_${cause}`)}
                  </Table.Td>
                  <Table.Td ta="right">{format.count(vnd)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th scope="row" colSpan={4}>
                  {t("total")}
                </Table.Th>
                <Table.Td ta="right" fw={700}>
                  {t("money", { amount: format.count(sheet.total) })}
                </Table.Td>
              </Table.Tr>
            </Table.Tfoot>
          </ScrollTable>
        </Box>
      ) : (
        <Text c="dimmed" my="md">
          {t("lineEmpty")}
        </Text>
      )}
      {sheet.outside ? (
        <Text size="sm" c="dimmed" mb="md">
          {t("outside", { count: format.count(sheet.outside) })}
        </Text>
      ) : null}
      {writes ? <CorrectionsSection sheet={sheet} /> : null}
      <Confirm
        opened={signing}
        onClose={() => setSigning(false)}
        title={t("sign")}
        action={t("sign")}
        busy={sign.isPending}
        problem={sign.error}
        onConfirm={() => sign.mutate()}
      >
        <Text>
          {t("signWhat", {
            lines: format.count(sheet.lines.length + sheet.corrections.length),
            total: format.count(sheet.total),
          })}
        </Text>
      </Confirm>
    </CollaboratorsFrame>
  );
}
