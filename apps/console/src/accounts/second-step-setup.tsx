import type { NewTotp, RecoveryCodes } from "@lang-nghe/contract";
import { Box, Button, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { startRegistration } from "@simplewebauthn/browser";
import { IconDeviceMobile, IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { renderSVG } from "uqr";
import { api, type ProblemError } from "../platform/api.ts";
import { CopyButton } from "../platform/copy-field.tsx";
import { useSession } from "../platform/session.ts";
import { Loading, ProblemNote } from "../platform/states.tsx";
import { drawing } from "../platform/trusted.ts";
import { useWords } from "../platform/words.ts";
import { CodeInput } from "./code-input.tsx";
import { factorWords } from "./factor-words.ts";
import { RecoveryCodeList } from "./recovery-codes.tsx";

export type FactorChoice = "totp" | "passkey";

/** A code every app reads, drawn in the page: the secret goes nowhere. */
function SecretShown({ made }: { made: NewTotp }) {
  const t = useWords(factorWords);
  const groups = made.secret.match(/.{1,4}/g)?.join(" ") ?? "";
  return (
    <Stack gap="sm">
      <Text>{t("scan")}</Text>
      <Box
        role="img"
        aria-label={t("qr")}
        w={196}
        h={196}
        style={{ background: "#fff", borderRadius: 8, overflow: "hidden", border: "1px solid var(--ln-line)" }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from the address of our own server
        dangerouslySetInnerHTML={drawing(renderSVG(made.uri, { ecc: "M", border: 2 }))}
      />
      <Group justify="space-between" gap="sm">
        <Text fw={500}>{t("typed")}</Text>
        <CopyButton text={made.secret} size="sm" />
      </Group>
      <Text ff="monospace" px="sm" py={4} className="ln-code" style={{ letterSpacing: 0 }}>
        {groups}
      </Text>
    </Stack>
  );
}

function App({ current, onDone }: { current: string | undefined; onDone: (codes: string[] | null) => void }) {
  const t = useWords(factorWords);
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  // Asked for once, when this opens: the secret shown is the one that the code must fit.
  const begin = useQuery<NewTotp, ProblemError>({
    queryKey: ["new-totp", useId()],
    queryFn: () => api.post("/account/totp", { current }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const confirm = useMutation<RecoveryCodes, ProblemError>({
    mutationFn: () => api.put("/account/totp", { enrolment: begin.data?.enrolment, totp: code }),
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    onError: () => setCode(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(code.length < 6);
    if (code.length === 6) confirm.mutate();
  };
  if (!begin.data) return begin.error ? <ProblemNote problem={begin.error} /> : <Loading />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <SecretShown made={begin.data} />
        {confirm.error ? <ProblemNote problem={confirm.error} /> : null}
        <CodeInput
          label={t("thenCode")}
          value={code}
          onChange={setCode}
          error={missing && code.length < 6 ? t("needCode") : undefined}
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {t("confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Passkey({ current, onDone }: { current: string | undefined; onDone: (codes: string[] | null) => void }) {
  const t = useWords(factorWords);
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const make = useMutation<RecoveryCodes, Error>({
    mutationFn: async () => {
      const optionsJSON = await api.post<Parameters<typeof startRegistration>[0]["optionsJSON"]>(
        "/account/passkeys/options",
        { current },
      );
      const response = await startRegistration({ optionsJSON }).catch(() => {
        throw new Error(t("passkeyFailed"));
      });
      return api.post("/account/passkeys", { name: name.trim(), response });
    },
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() !== "") make.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          id="passkey-name"
          label={t("passkeyName")}
          description={t("passkeyNameHelp")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={missing && name.trim() === "" ? t("needPasskeyName") : undefined}
          maxLength={60}
        />
        {make.error ? <ProblemNote problem={make.error} /> : null}
        <Group>
          <Button type="submit" loading={make.isPending}>
            {t("withPasskeyAction")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Way({ icon, title, help, children }: { icon: ReactNode; title: string; help: string; children: ReactNode }) {
  return (
    <Group align="flex-start" wrap="nowrap" gap="md" py="sm">
      <Box c="dimmed" pt={2}>
        {icon}
      </Box>
      <Stack gap={6} style={{ flex: 1, minWidth: 0 }}>
        <Title order={2} fz="1.0625rem">
          {title}
        </Title>
        <Text c="dimmed" size="sm">
          {help}
        </Text>
        {children}
      </Stack>
    </Group>
  );
}

/**
 * From the choice of a way to the recovery codes. `current` is the password, needed by whoever has a second factor already;
 * `only` leaves no choice.
 */
export function SecondStepSetup({
  current,
  only,
  onMade,
  onDone,
}: {
  current?: string | undefined;
  only?: FactorChoice | undefined;
  /** The factor exists; recovery codes may be on the screen still. */
  onMade?: () => void;
  onDone: () => void;
}) {
  const t = useWords(factorWords);
  const passkeys = useSession().data?.passkeys ?? false;
  const [way, setWay] = useState<FactorChoice | undefined>(only);
  const [codes, setCodes] = useState<string[] | null>(null);
  const made = (fresh: string[] | null) => {
    onMade?.();
    if (fresh) setCodes(fresh);
    else onDone();
  };
  if (codes) {
    return (
      <Stack gap="sm">
        <Title order={2}>{t("codesTitle")}</Title>
        <RecoveryCodeList codes={codes} onDone={onDone} />
      </Stack>
    );
  }
  if (way) {
    return (
      <Stack gap="md">
        {way === "totp" ? <App current={current} onDone={made} /> : <Passkey current={current} onDone={made} />}
        {only ? null : (
          <Group>
            <Button variant="subtle" px={0} onClick={() => setWay(undefined)}>
              {t("back")}
            </Button>
          </Group>
        )}
      </Stack>
    );
  }
  return (
    <List listStyleType="none" m={0} p={0}>
      <li>
        <Way icon={<IconDeviceMobile size={26} aria-hidden />} title={t("withApp")} help={t("withAppHelp")}>
          <Group>
            <Button onClick={() => setWay("totp")}>{t("withAppAction")}</Button>
          </Group>
        </Way>
      </li>
      {passkeys ? (
        <li>
          <Way icon={<IconFingerprint size={26} aria-hidden />} title={t("withPasskey")} help={t("withPasskeyHelp")}>
            <Group>
              <Button variant="default" onClick={() => setWay("passkey")}>
                {t("withPasskeyAction")}
              </Button>
            </Group>
          </Way>
        </li>
      ) : null}
    </List>
  );
}
