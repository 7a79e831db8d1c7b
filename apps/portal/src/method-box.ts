import type { PublishedRelease } from "@lang-nghe/contract";
import { formatCount, formatEstimate, formatNumber, inLanguage, type Language } from "@lang-nghe/ui/format";
import { differenceWords, estimateOf, isRandom, largestMargin, periodWords, titleOf, wordingOf } from "./figures.ts";
import { html, type Markup } from "./html.ts";
import { portalWords } from "./words.ts";

function item(term: string, ...texts: (string | Markup | null)[]): Markup | null {
  const shown = texts.filter((text) => text !== null && text !== "");
  if (shown.length === 0) return null;
  return html`<div><dt>${term}</dt><dd>${shown.map((text) => (typeof text === "string" ? html`<p>${text}</p>` : text))}</dd></div>`;
}

function questions(release: PublishedRelease, language: Language): Markup {
  const asked = new Map(release.tables.map(({ table }) => [table.spec.ask, table]));
  return html`<ol>${[...asked.values()].map((table) => html`<li>${wordingOf(release, table, language)}</li>`)}</ol>`;
}

function precision(release: PublishedRelease, language: Language): Markup | null {
  const words = portalWords[language];
  const { selection } = release.study.provenance;
  if (selection === "census") return item(words.precision, words.census);
  if (!release.tables.some(({ table }) => isRandom(release, table))) {
    const n = formatCount(release.study.n, language);
    return item(words.precision, html`<p><strong>${words.notRandom}.</strong> ${words.notRandomMore(n)}</p>`);
  }
  const margin = largestMargin(release);
  const lead = margin === null ? words.marginTable : words.marginLargest(differenceWords(margin, "share", language));
  return item(words.precision, lead, words.marginOnly);
}

function weighting(release: PublishedRelease, language: Language): Markup | null {
  const words = portalWords[language];
  const { weighted, variables, source, designEffect, effectiveBase } = release.weights;
  if (!weighted) return item(words.weights, words.unweighted);
  const sizes = [
    designEffect === null ? null : words.designEffect(formatNumber(designEffect, language, 2)),
    effectiveBase === null ? null : words.effectiveBase(formatCount(effectiveBase, language)),
  ].filter((part) => part !== null);
  return item(
    words.weights,
    words.weighted(variables.join(", ")),
    source ? `${words.weightSource}: ${source}` : null,
    sizes.length > 0 ? `${sizes.join("; ")}.` : null,
  );
}

/** How far figures of people who chose themselves could be off; only where the release is not a random sample. */
export function sensitivityTables(release: PublishedRelease, language: Language): Markup | null {
  const words = portalWords[language];
  const parts = release.sensitivity.flatMap((part) => {
    const shown = release.tables[part.table];
    if (!shown || isRandom(release, shown.table) || part.rows.length === 0) return [];
    const { table } = shown;
    const correlations = [...new Set(part.rows.map((row) => row.correlation))].sort((a, b) => a - b);
    const rows = table.levels.flatMap((level) => {
      const row = estimateOf(table, level.code, null);
      const own = part.rows.filter(({ level: code }) => code === level.code || table.measure === "mean");
      if (row.withheld !== null || row.estimate === null || own.length === 0) return [];
      const cells = correlations.map((correlation) => {
        const found = own.find((candidate) => candidate.correlation === correlation);
        if (!found) return html`<td class="number">–</td>`;
        return html`<td class="number">±${differenceWords(found.bias, table.measure, language)}</td>`;
      });
      const value = formatEstimate(row.estimate, language, table.measure, row.effectiveBase);
      return [
        html`<tr><th scope="row">${inLanguage(level.label, language)}: <strong>${value}</strong></th>${cells}</tr>`,
      ];
    });
    if (rows.length === 0) return [];
    const heads = correlations.map(
      (correlation) =>
        html`<th scope="col" class="number">${words.sensitivityCorrelation(formatNumber(correlation, language, 3))}</th>`,
    );
    const worth = correlations.map((correlation) => {
      const size = part.rows.find((row) => row.correlation === correlation)?.effectiveBase ?? null;
      const rounded = size === null ? null : Math.max(1, Number(size.toPrecision(3)));
      return html`<td class="number">${formatCount(rounded, language)}</td>`;
    });
    return [
      html`<div class="scroll" role="region" tabindex="0" aria-label="${words.sensitivityTitle} ${titleOf(release, part.table, language)}"><table class="figures sensitivity"><caption>${titleOf(release, part.table, language)}</caption><thead><tr><th scope="col">${words.answer}</th>${heads}</tr></thead><tbody>${rows}</tbody><tfoot><tr><th scope="row">${words.sensitivityWorth}</th>${worth}</tr></tfoot></table></div>`,
    ];
  });
  if (parts.length === 0) return null;
  return html`<h3 id="sensitivity">${words.sensitivityTitle}</h3><p>${words.sensitivityLead}</p>${parts}`;
}

/** Everything that AAPOR's Transparency Initiative asks to tell at once. */
export function methodBox(release: PublishedRelease, language: Language, methodPage: string): Markup {
  const words = portalWords[language];
  const { provenance, n } = release.study;
  const size = provenance.populationSize;
  // Names of interval methods belong only where intervals are printed.
  const ranged = release.tables.filter(({ table }) => isRandom(release, table));
  const method = [...new Set(ranged.map(({ table }) => `${table.method.interval}; ${table.method.design}`))];
  return html`<section class="method" id="method" aria-labelledby="method-title">
<h2 id="method-title">${words.methodBox}</h2>
<p>${words.methodLead} <a href="${methodPage}">${words.howToRead}</a></p>
<dl>
${item(words.who, provenance.collectedBy)}
${item(words.whom, size === null ? provenance.population : `${provenance.population} (${words.populationSize(formatCount(size, language))})`)}
${item(words.selection, words.selectionOf[provenance.selection])}
${item(words.howMany, words.people(formatCount(n, language)))}
${item(words.when, periodWords(release, language))}
${item(words.how, words.modeOf[provenance.mode])}
${item(words.consent, provenance.consentHow)}
${item(words.wording, questions(release, language))}
${weighting(release, language)}
${precision(release, language)}
${item(words.processing, words.processingText)}
${item(words.remarks, provenance.remarks)}
${item(words.interviewMethod, ...method)}
${item(words.signed, release.onePerson ? words.onePerson : null)}
${item(words.licence, provenance.licence)}
</dl>
${sensitivityTables(release, language)}
</section>`;
}
