import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { recordCounts } from "./testing/proof.ts";
import { hurriedAnswers } from "./testing/respondent.ts";
import { newDataDirectory, removeDirectory, signIn, startSystem } from "./testing/system.ts";

const dataDirectory = newDataDirectory();
afterAll(() => removeDirectory(dataDirectory));

const kills = Number(process.env.PROOF_KILLS ?? 3);

test(`what was acknowledged is still there after ${kills} kill -9 under load`, async () => {
  let system = await startSystem({ dataDirectory });
  const request = await signIn(system);
  const study = await (await request("POST", "/api/studies", { title: { vi: "Thử độ bền", en: "Durability" } })).json();
  const [template] = await (await request("GET", "/api/templates")).json();
  await request("POST", `/api/studies/${study.id}/questionnaire/template`, { template: template.name });
  await request("POST", `/api/studies/${study.id}/questionnaire/publish`);
  expect((await request("POST", `/api/studies/${study.id}/open`)).status).toBe(200);
  const form = await (await fetch(`${system.url}/a/${study.slug}/form.json`)).json();
  const answers = hurriedAnswers(form.questionnaire);

  const acknowledged = new Set<string>();
  let tried = 0;
  for (let round = 0; round < kills; round++) {
    const running = { yes: true };
    const load = Array.from({ length: 16 }, async () => {
      while (running.yes) {
        const id = randomUUID();
        tried++;
        const reply = await post(system.url, study.slug, {
          id,
          version: form.version,
          language: "vi",
          consent: true,
          answers,
        }).catch(() => undefined);
        if (reply?.status === 201) acknowledged.add(id);
      }
    });
    // At an odd moment of the load, differently each round.
    await new Promise((resolve) => setTimeout(resolve, 300 + 37 * round));
    await system.kill();
    running.yes = false;
    await Promise.all(load);
    system = await startSystem({ dataDirectory, port: system.port });
  }
  expect(acknowledged.size).toBeGreaterThan(kills * 10);
  // Sending an acknowledged answer again says "already here" (200), never "stored now" (201).
  let present = 0;
  for (const id of acknowledged) {
    const reply = await post(system.url, study.slug, {
      id,
      version: form.version,
      language: "vi",
      consent: true,
      answers,
    });
    if (reply.status === 200) present++;
  }
  recordCounts({ kills, tried, acknowledged: acknowledged.size, present });
  await system.stop();
  expect(present).toBe(acknowledged.size);
});

const post = (url: string, slug: string, body: unknown) =>
  fetch(`${url}/a/${slug}/answers`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
