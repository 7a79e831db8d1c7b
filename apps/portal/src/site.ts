import type { Language } from "@lang-nghe/ui/format";
import { chartFile, tableCsv } from "./downloads.ts";
import { homePage, type WithdrawnRelease, withdrawnPage } from "./home-page.ts";
import { folderOf, markFile, type Page, pageText } from "./html.ts";
import { methodPage } from "./method-page.ts";
import type { ReleaseFile } from "./read-releases.ts";
import { releasePage } from "./release-page.ts";
import { portalCss } from "./styles.ts";

const languages: readonly Language[] = ["vi", "en"];

/** What was public, so that the next run knows what has been withdrawn. Public itself: it lists what the pages list. */
export interface Manifest {
  readonly format: "lang-nghe-portal-1";
  readonly releases: readonly Omit<WithdrawnRelease, "withdrawnOn">[];
  readonly withdrawn: readonly WithdrawnRelease[];
}

export interface SiteOptions {
  /** Public address, ending in a slash, or null: all links are relative anyway. */
  readonly base: string | null;
}

/** Releases → path of each file in the site → its text. Pure: the same releases give the same site. */
export function renderSite(
  files: readonly ReleaseFile[],
  withdrawn: readonly WithdrawnRelease[],
  { base }: SiteOptions,
): Map<string, string> {
  const site = new Map<string, string>();
  const put = (page: Page) => site.set(`${folderOf(page.language, page.path)}index.html`, pageText(page));
  const releases = files.map(({ release }) => release);
  for (const language of languages) {
    put(homePage(releases, withdrawn, language, base));
    put(methodPage(language, base));
    for (const entry of withdrawn) put(withdrawnPage(entry, language, base));
    for (const { release, source } of files) {
      put(releasePage(release, language, base));
      const folder = folderOf(language, `${release.slug}/`);
      site.set(`${folder}release.json`, source);
      release.tables.forEach((_, index) => {
        site.set(`${folder}table-${index + 1}.csv`, tableCsv(release, index, language));
        site.set(`${folder}chart-${index + 1}.svg`, chartFile(release, index, language));
      });
    }
  }
  site.set("portal.css", portalCss());
  site.set("mark.svg", markFile);
  const manifest: Manifest = {
    format: "lang-nghe-portal-1",
    releases: releases.map(({ slug, headline, publishedOn }) => ({ slug, headline, publishedOn })),
    withdrawn,
  };
  site.set("releases.json", `${JSON.stringify(manifest, null, 1)}\n`);
  return site;
}
