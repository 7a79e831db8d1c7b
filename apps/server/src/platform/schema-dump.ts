import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Rows } from "./rows.ts";

type Column = {
  schema: string;
  table: string;
  name: string;
  type: string;
  nullable: boolean;
  default: string | null;
  generated: boolean;
};

/**
 * A migrated database as text, so that a migration's effect is reviewed as a diff, and its tables for `rowTypes`.
 * Read from the catalogue (the embedded server has no pg_dump); the same on every supported PostgreSQL version.
 */
export async function dumpSchema(database: Kysely<Rows>): Promise<{ schema: string; tables: Map<string, Column[]> }> {
  const columns = (
    await sql<Column>`
      select n.nspname as schema, c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
        not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as default,
        a.attidentity <> '' or a.attgenerated <> '' as generated
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v')
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      order by n.nspname, c.relname, a.attnum`.execute(database)
  ).rows;
  const constraints = (
    await sql<{ place: string; definition: string }>`
      select n.nspname || '.' || c.relname as place, pg_get_constraintdef(k.oid) as definition
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema') and k.contype <> 'n'
      order by 1, k.contype, 2`.execute(database)
  ).rows;
  const indexes = (
    await sql<{ definition: string }>`
      select indexdef as definition from pg_indexes i
      where schemaname not in ('pg_catalog', 'information_schema')
        and not exists (select from pg_constraint k where k.conname = i.indexname)
      order by schemaname, tablename, indexname`.execute(database)
  ).rows;
  const triggers = (
    await sql<{ definition: string }>`
      select pg_get_triggerdef(t.oid) as definition from pg_trigger t where not t.tgisinternal order by 1`.execute(
      database,
    )
  ).rows;
  const tables = Map.groupBy(columns, (column) => `${column.schema}.${column.table}`);
  const lines: string[] = [
    "-- The schema after all migrations. Written by tools/schema.ts; a test fails when it is stale.",
  ];
  for (const [table, list] of tables) {
    lines.push("", `table ${table}`);
    for (const column of list)
      lines.push(
        `  ${column.name} ${column.type}${column.nullable ? "" : " not null"}${column.generated ? " generated" : column.default ? ` default ${column.default}` : ""}`,
      );
    for (const constraint of constraints) if (constraint.place === table) lines.push(`  ${constraint.definition}`);
  }
  lines.push("", ...indexes.map((index) => index.definition), ...triggers.map((trigger) => trigger.definition), "");
  return { schema: lines.join("\n"), tables };
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The tables of all hosts' databases as TypeScript row types. */
export function rowTypes(tables: Map<string, Column[]>): string {
  const lines = [
    "// Written by tools/schema.ts from the migrated databases; a test fails when it is stale.",
    'import type { ColumnType } from "kysely";',
    "",
    "/** A JSON column: any value out, JSON text in. */",
    "type Json = ColumnType<unknown, string, string>;",
    "type Time = ColumnType<Date, Date | string, Date | string>;",
    "/** Filled by the database when left out. */",
    "type Generated<T> =",
    "  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;",
    "",
    "export type Rows = {",
  ];
  for (const [table, columns] of [...tables].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`  "${table}": {`);
    for (const column of columns) {
      const base = typescriptType(column.type);
      const optional = column.generated || column.default !== null;
      const type = column.nullable ? `${base} | null` : base;
      lines.push(`    ${camel(column.name)}: ${optional ? `Generated<${type}>` : type};`);
    }
    lines.push("  };");
  }
  lines.push("};", "");
  return lines.join("\n");
}

function typescriptType(type: string): string {
  if (type.endsWith("[]")) return `${typescriptType(type.slice(0, -2))}[]`;
  if (["bigint", "integer", "smallint", "double precision", "real"].includes(type)) return "number";
  if (type === "boolean") return "boolean";
  if (type === "bytea") return "Buffer";
  if (type === "jsonb") return "Json";
  if (type.startsWith("timestamp")) return "Time";
  if (["text", "uuid", "date"].includes(type) || type.startsWith("character")) return "string";
  throw new Error(`No TypeScript type is known for the column type ${type}.`);
}
