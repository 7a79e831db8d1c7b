import type { StaffMember, UnitDetail, UnitMember } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** The staff who work in a unit; for whoever keeps accounts. */
export function MembersSection({ unit }: { unit: UnitDetail }) {
  const t = useWords(words);
  const path = `/units/${unit.id}/members`;
  const members = useGet<UnitMember[]>(path);
  const staff = useGet<StaffMember[]>("/staff");
  const [chosen, setChosen] = useState("");
  const change = useMutation<unknown, ProblemError, { staffId: string; there: boolean }>({
    mutationFn: ({ staffId, there }) =>
      there ? api.remove(`${path}/${staffId}`) : api.put(`${path}/${staffId}`, undefined),
    onSuccess: async () => {
      setChosen("");
      await refresh(path);
    },
  });
  const others = (staff.data ?? []).filter(
    ({ id, active }) => active && !members.data?.some(({ staffId }) => staffId === id),
  );
  return (
    <Section title={t("members")} lead={t("membersLead")}>
      <Loaded query={members}>
        {(list) =>
          list.length ? (
            <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
              {list.map(({ staffId, name, username }) => (
                <li key={staffId} className="ln-line">
                  <span>
                    {name}{" "}
                    <Text span size="sm" c="dimmed">
                      {username}
                    </Text>
                  </span>
                  <Button
                    size="sm"
                    variant="default"
                    aria-label={t("removeMember", { name })}
                    onClick={() => change.mutate({ staffId, there: true })}
                  >
                    {t("remove")}
                  </Button>
                </li>
              ))}
            </ul>
          ) : (
            <Text c="dimmed">{t("noMembers")}</Text>
          )
        }
      </Loaded>
      <Stack gap="sm" mt="md">
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t("person")}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={[
              { value: "", label: "…" },
              ...others.map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` })),
            ]}
          />
          <Button
            variant="default"
            disabled={chosen === ""}
            loading={change.isPending}
            onClick={() => change.mutate({ staffId: chosen, there: false })}
          >
            {t("addMember")}
          </Button>
        </Group>
        {change.error ? <ProblemNote problem={change.error} /> : null}
      </Stack>
    </Section>
  );
}
