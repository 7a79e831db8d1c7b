import {
  combineShares,
  makeTabulationKeys,
  openAnswer,
  openingKey,
  type SharedKey,
  splitTabulationKey,
} from "@lang-nghe/anonymity";
import type { WaveKeyCheck } from "@lang-nghe/contract";
import { Box, Button, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconCircleCheckFilled, IconPrinter } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../platform/api.ts";
import { Section } from "../platform/page.tsx";
import { Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { fromBase64url, random, toBase64url } from "./bytes.ts";
import { shareFault } from "./share-errors.ts";
import { printShare, ShareSheet } from "./share-sheet.tsx";
import { words } from "./words.ts";

/** What the offer needs of the ceremony; nothing of it is secret. */
export interface ProvenKey {
  readonly tabulationKey: string;
  readonly proof: string;
}

/** In memory while the ceremony lasts, and never in storage. */
interface Ceremony {
  readonly shared: SharedKey;
  readonly shares: readonly string[];
  readonly mark: string;
}

/** As typed, without what does not matter. */
const plain = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

/** Makes the key of a sealed wave in this browser; each of three holders prints a share and types it back. */
export function KeyCeremony({ proven, onProven }: { proven: boolean; onProven: (key: ProvenKey | undefined) => void }) {
  const t = useWords(words);
  const study = useStudy();
  const [ceremony, setCeremony] = useState<Ceremony>();
  const [typed, setTyped] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!ceremony) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [ceremony]);
  const make = useMutation({
    mutationFn: async () => {
      const keys = await makeTabulationKeys(crypto.subtle);
      const shares = await splitTabulationKey(crypto.subtle, study.id, keys);
      const mark = toBase64url(keys.publicKey.slice(1, 10));
      return { shared: { studyId: study.id, publicKey: keys.publicKey }, shares, mark };
    },
    onSuccess: (made) => {
      setTyped([]);
      setCeremony(made);
    },
  });
  /** With the shares as they were typed: the key opens what the server sealed to it. */
  const prove = useMutation({
    mutationFn: async ({ shared, given }: { shared: SharedKey; given: readonly string[] }) => {
      const tabulationKey = toBase64url(shared.publicKey);
      const { sealed } = await api.post<WaveKeyCheck>(`/studies/${study.id}/wave/key-check`, { tabulationKey });
      const keys = await combineShares(crypto.subtle, random, shared, [given[0] ?? "", given[2] ?? ""]);
      const context = { studyId: study.id, manifestHash: new Uint8Array(32) };
      const { answers } = await openAnswer(await openingKey(keys), context, fromBase64url(sealed));
      return { tabulationKey, proof: String(answers.proof) };
    },
    onSuccess: (key) => {
      setCeremony(undefined);
      setTyped([]);
      onProven(key);
    },
  });
  const restart = () => {
    setCeremony(undefined);
    setTyped([]);
    onProven(undefined);
  };
  if (!globalThis.crypto?.subtle)
    return (
      <Section title={t("ceremony")}>
        <Notice tone="bad">
          <Text>{t("notSecure")}</Text>
        </Notice>
      </Section>
    );
  const failure = make.error ?? prove.error;
  return (
    <Section title={t("ceremony")} lead={t("ceremonyLead")}>
      <Stack gap="md" maw="46rem">
        {failure ? (
          <Notice tone="bad">
            <Text>{failure instanceof Error && "status" in failure ? failure.message : shareFault(failure, t)}</Text>
          </Notice>
        ) : null}
        {proven ? (
          <Notice tone="good">
            <Text>{t("keyProven")}</Text>
          </Notice>
        ) : ceremony ? (
          <>
            {typed.map((text, i) => (
              <Group key={text} gap="xs" wrap="nowrap">
                <IconCircleCheckFilled size={22} color="var(--mantine-color-anchor)" aria-hidden />
                <Text>{t("shareDone", { number: i + 1 })}</Text>
              </Group>
            ))}
            {typed.length < ceremony.shares.length ? (
              <Holder
                key={typed.length}
                ceremony={ceremony}
                number={typed.length + 1}
                onTyped={(text) => {
                  const given = [...typed, text];
                  setTyped(given);
                  if (given.length === ceremony.shares.length) prove.mutate({ shared: ceremony.shared, given });
                }}
              />
            ) : null}
          </>
        ) : (
          <>
            <Text>{t("ceremonyBefore")}</Text>
            <Group>
              <Button loading={make.isPending} onClick={() => make.mutate()}>
                {t("makeKey")}
              </Button>
            </Group>
          </>
        )}
        {ceremony || proven ? (
          <Group gap="sm" align="center">
            <Button variant="subtle" onClick={restart}>
              {t("restartCeremony")}
            </Button>
            <Text size="sm" c="dimmed">
              {t("restartAsk")}
            </Text>
          </Group>
        ) : null}
      </Stack>
    </Section>
  );
}

/** One holder's turn: see it, print it, hide it, type it. */
function Holder({
  ceremony,
  number,
  onTyped,
}: {
  ceremony: Ceremony;
  number: number;
  onTyped: (text: string) => void;
}) {
  const t = useWords(words);
  const [hidden, setHidden] = useState(false);
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  const share = ceremony.shares[number - 1] ?? "";
  const check = async () => {
    if (plain(text) === plain(share)) {
      onTyped(text);
      return;
    }
    // Another share beside it tells whether this one is mistyped, and where.
    const other = ceremony.shares[number % ceremony.shares.length] ?? "";
    const found = await combineShares(crypto.subtle, random, ceremony.shared, [text, other]).then(
      () => t("otherShare", { number }),
      (error: unknown) => shareFault(error, t, [number, number]),
    );
    setFault(found);
  };
  return (
    <Box className="ln-surface" p="md">
      <Title order={3} mb={4}>
        {t("holder", { number })}
      </Title>
      <Text c="dimmed" mb="sm">
        {t("holderLead")}
      </Text>
      <ShareSheet number={number} share={share} mark={ceremony.mark} />
      {hidden ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void check();
          }}
        >
          <Stack gap="sm">
            <Textarea
              label={t("typeShare", { number })}
              description={t("typeHelp")}
              minRows={6}
              value={text}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setFault(undefined);
              }}
              error={fault}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
              styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            />
            <Group gap="sm">
              <Button type="submit" disabled={plain(text) === ""}>
                {t("checkShare")}
              </Button>
              <Button variant="default" onClick={() => setHidden(false)}>
                {t("showShare")}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <Box component="ol" aria-label={t("share", { number })} className="ln-share" m={0}>
            {share.split("\n").map((row) => (
              <li key={row}>{row}</li>
            ))}
          </Box>
          <Group gap="sm">
            <Button leftSection={<IconPrinter size={18} aria-hidden />} onClick={printShare}>
              {t("printShare")}
            </Button>
            <Button variant="default" onClick={() => setHidden(true)}>
              {t("hideShare")}
            </Button>
          </Group>
        </Stack>
      )}
    </Box>
  );
}
