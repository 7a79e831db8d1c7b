import type { Account, RecoveryCodes } from "@lang-nghe/contract";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useSession } from "../platform/session.ts";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";
import { Line, Lines } from "./lines.tsx";
import { RecoveryCodeList } from "./recovery-codes.tsx";
import { type FactorChoice, SecondStepSetup } from "./second-step-setup.tsx";
import { WithPassword } from "./with-password.tsx";

/** What the password is asked for. */
type Wish = { do: "remove"; path: string; name: string } | { do: "codes" } | { do: "add"; factor: FactorChoice };

/** The second factors of the own account: what there is, what can be added, what can go. */
export function OwnFactors({ account }: { account: Account }) {
  const t = useWords(factorWords);
  const format = useFormat();
  const passkeysPossible = useSession().data?.passkeys ?? false;
  const [wish, setWish] = useState<Wish | null>(null);
  const [adding, setAdding] = useState<{ factor: FactorChoice; current: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const act = useMutation<RecoveryCodes | undefined, ProblemError, { wish: Wish; current: string }>({
    mutationFn: ({ wish: wanted, current }) =>
      wanted.do === "remove" ? api.remove(wanted.path, { current }) : api.post("/account/recovery-codes", { current }),
    onSuccess: async (reply, { wish: wanted }) => {
      setWish(null);
      if (reply?.recoveryCodes) setCodes(reply.recoveryCodes);
      if (wanted.do === "remove") toast(t("removed"));
      await refresh("/account", "/session");
    },
  });
  const want = (next: Wish) => {
    act.reset();
    setWish(next);
  };
  const title = !wish
    ? ""
    : wish.do === "remove"
      ? t("removeNamed", { name: wish.name })
      : wish.do === "codes"
        ? t("newCodes")
        : t(wish.factor === "totp" ? "addApp" : "addPasskey");
  const none = !account.totp && account.passkeys.length === 0;
  const doneAdding = async () => {
    setAdding(null);
    toast(t("added"));
    await refresh("/account", "/session");
  };
  return (
    <Section title={t("sectionTitle")} lead={none ? t("sectionNone") : t("setLead")}>
      {none ? (
        <ButtonLink to="/second-step">{t("setUpNow")}</ButtonLink>
      ) : (
        <Stack gap="md">
          <Lines>
            {account.totp ? (
              <Line
                name={t("app")}
                action={t("remove")}
                actionLabel={t("removeNamed", { name: t("app") })}
                onAction={() => want({ do: "remove", path: "/account/totp", name: t("app") })}
              />
            ) : null}
            {account.passkeys.map(({ id, name, createdOn }) => (
              <Line
                key={id}
                name={t("passkey", { name })}
                about={t("since", { day: format.day(createdOn) })}
                action={t("remove")}
                actionLabel={t("removeNamed", { name: t("passkey", { name }) })}
                onAction={() =>
                  want({
                    do: "remove",
                    path: `/account/passkeys/${encodeURIComponent(id)}`,
                    name: t("passkey", { name }),
                  })
                }
              />
            ))}
            <Line
              name={t("codesLeft", { count: account.recoveryCodes })}
              action={t("newCodes")}
              onAction={() => want({ do: "codes" })}
            />
          </Lines>
          <Group gap="sm">
            <Button variant="default" onClick={() => want({ do: "add", factor: "totp" })}>
              {t(account.totp ? "replaceApp" : "addApp")}
            </Button>
            {passkeysPossible ? (
              <Button variant="default" onClick={() => want({ do: "add", factor: "passkey" })}>
                {t("addPasskey")}
              </Button>
            ) : null}
          </Group>
        </Stack>
      )}
      <WithPassword
        opened={wish !== null}
        title={title}
        busy={act.isPending}
        problem={act.error}
        onClose={() => setWish(null)}
        onPassword={(current) => {
          if (!wish) return;
          if (wish.do === "add") {
            setWish(null);
            setAdding({ factor: wish.factor, current });
          } else act.mutate({ wish, current });
        }}
      >
        {wish?.do === "remove" ? t("removeWhat") : wish?.do === "codes" ? t("newCodesWhat") : ""}
      </WithPassword>
      <Modal
        opened={adding !== null}
        onClose={() => setAdding(null)}
        closeOnClickOutside={false}
        title={adding ? t(adding.factor === "totp" ? "addApp" : "addPasskey") : ""}
        size="lg"
      >
        {adding ? (
          <SecondStepSetup only={adding.factor} current={adding.current} onDone={() => void doneAdding()} />
        ) : null}
      </Modal>
      <Modal
        opened={codes !== null}
        onClose={() => setCodes(null)}
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
        title={t("codesTitle")}
        size="lg"
      >
        <RecoveryCodeList codes={codes ?? []} onDone={() => setCodes(null)} />
      </Modal>
    </Section>
  );
}
