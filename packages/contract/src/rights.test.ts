import { expect, test } from "vitest";
import { articlesInVietnamese } from "./rights.ts";

test("articles are cited in the reader's language", () => {
  expect(articlesInVietnamese("Law 91/2025 Art 9, 12; Decree 356 Art 6–7; GDPR 6(1)(a)")).toBe(
    "Luật 91/2025 Điều 9, 12; Nghị định 356 Điều 6–7; GDPR 6(1)(a)",
  );
  expect(articlesInVietnamese("Statistics Law 89/2015; Resolution 22/2026; GDPR Recital 26")).toBe(
    "Luật Thống kê 89/2015; Nghị quyết 22/2026; GDPR lời mở đầu 26",
  );
});
