import { afterAll, beforeAll, expect, test } from "vitest";
import { frozenStudy, levels, repeated } from "../testing/given.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { toSlug } from "./service.ts";

let server: TestServer;
let officer: Client;
beforeAll(async () => {
  server = await openServer();
  officer = await server.as("study-lead");
});
afterAll(() => server.close());

test.each([
  ["Dịch vụ công ở Lào Cai", "dich-vu-cong-o-lao-cai"],
  ["Đường, điện & nước (2026)", "duong-dien-nuoc-2026"],
  ["—", ""],
])("the address of “%s” is “%s”", (title, slug) => expect(toSlug(title)).toBe(slug));

test("two studies of one title have addresses of their own", async () => {
  const slugs = [];
  for (let n = 0; n < 3; n++)
    slugs.push((await officer.post("/api/studies", { title: { vi: "Nước sạch", en: "" } })).json().slug);
  expect(slugs).toEqual(["nuoc-sach", "nuoc-sach-2", "nuoc-sach-3"]);
});

test("a new study is in design, an open link, and takes what is said of it later", async () => {
  const made = (
    await officer.post("/api/studies", { title: { vi: "Đường", en: "Roads" }, population: "Người lớn" })
  ).json();
  expect(made).toMatchObject({
    state: "design",
    kind: "asked",
    provenance: { selection: "open-link", population: "Người lớn" },
    accepted: 0,
  });
  const changed = await officer.patch(`/api/studies/${made.id}`, {
    provenance: { collectedBy: "Tổ nghiên cứu" },
    retainUntil: "2027-01-31",
  });
  expect(changed.json()).toMatchObject({
    provenance: { collectedBy: "Tổ nghiên cứu", population: "Người lớn" },
    retainUntil: "2027-01-31",
  });
});

test("a study goes while nobody has answered, and one from a file goes while nothing rests on it", async () => {
  const empty = (await officer.post("/api/studies", { title: { vi: "Nháp", en: "" } })).json();
  expect((await officer.delete(`/api/studies/${empty.id}`)).statusCode).toBe(204);
  const imported = await frozenStudy(server, [levels("q", repeated({ a: 50, b: 50 }))]);
  const release = await officer.post(`/api/studies/${imported}/releases`, {
    headline: { vi: "", en: "" },
    note: { vi: "", en: "" },
    tables: [],
  });
  expectProblem(await officer.delete(`/api/studies/${imported}`), "studies.has-releases");
  await officer.delete(`/api/releases/${release.json().id}`);
  expect((await officer.delete(`/api/studies/${imported}`)).statusCode).toBe(204);
  expectProblem(await officer.get(`/api/studies/${imported}`), "platform.not-found");
});
