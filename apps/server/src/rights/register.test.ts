import { expect, inject, test } from "vitest";
import { hostRoles } from "../platform/config.ts";
import { connect } from "../platform/database.ts";
import { databaseUrl } from "../platform/host-databases.ts";
import { templateOf } from "../testing/database.ts";
import { columnsOf } from "./queries.ts";
import { outlived, register, registeredTables, unregistered } from "./register.ts";
import { retentionWords } from "./retention-words.ts";

const columnsAt = async (role: (typeof hostRoles)[number]) => {
  const database = connect(databaseUrl(inject("databaseServer"), templateOf(role)), 1);
  const columns = await columnsOf(database);
  await database.destroy();
  return columns;
};

test.each(hostRoles)("every column of the %s's database is in the processing register", async (role) => {
  const columns = await columnsAt(role);
  expect(columns.length).toBeGreaterThan(10);
  expect(unregistered(columns)).toEqual([]);
});

test("the register names no column that is gone from every host", async () => {
  expect(outlived((await Promise.all(hostRoles.map(columnsAt))).flat())).toEqual([]);
});

test("a column that nobody has entered is a fault, and so is one that has gone", () => {
  const setting = { table: "platform.setting", column: "name" };
  expect(unregistered([setting])).toEqual([]);
  expect(unregistered([setting, { table: "platform.setting", column: "ip" }])).toEqual([
    "platform.setting.ip is in no entry of the register",
  ]);
  expect(unregistered([{ table: "platform.profile", column: "id" }])).toHaveLength(1);
  expect(outlived([setting])).toContain("platform.setting.value is in the register and in no database");
});

test("the office holds no contact, and the issuer no answer", async () => {
  const tables = async (role: (typeof hostRoles)[number]) =>
    registeredTables([...new Set((await columnsAt(role)).map(({ table }) => table))]);
  for (const { table } of await tables("office")) expect(table).not.toMatch(/^invitations\./);
  for (const { table, columns } of await tables("issuer")) {
    expect(table).not.toMatch(/^(responses|deposits)\./);
    if (!table.startsWith("invitations.")) expect(columns.some(({ kind }) => kind === "sensitive")).toBe(false);
  }
});

test("each entry's retention is in the schedule, in both languages", () => {
  for (const { retention } of register.values()) expect(retentionWords[retention].keep.en).not.toBe("");
});
