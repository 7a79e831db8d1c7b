import type { Wave } from "@lang-nghe/contract";
import { Text } from "@mantine/core";
import { CopyField } from "../platform/copy-field.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { useWords } from "../platform/words.ts";
import { FactList } from "../studies/facts.tsx";
import { words } from "./words.ts";

/** A long fingerprint that may break anywhere. */
const Fingerprint = ({ text }: { text: string }) => (
  <Text component="span" ff="monospace" size="sm" style={{ overflowWrap: "anywhere" }}>
    {text}
  </Text>
);

/** What was offered, with the address for the contacts officer at the issuer. */
export function PublishedOffer({ offer, waiting }: { offer: NonNullable<Wave["offer"]>; waiting: boolean }) {
  const t = useWords(words);
  const format = useFormat();
  return (
    <Section title={t("offer")} lead={waiting ? t("offerLead") : null}>
      <CopyField label={t("offerUrl")} value={offer.url} />
      <div style={{ height: "1rem" }} />
      <FactList
        facts={[
          [t("days"), t("daysBetween", { first: format.day(offer.firstDay), last: format.day(offer.lastDay) })],
          [t("version"), format.count(offer.version)],
          [t("languages"), offer.languages.join(", ")],
          [t("fingerprint"), <Fingerprint key="hash" text={offer.hash} />],
        ]}
      />
    </Section>
  );
}

/** What the issuer published before the first invitation: numbers of people, never who. */
export function PublishedManifest({ manifest }: { manifest: Wave["manifest"] }) {
  const t = useWords(words);
  const format = useFormat();
  if (!manifest)
    return (
      <Section title={t("manifest")}>
        <Text>{t("manifestWaiting")}</Text>
      </Section>
    );
  return (
    <Section title={t("manifest")} lead={t("manifestLead")}>
      <FactList
        facts={[
          [t("invited"), format.count(manifest.invited)],
          [t("cells"), format.count(manifest.cells)],
          [t("smallest"), t("smallestValue", { count: format.count(manifest.smallestCell) })],
          [t("strata"), format.count(manifest.strata)],
          [t("lonely"), manifest.lonelyStrata.length ? manifest.lonelyStrata.join(", ") : t("lonelyNone")],
          [t("manifestHash"), <Fingerprint key="hash" text={manifest.hash} />],
        ]}
      />
    </Section>
  );
}
