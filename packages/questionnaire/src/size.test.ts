import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, test } from "vitest";

test("the engine adds at most 10 KB to the answer page, minified and gzipped", async () => {
  const result = await build({
    logLevel: "silent",
    configFile: false,
    build: {
      write: false,
      minify: true,
      rollupOptions: { input: fileURLToPath(new URL("index.ts", import.meta.url)), preserveEntrySignatures: "strict" },
    },
  });
  if (!("output" in result)) throw new Error("one build was asked for");
  const code = result.output[0].code;
  // The parser of expressions stays on the server.
  expect(code).not.toContain("list_name");
  expect(gzipSync(code).length).toBeLessThan(10 * 1024);
  console.log(`questionnaire engine: ${gzipSync(code).length} bytes gzipped`);
});
