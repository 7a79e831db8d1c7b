import type { PublishedRelease } from "@lang-nghe/contract";
import { formatCount, formatDay, inLanguage, type Language } from "@lang-nghe/ui/format";
import { isSynthetic } from "./figures.ts";
import { html, type Page } from "./html.ts";
import { portalWords } from "./words.ts";

/** A release that was public and is no more. What it said is gone; that it was here stays. */
export interface WithdrawnRelease {
  readonly slug: string;
  readonly headline: { readonly vi: string; readonly en: string };
  readonly publishedOn: string;
  readonly withdrawnOn: string;
}

/** The first page: what this place is, and the releases, newest first. */
export function homePage(
  releases: readonly PublishedRelease[],
  withdrawn: readonly WithdrawnRelease[],
  language: Language,
  base: string | null,
): Page {
  const words = portalWords[language];
  const entries = releases.map((release) => {
    const day = formatDay(release.publishedOn, language);
    return html`<li><article class="entry">
<p class="kicker">${inLanguage(release.study.title, language)}</p>
<h3><a href="${release.slug}/">${inLanguage(release.headline, language)}</a></h3>
<p class="muted"><time datetime="${release.publishedOn}">${day}</time> · ${words.people(formatCount(release.study.n, language))}${isSynthetic(release) ? html` · <span class="tag">${words.syntheticTag}</span>` : null}</p>
</article></li>`;
  });
  const gone = withdrawn.map(
    (entry) =>
      html`<li><a href="${entry.slug}/">${inLanguage(entry.headline, language)}</a> <span class="muted">${words.withdrawnOn} ${formatDay(entry.withdrawnOn, language)}</span></li>`,
  );
  const list =
    entries.length > 0
      ? html`<ol class="entries">${entries}</ol>`
      : html`<div class="empty"><h3>${words.emptyTitle}</h3><p>${words.empty}</p><p>${words.emptyNext} <a href="phuong-phap/">${words.method}</a></p></div>`;
  const main = html`<div class="hero"><h1>${words.tagline}</h1><p class="lead">${words.about}</p><p class="muted">${words.aboutMore}</p></div>
<section aria-labelledby="releases"><h2 id="releases">${words.releases}</h2>${list}</section>
${gone.length > 0 ? html`<section aria-labelledby="withdrawn"><h2 id="withdrawn">${words.withdrawnList}</h2><ul>${gone}</ul></section>` : null}`;
  return { language, path: "", title: words.tagline, description: words.about, main, base };
}

/** What is left at the address of a withdrawn release. */
export function withdrawnPage(entry: WithdrawnRelease, language: Language, base: string | null): Page {
  const words = portalWords[language];
  const headline = inLanguage(entry.headline, language);
  const main = html`<article class="prose">
<p class="kicker">${words.withdrawnTag}</p>
<h1>${words.withdrawnTitle}</h1>
<p class="lead">“${headline}”</p>
<p class="muted">${words.published} ${formatDay(entry.publishedOn, language)}. ${words.withdrawnOn} ${formatDay(entry.withdrawnOn, language)}.</p>
<p>${words.withdrawnText}</p>
<p><a href="../">${words.back}</a></p>
</article>`;
  return { language, path: `${entry.slug}/`, title: words.withdrawnTitle, description: headline, main, base };
}
