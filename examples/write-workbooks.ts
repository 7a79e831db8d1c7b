import { readFileSync, writeFileSync } from "node:fs";
import { fileLimits, parseSheets, toXlsx } from "../apps/server/src/platform/files/index.ts";

/** Writes each example's form.xlsx from its form.md: `node examples/write-workbooks.ts`. */
for (const name of ["chile-1988", "lao-cai-services"]) {
  const folder = new URL(`${name}/`, import.meta.url);
  const sheets = parseSheets(readFileSync(new URL("form.md", folder)), "form.md", fileLimits);
  writeFileSync(new URL("form.xlsx", folder), await toXlsx(sheets));
}
