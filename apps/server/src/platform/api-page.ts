/** The parts of an OpenAPI document that the page shows. */
export type OpenApi = {
  info: { title: string; version: string };
  paths?: Record<
    string,
    Record<
      string,
      {
        summary?: string;
        parameters?: { name: string; in: string; required?: boolean }[];
        requestBody?: unknown;
        responses?: Record<string, unknown>;
      }
    >
  >;
};

/** The page's one style, which its policy allows by hash. */
export const apiPageStyle = `
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}h2{font-size:1rem;margin:2rem 0 .25rem}pre{overflow:auto;font-size:.8rem;padding:.75rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent)}code{font-size:.95em}
`;

/** The API as a page for people: every route with what it takes and gives. No script. */
export function apiPage(document: OpenApi): string {
  const routes = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => {
      const parameters = (route.parameters ?? [])
        .map(({ name, in: place }) => `<li><code>${escapeHtml(name)}</code> (${escapeHtml(place)})</li>`)
        .join("");
      return `<section><h2><code>${escapeHtml(method.toUpperCase())} ${escapeHtml(path)}</code></h2>${parameters && `<ul>${parameters}</ul>`}${details("Request body", route.requestBody)}${Object.entries(
        route.responses ?? {},
      )
        .map(([status, response]) => details(`Response ${status}`, response))
        .join("")}</section>`;
    }),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(document.info.title)} API</title><style>${apiPageStyle}</style></head><body><main><h1>${escapeHtml(document.info.title)} API ${escapeHtml(document.info.version)}</h1>
<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI). Requests that change something carry the header <code>x-requested-with: lang-nghe</code>. Failures are RFC 9457 problems; each <code>type</code> is an address that explains it.</p>
${routes.join("\n")}</main></body></html>`;
}

const details = (title: string, value: unknown) =>
  value === undefined
    ? ""
    : `<details><summary>${escapeHtml(title)}</summary><pre>${escapeHtml(JSON.stringify(value, null, 1))}</pre></details>`;

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
