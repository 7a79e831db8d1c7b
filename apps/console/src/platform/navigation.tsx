import type { Study } from "@lang-nghe/contract";
import { Box, Text } from "@mantine/core";
import {
  IconArrowLeft,
  IconBinaryTree2,
  IconChartDots,
  IconClipboardText,
  IconEyeOff,
  IconHome,
  IconInbox,
  IconListDetails,
  IconMail,
  IconMailbox,
  IconNotes,
  IconRoute,
  IconScale,
  IconShieldCheck,
  IconSpeakerphone,
  IconTable,
  IconTargetArrow,
  IconUsers,
  IconUsersGroup,
  IconVariable,
  IconWaveSine,
} from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { NavigationLink } from "./link.tsx";
import { platformWords } from "./platform-words.ts";
import { useGet } from "./query.ts";
import { useMay, useSession } from "./session.ts";
import { useWords } from "./words.ts";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box component="li" mb="md" style={{ listStyle: "none" }}>
      <Text size="sm" fw={600} c="dimmed" px="sm" mb={4}>
        {title}
      </Text>
      {children}
    </Box>
  );
}

const icon = { size: 20, stroke: 1.6, "aria-hidden": true } as const;
const marked = { activeProps: { active: true, "aria-current": "page" as const } };

function StudyNavigation({ studyId, close }: { studyId: string; close: () => void }) {
  const t = useWords(platformWords);
  const may = useMay();
  const common = { params: { studyId }, onClick: close, ...marked };
  const study = useGet<Study>(`/studies/${studyId}`);
  return (
    <nav aria-label={t("studyNavigation")}>
      <NavigationLink
        to="/"
        onClick={close}
        label={t("allStudies")}
        leftSection={<IconArrowLeft {...icon} />}
        mb="sm"
      />
      <NavigationLink
        to="/studies/$studyId"
        {...common}
        activeOptions={{ exact: true }}
        label={t("overview")}
        leftSection={<IconHome {...icon} />}
        mb="md"
      />
      <Box component="ul" m={0} p={0}>
        <Part title={t("ask")}>
          <NavigationLink
            to="/studies/$studyId/questionnaire"
            {...common}
            label={t("questionnaire")}
            leftSection={<IconClipboardText {...icon} />}
          />
          {study.data?.kind === "asked" && may("sampling:read") ? (
            <NavigationLink
              to="/studies/$studyId/sample"
              {...common}
              label={t("sample")}
              leftSection={<IconTargetArrow {...icon} />}
            />
          ) : null}
          {study.data?.kind === "asked" && may("fieldwork:read") ? (
            <NavigationLink
              to="/studies/$studyId/fieldwork"
              search={{}}
              {...common}
              label={t("fieldwork")}
              leftSection={<IconRoute {...icon} />}
            />
          ) : null}
          {study.data?.entry === "invitation" ? (
            <NavigationLink
              to="/studies/$studyId/wave"
              {...common}
              label={t("wave")}
              leftSection={<IconMailbox {...icon} />}
            />
          ) : null}
          <NavigationLink
            to="/studies/$studyId/collection"
            {...common}
            label={t("collection")}
            leftSection={<IconInbox {...icon} />}
          />
        </Part>
        <Part title={t("understand")}>
          <NavigationLink
            to="/studies/$studyId/variables"
            {...common}
            label={t("dictionary")}
            leftSection={<IconVariable {...icon} />}
          />
          <NavigationLink
            to="/studies/$studyId/weighting"
            {...common}
            label={t("weighting")}
            leftSection={<IconScale {...icon} />}
          />
          <NavigationLink
            to="/studies/$studyId/tables"
            {...common}
            label={t("tables")}
            leftSection={<IconChartDots {...icon} />}
          />
          {study.data?.entry === "invitation" && may("tabulation:read") ? (
            <NavigationLink
              to="/studies/$studyId/noisy-counts"
              {...common}
              label={t("noisyCounts")}
              leftSection={<IconWaveSine {...icon} />}
            />
          ) : null}
        </Part>
        <Part title={t("show")}>
          <NavigationLink
            to="/studies/$studyId/releases"
            {...common}
            label={t("releases")}
            leftSection={<IconSpeakerphone {...icon} />}
          />
        </Part>
        {may("rights:read") ? (
          <Part title={t("protect")}>
            <NavigationLink
              to="/studies/$studyId/assessment"
              {...common}
              label={t("assessment")}
              leftSection={<IconShieldCheck {...icon} />}
            />
          </Part>
        ) : null}
      </Box>
    </nav>
  );
}

function MainNavigation({ close }: { close: () => void }) {
  const t = useWords(platformWords);
  const may = useMay();
  const issuer = useSession().data?.host === "issuer";
  return (
    <nav aria-label={t("mainNavigation")}>
      <NavigationLink
        to="/"
        onClick={close}
        {...marked}
        activeOptions={{ exact: true, includeSearch: false }}
        label={issuer ? t("invitations") : t("studies")}
        leftSection={issuer ? <IconMail {...icon} /> : <IconListDetails {...icon} />}
      />
      {!issuer && may("frames:read", "anywhere") ? (
        <NavigationLink
          to="/frames"
          onClick={close}
          {...marked}
          label={t("frames")}
          leftSection={<IconTable {...icon} />}
        />
      ) : null}
      {!issuer && may("units:read", "anywhere") ? (
        <NavigationLink
          to="/units"
          onClick={close}
          {...marked}
          label={t("units")}
          leftSection={<IconBinaryTree2 {...icon} />}
        />
      ) : null}
      {!issuer && may("collaborators:read") ? (
        <NavigationLink
          to="/collaborators"
          search={{}}
          onClick={close}
          {...marked}
          label={t("collaborators")}
          leftSection={<IconUsersGroup {...icon} />}
        />
      ) : null}
      {may("accounts:manage") ? (
        <NavigationLink
          to="/staff"
          onClick={close}
          {...marked}
          label={t("staff")}
          leftSection={<IconUsers {...icon} />}
        />
      ) : null}
      {may("rights:read") ? (
        <NavigationLink
          to="/rights"
          onClick={close}
          {...marked}
          label={t("dataProtection")}
          leftSection={<IconShieldCheck {...icon} />}
        />
      ) : null}
      {issuer ? null : (
        <NavigationLink
          to="/limits"
          onClick={close}
          {...marked}
          label={t("limits")}
          leftSection={<IconEyeOff {...icon} />}
        />
      )}
      {may("audit:read") ? (
        <NavigationLink
          to="/audit"
          onClick={close}
          {...marked}
          label={t("audit")}
          leftSection={<IconNotes {...icon} />}
        />
      ) : null}
    </nav>
  );
}

/** At the left: inside a study its chain Ask → Understand → Show, elsewhere the few other places. */
export function Navigation({ close }: { close: () => void }) {
  const { studyId } = useParams({ strict: false });
  return studyId ? <StudyNavigation studyId={studyId} close={close} /> : <MainNavigation close={close} />;
}
