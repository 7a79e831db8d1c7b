import type { Table } from "./table.ts";
export type PersonalReason = "name";
export type PersonalColumn = { column: string; reason: { vi: string; en: string }; kind: PersonalReason };
export function personalColumns(_table: Table): PersonalColumn[] {
  return [];
}
