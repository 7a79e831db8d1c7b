import { afterAll, beforeAll, expect, test } from "vitest";
import { openServer, type TestServer } from "./testing/index.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

/** Every route under /api, from the OpenAPI document, with ids filled in. */
async function apiRoutes(): Promise<{ method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; url: string }[]> {
  const document = (await server.anyone.get("/api/openapi.json")).json();
  return Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase() as "GET",
      url: path.replace(/\{\w+\}/g, "7d1f6b0e-4a52-4d6e-9a8e-2f1c3b5d7e90"),
    })),
  );
}

/** What someone who is not signed in may call: signing in, a new telephone with its code, and the respondent's own path. */
const open =
  /^\/api\/(session(\/factor|\/challenge)?|setup|password|field\/enrol)$|^\/(a|t|waves)\/|^\/withdraw(\/en)?$/;

test("whoever is not signed in is turned away from every route of the console", async () => {
  const routes = (await apiRoutes()).filter(({ url }) => !open.test(url));
  expect(routes.length).toBeGreaterThan(20);
  for (const { method, url } of routes) {
    const reply = await server.app.inject({ method, url, headers: { "x-requested-with": "lang-nghe" } });
    expect({ method, url, status: reply.statusCode }).toEqual({ method, url, status: 401 });
  }
});

test("a reader changes nothing anywhere", async () => {
  const reader = await server.as("reader");
  const reading = /\/tables$|^\/api\/account\//;
  for (const { method, url } of (await apiRoutes()).filter(
    ({ method, url }) => method !== "GET" && !open.test(url) && !reading.test(url),
  )) {
    const reply = await reader[method.toLowerCase() as "post"](url, method === "DELETE" ? undefined : {});
    expect({ method, url, status: reply.statusCode }).toEqual({ method, url, status: 403 });
  }
});

test("the API page is readable and names every route", async () => {
  const page = await server.anyone.get("/api/");
  expect(page.headers["content-type"]).toContain("text/html");
  expect(page.body).toContain("/api/studies/{studyId}");
});

test("health says what works and no more", async () => {
  const reply = await server.anyone.get("/health");
  expect(reply.statusCode).toBe(200);
  expect(Object.keys(reply.json()).sort()).toEqual(["database", "diskUsed", "status", "version"]);
});

test("a path that leads out of the public site leads nowhere", async () => {
  for (const path of ["/../package.json", "/%2e%2e/package.json", "/..%2fpackage.json", "/console/../../package.json"])
    expect((await server.app.inject({ url: path })).statusCode).toBe(404);
});
