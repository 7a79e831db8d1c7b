import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { expect, test, vi } from "vitest";
import { root } from "./testing/system.ts";

test("the page of an invitation, without the form that it fetches, is at most 50 KB gzipped", async () => {
  vi.stubEnv("NODE_ENV", "production");
  const built = (await build({
    configFile: join(root, "apps/answer/vite.config.ts"),
    mode: "invitation",
    logLevel: "error",
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const page = built.output.find(({ fileName }) => fileName === "invitation.html") as Rolldown.OutputAsset;
  expect(gzipSync(String(page.source), { level: 9 }).length).toBeLessThanOrEqual(50 * 1024);
});
