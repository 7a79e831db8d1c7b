import type { Holidays } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";

/**
 * Public holidays of Vietnam on weekdays (Labour Code 45/2019 Art 112). Lunar days were worked out from the calendar; each year's
 * notice of the ministry decides and may swap days, so the list can be changed in the console.
 */
export const knownHolidays: Holidays["days"] = [
  { day: "2026-01-01", name: "Tết Dương lịch" },
  { day: "2026-02-16", name: "Tết Nguyên đán" },
  { day: "2026-02-17", name: "Tết Nguyên đán" },
  { day: "2026-02-18", name: "Tết Nguyên đán" },
  { day: "2026-02-19", name: "Tết Nguyên đán" },
  { day: "2026-02-20", name: "Tết Nguyên đán" },
  { day: "2026-04-27", name: "Giỗ Tổ Hùng Vương (nghỉ bù)" },
  { day: "2026-04-30", name: "Ngày Chiến thắng" },
  { day: "2026-05-01", name: "Quốc tế Lao động" },
  { day: "2026-09-01", name: "Quốc khánh" },
  { day: "2026-09-02", name: "Quốc khánh" },
  { day: "2027-01-01", name: "Tết Dương lịch" },
  { day: "2027-02-05", name: "Tết Nguyên đán" },
  { day: "2027-02-08", name: "Tết Nguyên đán" },
  { day: "2027-02-09", name: "Tết Nguyên đán" },
  { day: "2027-04-16", name: "Giỗ Tổ Hùng Vương" },
  { day: "2027-04-30", name: "Ngày Chiến thắng" },
  { day: "2027-09-02", name: "Quốc khánh" },
];

const setting = "rights.holidays";

export async function holidaysOf(run: Database | Transaction): Promise<Holidays> {
  const row = await run.selectFrom("platform.setting").select("value").where("name", "=", setting).executeTakeFirst();
  return row ? (row.value as Holidays) : { days: knownHolidays };
}

export const holidaySet = async (run: Database | Transaction): Promise<ReadonlySet<string>> =>
  new Set((await holidaysOf(run)).days.map(({ day }) => day));

export async function putHolidays({ database }: Platform, by: Person, { days }: Holidays): Promise<Holidays> {
  const kept = { days: [...days].sort((a, b) => (a.day < b.day ? -1 : 1)) };
  await inTransaction(database, async (transaction) => {
    const value = JSON.stringify(kept);
    await transaction
      .insertInto("platform.setting")
      .values({ name: setting, value })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
      .execute();
    await audit(transaction, by, "rights.holidays", undefined, { days: kept.days.length });
  });
  return kept;
}
