import type { PublishedRelease } from "@lang-nghe/contract";
import { formatCount, formatDay, inLanguage, type Language } from "@lang-nghe/ui/format";
import { differenceWords, isRandom, isSynthetic, largestMargin, periodWords, titleOf } from "./figures.ts";
import { html, type Markup, type Page, paragraphs } from "./html.ts";
import { methodBox } from "./method-box.ts";
import { tableSection } from "./table-section.ts";
import { portalWords } from "./words.ts";

function precisionShort(release: PublishedRelease, language: Language): string {
  const words = portalWords[language];
  if (!release.tables.some(({ table }) => isRandom(release, table))) {
    return release.study.provenance.selection === "census" ? words.selectionOf.census : `${words.notRandom}.`;
  }
  const margin = largestMargin(release);
  return margin === null ? words.marginTable : words.marginShort(differenceWords(margin, "share", language));
}

function facts(release: PublishedRelease, language: Language): Markup {
  const words = portalWords[language];
  const fact = (term: string, text: string) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`;
  return html`<dl class="facts" aria-label="${words.facts}">
${fact(words.factWhom, release.study.provenance.population)}
${fact(words.factHowMany, formatCount(release.study.n, language))}
${fact(words.factWhen, periodWords(release, language))}
${fact(words.factPrecision, precisionShort(release, language))}
</dl>`;
}

function chain(release: PublishedRelease, language: Language): Markup {
  const words = portalWords[language];
  const { snapshotHash, weightsHash, questionnaireHash, software } = release.chain;
  const line = (term: string, text: string | null) =>
    text === null || text === "" ? null : html`<div><dt>${term}</dt><dd><code>${text}</code></dd></div>`;
  return html`<section class="chain" aria-labelledby="chain-title"><h2 id="chain-title">${words.chain}</h2><p>${words.chainLead}</p>
<dl>${line(words.snapshotHash, snapshotHash)}${line(words.weightsHash, weightsHash)}${line(words.questionnaireHash, questionnaireHash)}${line(words.software, software)}</dl>
<p class="downloads"><a href="release.json" download="${release.slug}.json">${words.downloadAll}</a></p></section>`;
}

/** The page of one release. */
export function releasePage(release: PublishedRelease, language: Language, base: string | null): Page {
  const words = portalWords[language];
  const headline = inLanguage(release.headline, language);
  const study = inLanguage(release.study.title, language);
  const contents = release.tables.map(
    (_, index) => html`<li><a href="#table-${index + 1}">${titleOf(release, index, language)}</a></li>`,
  );
  const main = html`<article>
<header class="headline">
<p class="kicker">${study}</p>
<h1>${headline}</h1>
<p class="muted">${words.published} <time datetime="${release.publishedOn}">${formatDay(release.publishedOn, language)}</time></p>
</header>
${facts(release, language)}
<div class="prose">${paragraphs(inLanguage(release.note, language))}</div>
${release.tables.length > 1 ? html`<nav class="contents" aria-label="${words.contents}"><h2>${words.contents}</h2><ol>${contents}</ol></nav>` : null}
${release.tables.map((_, index) => tableSection(release, index, language))}
${methodBox(release, language, "../phuong-phap/")}
${chain(release, language)}
</article>`;
  return {
    language,
    path: `${release.slug}/`,
    title: headline,
    description: `${study}. ${words.people(formatCount(release.study.n, language))}.`,
    synthetic: isSynthetic(release),
    main,
    base,
  };
}
