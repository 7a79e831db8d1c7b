import { houseRoles, type Role, type RoleScope, roleNames, roles, type Study } from "@lang-nghe/contract";
import { Select, Stack, Text } from "@mantine/core";
import { useGet } from "../platform/query.ts";
import { useSession } from "../platform/session.ts";
import { useLabel, useWords } from "../platform/words.ts";
import { capital } from "./grant-list.tsx";
import { roleWords } from "./role-words.ts";
import { words } from "./words.ts";

/** Roles by what one needs to know first: which side of the wall they stand on. */
const sides: readonly ["sideAnswers" | "sideContacts" | "sideNeither", readonly Role[]][] = [
  ["sideAnswers", ["study-lead", "methodologist", "report-signer", "reader", "coder", "key-holder"]],
  ["sideContacts", ["contacts-officer", "field-supervisor", "interviewer"]],
  [
    "sideNeither",
    ["administrator", "data-protection-officer", "auditor", "feedback-handler", "action-owner", "programme-manager"],
  ],
];

/** One role, and where it holds. */
export function RoleFields({ scope, onChange }: { scope: RoleScope; onChange: (scope: RoleScope) => void }) {
  const t = useWords(words);
  const help = useWords(roleWords);
  const label = useLabel();
  const office = useSession().data?.host === "office";
  const studies = useGet<Study[]>(office ? "/studies" : null).data ?? [];
  const houseOnly = houseRoles.includes(scope.role);
  return (
    <Stack gap="md">
      <div>
        <Select
          id="role"
          label={t("role")}
          value={scope.role}
          onChange={(value) => {
            const role = roles.find((each) => each === value) ?? scope.role;
            onChange({ ...scope, role, studyId: houseRoles.includes(role) ? null : scope.studyId });
          }}
          data={sides.map(([side, members]) => ({
            group: t(side),
            items: members.map((role) => ({ value: role, label: capital(label(roleNames[role])) })),
          }))}
          maxDropdownHeight={340}
        />
        <Text size="sm" c="dimmed" mt={6}>
          {help(scope.role)}
        </Text>
      </div>
      <Select
        id="scope"
        label={t("where")}
        {...(houseOnly ? { description: t("houseOnly") } : {})}
        value={scope.studyId ?? "house"}
        disabled={houseOnly}
        onChange={(value) => onChange({ ...scope, studyId: value === "house" ? null : value })}
        data={[
          { value: "house", label: t("wholeHouse") },
          ...studies.map(({ id, title }) => ({ value: id, label: t("oneStudy", { title: label(title) }) })),
        ]}
      />
    </Stack>
  );
}
