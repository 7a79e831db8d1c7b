import type { Factor, SecondFactor } from "@lang-nghe/contract";
import { Button, Text, TextInput } from "@mantine/core";
import { startAuthentication } from "@simplewebauthn/browser";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, ProblemError } from "../platform/api.ts";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { CodeInput } from "./code-input.tsx";
import { factorWords } from "./factor-words.ts";
import { Outside } from "./outside.tsx";

type Asked = "totp" | "recovery" | null;

/** The second step of signing in, in whatever ways this person has set up. */
export function EnterFactor({ factors }: { factors: readonly Factor[] }) {
  const t = useWords(factorWords);
  const [asked, setAsked] = useState<Asked>(factors.includes("totp") ? "totp" : null);
  const [value, setValue] = useState("");
  const [missing, setMissing] = useState(false);
  const passkey = factors.includes("passkey");
  const enter = useMutation<unknown, Error, SecondFactor>({
    mutationFn: (factor) => api.post("/session/factor", factor),
    onSuccess: () => refresh("/"),
    onError: async (problem) => {
      setValue("");
      // Too long, or too many tries: back to the password.
      if (problem instanceof ProblemError && problem.code === "accounts.signed-out") await refresh("/session");
    },
  });
  const sign = useMutation<unknown, Error>({
    mutationFn: async () => {
      const optionsJSON =
        await api.post<Parameters<typeof startAuthentication>[0]["optionsJSON"]>("/session/challenge");
      const response = await startAuthentication({ optionsJSON }).catch(() => {
        throw new Error(t("passkeyFailed"));
      });
      return enter.mutateAsync({ factor: "passkey", response: { ...response } });
    },
  });
  const leave = useMutation({
    mutationFn: () => api.remove("/session"),
    onSuccess: () => refresh("/session"),
  });
  const ask = (next: Asked) => {
    setAsked(next);
    setValue("");
    setMissing(false);
    enter.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const enough = asked === "totp" ? value.length === 6 : value.trim() !== "";
    setMissing(!enough);
    if (!enough) return;
    enter.mutate(asked === "totp" ? { factor: "totp", totp: value } : { factor: "recovery", recovery: value });
  };
  const problem = enter.error ?? sign.error;
  return (
    <Outside title={t("enterTitle")} lead={t("enterLead")}>
      {passkey ? (
        <Button
          variant={asked === null ? "filled" : "default"}
          leftSection={<IconFingerprint size={20} aria-hidden />}
          loading={sign.isPending}
          onClick={() => sign.mutate()}
        >
          {t("usePasskey")}
        </Button>
      ) : null}
      {asked === null ? null : (
        <form onSubmit={submit} noValidate style={{ display: "contents" }}>
          {asked === "totp" ? (
            <CodeInput
              label={t("code")}
              value={value}
              onChange={setValue}
              error={missing && value.length < 6 ? t("needCode") : undefined}
            />
          ) : (
            <TextInput
              id="recovery"
              label={t("recovery")}
              description={t("recoveryHelp")}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
              error={missing && value.trim() === "" ? t("needRecovery") : undefined}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            />
          )}
          {problem ? <ProblemNote problem={problem} /> : null}
          <Button type="submit" loading={enter.isPending}>
            {t("enterAction")}
          </Button>
        </form>
      )}
      {asked === null && problem ? <ProblemNote problem={problem} /> : null}
      {asked === "recovery" ? (
        <>
          {factors.includes("totp") ? (
            <Button variant="subtle" onClick={() => ask("totp")}>
              {t("useCode")}
            </Button>
          ) : null}
          <Text size="sm" c="dimmed">
            {t("noWay")}
          </Text>
        </>
      ) : (
        <Button variant="subtle" onClick={() => ask("recovery")}>
          {t("useRecovery")}
        </Button>
      )}
      <Button variant="subtle" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t("otherPerson")}
      </Button>
    </Outside>
  );
}
