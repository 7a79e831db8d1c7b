import {
  ActionIcon,
  Anchor,
  Box,
  Burger,
  Group,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { IconChevronDown, IconKey, IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { api } from "./api.ts";
import { forgetDrafts } from "./draft.ts";
import { platformWords } from "./platform-words.ts";
import { useSession } from "./session.ts";
import { chooseLanguage, type Language, useLanguage, useWords } from "./words.ts";

export function Brand() {
  const t = useWords(platformWords);
  return (
    <Group gap={8} wrap="nowrap">
      <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width={26} height={26} />
      <Text component="span" fw={700} fz={{ base: "1rem", sm: "1.125rem" }} style={{ whiteSpace: "nowrap" }}>
        {t("product")}
      </Text>
    </Group>
  );
}

/** Language and light: the two switches that stay. */
export function Switches() {
  const t = useWords(platformWords);
  const language = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const label = scheme === "dark" ? t("darkOff") : t("darkOn");
  return (
    <Group gap={6} wrap="nowrap">
      <SegmentedControl
        size="xs"
        aria-label={t("language")}
        value={language}
        onChange={(value) => chooseLanguage(value as Language)}
        data={[
          {
            value: "vi",
            label: (
              <span lang="vi" title="Tiếng Việt">
                VI
              </span>
            ),
          },
          {
            value: "en",
            label: (
              <span lang="en" title="English">
                EN
              </span>
            ),
          },
        ]}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        c="inherit"
        size="lg"
        aria-label={label}
        title={label}
        onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
      >
        {scheme === "dark" ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
      </ActionIcon>
    </Group>
  );
}

function AccountMenu() {
  const t = useWords(platformWords);
  const navigate = useNavigate();
  const person = useSession().data?.person;
  if (!person) return null;
  const signOut = async () => {
    await api.remove("/session").catch(() => undefined);
    forgetDrafts();
    // A fresh load: nothing the last person saw stays in memory.
    window.location.assign(import.meta.env.BASE_URL);
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={t("account", { name: person.name })} p={{ base: 2, sm: 6 }}>
          <Group gap={6} wrap="nowrap">
            <IconUserCircle size={22} aria-hidden />
            <Text component="span" size="sm" visibleFrom="sm" maw={180} truncate>
              {person.name}
            </Text>
            <Box component="span" visibleFrom="sm" lh={0}>
              <IconChevronDown size={16} aria-hidden />
            </Box>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.name}</Menu.Label>
        <Menu.Item leftSection={<IconKey size={18} aria-hidden />} onClick={() => void navigate({ to: "/account" })}>
          {t("myAccount")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void signOut()}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function TopBar({ opened, toggle }: { opened: boolean; toggle: () => void }) {
  const t = useWords(platformWords);
  const navigate = useNavigate();
  return (
    <Group h="100%" px={{ base: 10, sm: "md" }} justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="xs" wrap="nowrap">
        <Burger
          opened={opened}
          onClick={toggle}
          hiddenFrom="md"
          size="sm"
          aria-label={opened ? t("closeMenu") : t("menu")}
          aria-expanded={opened}
        />
        <Anchor
          href={`${import.meta.env.BASE_URL}`}
          underline="never"
          c="inherit"
          onClick={(event) => {
            event.preventDefault();
            void navigate({ to: "/" });
          }}
        >
          <Brand />
        </Anchor>
      </Group>
      <Group gap={4} wrap="nowrap">
        <Switches />
        <AccountMenu />
      </Group>
    </Group>
  );
}
