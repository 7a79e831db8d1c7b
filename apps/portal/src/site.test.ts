import type { PublishedRelease } from "@lang-nghe/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell } from "./downloads.ts";
import { exampleReleases, openLinkRelease, probabilityRelease, syntheticRelease } from "./example-releases.ts";
import { parseRelease } from "./read-releases.ts";
import { renderSite } from "./site.ts";

function siteOf(...releases: readonly PublishedRelease[]): Map<string, string> {
  const files = releases.map((release) => ({ release, source: JSON.stringify(release) }));
  return renderSite(files, [], { base: null });
}

function visibleText(page: string): string {
  return page.replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>/g, "").replace(/<[^>]+>/g, " ");
}

const withSlug = (slug: string) => (path: string) => path.includes(`${slug}/`) && !path.endsWith(".json");

test("every example release follows the contract", () => {
  for (const release of exampleReleases) {
    expect(parseRelease(JSON.stringify(release), release.slug)).toEqual(release);
  }
});

test("each page exists in Vietnamese and English, and links to its other language", () => {
  const site = siteOf(...exampleReleases);
  for (const path of ["", "phuong-phap/", `${probabilityRelease.slug}/`]) {
    const up = path === "" ? "./" : "../";
    expect(site.get(`${path}index.html`)).toContain(`href="${up}en/${path}"`);
    expect(site.get(`en/${path}index.html`)).toContain(`href="../${path === "" ? "" : "../"}${path}"`);
    expect(site.get(`${path}index.html`)).toContain('<html lang="vi">');
    expect(site.get(`en/${path}index.html`)).toContain('<html lang="en">');
  }
});

test("every relative link of every page leads to a file of the site", () => {
  const site = siteOf(...exampleReleases);
  const fonts = /^fonts\//;
  for (const [path, text] of site) {
    if (!path.endsWith(".html")) continue;
    for (const [, link = ""] of text.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (link.startsWith("#")) {
        expect(text, `${path} → ${link}`).toContain(`id="${link.slice(1)}"`);
        continue;
      }
      const target = new URL(link, `http://portal/${path}`).pathname.slice(1);
      const file = target === "" || target.endsWith("/") ? `${target}index.html` : target;
      expect(site.has(file) || fonts.test(file), `${path} → ${link}`).toBe(true);
    }
  }
});

test("no page needs or allows a script", () => {
  for (const [path, text] of siteOf(...exampleReleases)) {
    if (!path.endsWith(".html")) continue;
    expect(text).not.toMatch(/<script|\son[a-z]+=|javascript:| style=/i);
    expect(text).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
  }
});

test("a random sample shows each estimate with its interval, base, weights and the largest margin of error", () => {
  const page = siteOf(probabilityRelease).get(`${probabilityRelease.slug}/index.html`)!;
  const text = visibleText(page);
  // 0.437 ± 1.96·√(0.437·0.563/1020) = 0.4066 … 0.4674, by hand.
  expect(text).toContain("43,7\u00a0%");
  expect(text).toContain("40,7\u00a0–\u00a046,7\u00a0%");
  expect(text).toContain("1.204 người tham gia");
  expect(text).toContain("giới, nhóm tuổi, vùng");
  expect(text).toMatch(/±3,2\u00a0điểm phần trăm/);
  expect(text).toContain("Trong 12 tháng qua, ông/bà hài lòng");
  expect(text).toContain(probabilityRelease.chain.snapshotHash);
  expect(text).toContain(probabilityRelease.chain.weightsHash!);
});

test("an open link shows no interval anywhere, says it is not a random sample, and prints the sensitivity", () => {
  const site = siteOf(openLinkRelease);
  const { slug } = openLinkRelease;
  const vi = visibleText(site.get(`${slug}/index.html`)!);
  expect(vi).toContain("Đây không phải là mẫu ngẫu nhiên");
  expect(visibleText(site.get(`en/${slug}/index.html`)!)).toContain("This is not a random sample");
  expect(vi).toContain("642 người");
  expect(vi).toContain("±4,1\u00a0điểm phần trăm");
  expect(vi).not.toContain("Khoảng tin cậy");
  const { low } = openLinkRelease.tables[0]!.table.estimates[0]!;
  for (const [path, text] of site) {
    if (withSlug(slug)(path)) expect(text, path).not.toContain(`${Math.round(low! * 100)}\u00a0–`);
  }
  expect(site.get(`${slug}/table-1.csv`)!.split("\r\n")[1]).toContain(",41,,,642,");
});

test("synthetic answers say so on the page, in every table and in every chart", () => {
  const site = siteOf(syntheticRelease);
  const { slug } = syntheticRelease;
  for (const [language, words] of [
    ["", "Dữ liệu mô phỏng"],
    ["en/", "Synthetic data"],
  ] as const) {
    expect(site.get(`${language}${slug}/index.html`)).toContain('class="ribbon"');
    for (const file of ["table-1.csv", "chart-1.svg", "index.html"]) {
      expect(site.get(`${language}${slug}/${file}`), file).toContain(words);
    }
    const rows = site.get(`${language}${slug}/table-1.csv`)!.trim().split("\r\n").slice(1);
    expect(rows.every((row) => row.includes(words))).toBe(true);
    expect(site.get(`${language}index.html`)).toContain(words);
  }
});

test("the released file is offered unchanged", () => {
  const site = siteOf(probabilityRelease);
  expect(site.get(`${probabilityRelease.slug}/release.json`)).toBe(JSON.stringify(probabilityRelease));
});

test("hostile strings are text everywhere", () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>&lt;'`;
  const words = { vi: hostile, en: hostile };
  const table = structuredClone(probabilityRelease.tables[1]!);
  table.caption = words;
  table.table.title = words;
  for (const level of table.table.levels) level.label = words;
  for (const column of table.table.columns) column.label = words;
  table.table.method.interval = hostile;
  const { provenance } = probabilityRelease.study;
  const release: PublishedRelease = {
    ...probabilityRelease,
    headline: words,
    note: words,
    study: {
      ...probabilityRelease.study,
      title: words,
      provenance: { ...provenance, collectedBy: hostile, consentHow: hostile, population: hostile, remarks: hostile },
      wording: { mot_cua: words },
    },
    weights: { ...probabilityRelease.weights, variables: [hostile], source: hostile },
    chain: { snapshotHash: hostile, weightsHash: hostile, questionnaireHash: hostile, software: hostile },
    tables: [table],
  };
  for (const [path, text] of siteOf(release)) {
    if (!/\.(html|svg)$/.test(path)) continue;
    expect(text, path).not.toMatch(/<script|<img/);
  }
});

test("a sheet program takes no cell for a formula", () => {
  expect(csvCell("=1+1")).toBe("'=1+1");
  expect(csvCell("@SUM(A1)")).toBe("'@SUM(A1)");
  for (const first of ["＝", "＋", "－", "＠", "\t", "\r", "\n", " ="])
    expect(csvCell(`${first}1`).replaceAll('"', "")).toBe(`'${first}1`);
  expect(csvCell('a,"b"')).toBe('"a,""b"""');
  expect(csvCell(-3)).toBe("-3");
});

/** The example table with some figures withheld as the gate withholds them. */
function withheldRelease(hidden: readonly boolean[], closed: readonly boolean[]): PublishedRelease {
  const release = structuredClone(probabilityRelease);
  const table = release.tables[1]!.table;
  const nothing = {
    n: null,
    estimate: null,
    se: null,
    low: null,
    high: null,
    df: null,
    deff: null,
    effectiveBase: null,
  };
  table.columns = table.columns.map((column, index) =>
    closed[index] ? { ...column, n: null, effectiveBase: null, withheld: "base-below-30" } : column,
  );
  table.estimates = table.estimates.map((estimate, index) => {
    const shut = table.columns.find(({ code }) => code === estimate.by)!.withheld;
    if (!hidden[index] && shut === null) return estimate;
    return { ...estimate, ...nothing, withheld: shut ?? "cell-below-10" };
  });
  return release;
}

test("numbers of withheld figures reach no page, table or chart", () => {
  const flags = fc.array(fc.boolean(), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(flags, flags, (hidden, closed) => {
      const clean = withheldRelease(hidden, closed);
      // The same release with the numbers left in beside the reason: a fault upstream.
      const leaking = structuredClone(clean);
      const secret = {
        n: 7771,
        estimate: 0.7771,
        se: 0.01,
        low: 0.7661,
        high: 0.7881,
        df: 9,
        deff: 1,
        effectiveBase: 7771,
      };
      leaking.tables[1]!.table.estimates = leaking.tables[1]!.table.estimates.map((estimate) =>
        estimate.withheld === null ? estimate : { ...estimate, ...secret },
      );
      leaking.tables[1]!.table.columns = leaking.tables[1]!.table.columns.map((column) =>
        column.withheld === null ? column : { ...column, n: 7771, effectiveBase: 7771 },
      );
      const [expected, printed] = [siteOf(clean), siteOf(leaking)];
      for (const [path, text] of expected) {
        if (!path.endsWith("release.json")) expect(printed.get(path) === text, path).toBe(true);
      }
      const faulty = clean.tables[1]!.table.estimates.some((estimate) => estimate.withheld !== null);
      // The file itself would be offered for download: it is refused as a whole.
      if (faulty) expect(() => parseRelease(JSON.stringify(leaking), leaking.slug)).toThrow(/withheld/);
      parseRelease(JSON.stringify(clean), clean.slug);
    }),
    { numRuns: 12 },
  );
});

test("a sensitivity row from which a withheld share could be computed back refuses the file", () => {
  const release = structuredClone(openLinkRelease);
  const nothing = {
    n: null,
    estimate: null,
    se: null,
    low: null,
    high: null,
    df: null,
    deff: null,
    effectiveBase: null,
  };
  const estimates = release.tables[0]!.table.estimates;
  estimates[3] = { ...estimates[3]!, ...nothing, withheld: "cell-below-10" };
  expect(() => parseRelease(JSON.stringify(release), release.slug)).toThrow(/sensitivity/);
  release.sensitivity[0]!.rows = release.sensitivity[0]!.rows.filter((row) => row.level !== "0");
  expect(parseRelease(JSON.stringify(release), release.slug).slug).toBe(release.slug);
});

test("with nothing released the first page says what will be here", () => {
  const site = siteOf();
  expect(site.get("index.html")).toContain("Chưa có bản công bố nào");
  expect(site.get("en/index.html")).toContain("Nothing has been released yet");
});
