import { createHash, webcrypto } from "node:crypto";
import { canonicalWithdrawalKey } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { hashOfKey, newWithdrawalKey, printedKey } from "./withdrawal.ts";

test("a withdrawal key is one that the server reads back from print, and its hash is the SHA-256 that the server makes", () => {
  for (let i = 0; i < 200; i++) {
    const key = newWithdrawalKey(webcrypto as Crypto);
    expect(canonicalWithdrawalKey(printedKey(key).toLowerCase())).toBe(key);
    expect(hashOfKey(key)).toBe(createHash("sha256").update(key).digest("hex"));
  }
});
