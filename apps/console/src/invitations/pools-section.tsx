import type { InvitationWave, NewPools, PoolKeys, TokenPools } from "@lang-nghe/contract";
import { Box, Button, Group, NumberInput, Portal, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { renderSVG } from "uqr";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice, ProblemNote } from "../platform/states.tsx";
import { drawing } from "../platform/trusted.ts";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

type Key = PoolKeys["keys"][number];

/** Prints the cards alone. */
function printCards() {
  const root = document.documentElement;
  root.dataset.print = "sheet";
  window.addEventListener("afterprint", () => delete root.dataset.print, { once: true });
  window.print();
}

/** One telephone's card: a number and a code, and nobody's name. */
function Card({ wave, number, size, code }: { wave: InvitationWave; number: number; size: number; code: string }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  return (
    <Stack gap={4} align="center">
      <Text fw={600}>{t("poolNumber", { number })}</Text>
      <Box
        role="img"
        aria-label={t("poolQr", { number })}
        w={180}
        h={180}
        className="ln-sheet-code"
        style={{ background: "#fff", borderRadius: 8, overflow: "hidden", border: "1px solid var(--ln-line)" }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from our own text
        dangerouslySetInnerHTML={drawing(code)}
      />
      <Text size="sm" ta="center">
        {label(wave.titles)}
      </Text>
      <Text size="sm" c="dimmed">
        {t("poolHolds", { count: format.count(size) })}
      </Text>
    </Stack>
  );
}

function NewKeys({ wave, keys, onDone }: { wave: InvitationWave; keys: readonly Key[]; onDone: () => void }) {
  const t = useWords(words);
  const cards = keys.map(({ number, size, key }) => (
    <Card key={number} wave={wave} number={number} size={size} code={renderSVG(key, { ecc: "M", border: 2 })} />
  ));
  return (
    <Stack gap="md" aria-live="polite">
      <Notice tone="notice" title={t("poolsShownOnce")}>
        <Text>{t("poolsShownOnceHelp")}</Text>
      </Notice>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xl" verticalSpacing="xl">
        {cards}
      </SimpleGrid>
      <Portal>
        <div className="ln-sheet ln-pool-cards">{cards}</div>
      </Portal>
      <Group>
        <Button leftSection={<IconPrinter size={18} aria-hidden />} onClick={printCards}>
          {t("printPools")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("poolsHandedOver")}
        </Button>
      </Group>
    </Stack>
  );
}

function MakePools({ wave, onMade }: { wave: InvitationWave; onMade: (keys: readonly Key[]) => void }) {
  const t = useWords(words);
  const [count, setCount] = useState<number | string>("");
  const [size, setSize] = useState<number | string>(60);
  const make = useMutation<PoolKeys, ProblemError, NewPools>({
    mutationFn: (pools) => api.post(`/invitations/${wave.studyId}/pools`, pools),
    onSuccess: async ({ keys }) => {
      onMade(keys);
      await refresh("/invitations");
    },
  });
  const ready = Number(count) >= 1 && Number(count) <= 200 && Number(size) >= 20 && Number(size) <= 1000;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) make.mutate({ count: Number(count), size: Number(size) });
      }}
    >
      <Stack gap="md">
        <Group align="flex-end" gap="md">
          <NumberInput
            label={t("poolCount")}
            description={t("poolCountHint")}
            min={1}
            max={200}
            allowDecimal={false}
            value={count}
            onChange={setCount}
            maw="16rem"
          />
          <NumberInput
            label={t("poolSize")}
            description={t("poolSizeHint")}
            min={20}
            max={1000}
            step={20}
            allowDecimal={false}
            value={size}
            onChange={setSize}
            maw="16rem"
          />
        </Group>
        <Text size="sm">{t("poolsAtClose")}</Text>
        {make.error ? <ProblemNote problem={make.error} /> : null}
        <Group>
          <Button type="submit" loading={make.isPending} disabled={!ready}>
            {t("makePools")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PoolTable({ wave, pools }: { wave: InvitationWave; pools: TokenPools["pools"] }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const writes = may("invitations:write", "anywhere");
  const [asking, setAsking] = useState<number>();
  const revoke = useMutation<TokenPools, ProblemError, number>({
    mutationFn: (number) => api.post(`/invitations/${wave.studyId}/pools/${number}/revoke`),
    onSuccess: async () => {
      setAsking(undefined);
      await refresh("/invitations");
    },
  });
  const ends = (state: TokenPools["pools"][number]["state"]) => state === "untouched" || state === "begun";
  return (
    <>
      <ScrollTable name={t("poolsTable")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right">{t("poolColumn")}</Table.Th>
            <Table.Th ta="right">{t("poolTokens")}</Table.Th>
            <Table.Th>{t("poolMadeOn")}</Table.Th>
            <Table.Th>{t("state")}</Table.Th>
            {writes ? <Table.Th>{t("poolAct")}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pools.map(({ number, size, madeOn, state }) => (
            <Table.Tr key={number}>
              <Table.Td ta="right">{number}</Table.Td>
              <Table.Td ta="right">{format.count(size)}</Table.Td>
              <Table.Td>{format.day(madeOn)}</Table.Td>
              <Table.Td>
                <Text style={{ whiteSpace: "nowrap" }}>{t(`pool_${state}`)}</Text>
              </Table.Td>
              {writes ? (
                <Table.Td>
                  {ends(state) ? (
                    <Button
                      variant="subtle"
                      size="compact-md"
                      aria-label={t("revokePoolOf", { number })}
                      onClick={() => setAsking(number)}
                    >
                      {t("revokePool")}
                    </Button>
                  ) : (
                    "–"
                  )}
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Confirm
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t("revokePoolTitle", { number: asking ?? 0 })}
        action={t("revokePool")}
        onConfirm={() => asking !== undefined && revoke.mutate(asking)}
        busy={revoke.isPending}
        problem={revoke.error}
        harmful
      >
        <Text>{t("revokePoolHelp")}</Text>
      </Confirm>
    </>
  );
}

/** Blind signatures for interviewers' telephones: made here, numbered, and nobody's. */
export function PoolsSection({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const pools = useGet<TokenPools>(`/invitations/${wave.studyId}/pools`);
  const [keys, setKeys] = useState<readonly Key[]>([]);
  const makes = wave.stage === "published" && may("invitations:write", "anywhere");
  return (
    <Section title={t("pools")} lead={t("poolsLead")}>
      <Loaded query={pools}>
        {({ pools: made, pooled, invited, given }) => (
          <Stack gap="lg">
            {keys.length > 0 ? <NewKeys wave={wave} keys={keys} onDone={() => setKeys([])} /> : null}
            {makes && keys.length === 0 ? <MakePools wave={wave} onMade={setKeys} /> : null}
            {made.length > 0 ? (
              <Stack gap="xs">
                <Text>
                  {t("poolsTotal", { pooled: format.count(pooled), invited: format.count(invited) })}
                  {given === null ? "" : ` ${t("poolsGiven", { given: format.count(given) })}`}
                </Text>
                <PoolTable wave={wave} pools={made} />
              </Stack>
            ) : makes ? null : (
              <Text c="dimmed">{t("poolsNone")}</Text>
            )}
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}
