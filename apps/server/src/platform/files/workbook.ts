import type { FileLimits } from "./file-limits.ts";
import { columnLetters, FileProblem } from "./file-problem.ts";
import type { Sheet, Sheets } from "./sheets.ts";
import { cleanCell, plainNumber } from "./text.ts";
import { walkXml } from "./xml.ts";
import { openZip, type Zip } from "./zip.ts";

/**
 * Sheets of a .xlsx workbook, every cell as text: numbers in plain form, dates and times ISO 8601, TRUE and FALSE,
 * formulas by the value that was stored with them. Nothing is calculated, no macro, link or picture is opened.
 *
 * @param only "first" reads the first visible sheet and leaves the others closed.
 * @throws {FileProblem} broken, xml-entities, formula-without-value, cell-error, too-many-…, each naming sheet and cell.
 */
export function readWorkbook(
  bytes: Uint8Array,
  limits: FileLimits,
  maximumCells: number,
  only: "first" | "all" = "all",
): Sheets {
  const zip = openZip(bytes, limits);
  if (!zip.has("xl/workbook.xml") && zip.has("encryptedpackage")) throw new FileProblem("password-protected");
  if (!zip.has("xl/workbook.xml"))
    throw new FileProblem("unknown-type", { found: zip.has("content.xml") ? ".ods" : ".zip", wanted: ".xlsx" });
  const workbook = readWorkbookPart(zip);
  const texts = zip.has(workbook.sharedStrings) ? readSharedStrings(zip.read(workbook.sharedStrings), limits) : [];
  const formats = zip.has(workbook.styles) ? readDateFormats(zip.read(workbook.styles)) : [];
  const visible = workbook.sheets.filter((sheet) => !sheet.hidden);
  const wanted =
    only === "first" ? [visible[0] ?? workbook.sheets[0]].filter((sheet) => sheet !== undefined) : workbook.sheets;
  if (!wanted.length) throw new FileProblem("no-sheets");
  let cells = 0;
  return wanted.map(({ name, part }) => {
    const sheet = readSheetPart(zip.read(part), {
      name,
      part,
      texts,
      formats,
      limits,
      maximumCells: maximumCells - cells,
      since1904: workbook.since1904,
    });
    cells += sheet.cells;
    return { name, rows: sheet.rows };
  });
}

type WorkbookPart = {
  sheets: { name: string; part: string; hidden: boolean }[];
  since1904: boolean;
  sharedStrings: string;
  styles: string;
};

function readWorkbookPart(zip: Zip): WorkbookPart {
  const listed: { name: string; id: string; hidden: boolean }[] = [];
  let since1904 = false;
  walkXml(zip.read("xl/workbook.xml"), "xl/workbook.xml", {
    open(name, attribute) {
      if (name === "workbookPr") since1904 = /^(1|true)$/.test(attribute("date1904") ?? "");
      if (name === "sheet")
        listed.push({
          name: cleanCell(attribute("name") ?? ""),
          id: attribute("id") ?? "",
          hidden: (attribute("state") ?? "visible") !== "visible",
        });
    },
    close() {},
    text() {},
  });
  const targets = new Map<string, string>();
  let sharedStrings = "xl/sharedStrings.xml";
  let styles = "xl/styles.xml";
  const relations = "xl/_rels/workbook.xml.rels";
  if (!zip.has(relations)) throw new FileProblem("broken", { reason: relations });
  walkXml(zip.read(relations), relations, {
    open(name, attribute) {
      if (name !== "Relationship") return;
      const target = attribute("Target") ?? "";
      const part = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
      const type = attribute("Type") ?? "";
      // Links to other files are never followed.
      if (attribute("TargetMode") === "External") return;
      if (type.endsWith("/sharedStrings")) sharedStrings = part;
      else if (type.endsWith("/styles")) styles = part;
      else if (type.endsWith("/worksheet")) targets.set(attribute("Id") ?? "", part);
    },
    close() {},
    text() {},
  });
  const sheets = listed.flatMap(({ name, id, hidden }) => {
    const part = targets.get(id);
    return part ? [{ name, part, hidden }] : [];
  });
  return { sheets, since1904, sharedStrings, styles };
}

function readSharedStrings(bytes: Uint8Array, limits: FileLimits): string[] {
  const texts: string[] = [];
  let text = "";
  let inText = false;
  let phonetic = 0;
  walkXml(bytes, "xl/sharedStrings.xml", {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") phonetic++;
      else if (name === "t") inText = phonetic === 0;
    },
    close(name) {
      if (name === "si") {
        if (text.length > limits.cellCharacters)
          throw new FileProblem("cell-too-long", { limit: limits.cellCharacters });
        if (texts.length >= limits.tableCells) throw new FileProblem("too-many-cells", { limit: limits.tableCells });
        texts.push(cellText(text));
      } else if (name === "rPh") phonetic--;
      else if (name === "t") inText = false;
    },
    text(part) {
      if (inText) text += part;
    },
  });
  return texts;
}

type DateFormat = "date" | "time" | "date-time" | undefined;

/** Of each cell style, whether it shows a number as a date. */
function readDateFormats(bytes: Uint8Array): DateFormat[] {
  const custom = new Map<number, string>();
  const formats: DateFormat[] = [];
  let inCells = false;
  walkXml(bytes, "xl/styles.xml", {
    open(name, attribute) {
      if (name === "numFmt") custom.set(Number(attribute("numFmtId")), attribute("formatCode") ?? "");
      else if (name === "cellXfs") inCells = true;
      else if (name === "xf" && inCells) {
        const id = Number(attribute("numFmtId") ?? 0);
        formats.push(dateFormat(id, custom.get(id)));
      }
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
    text() {},
  });
  return formats;
}

/** Built-in formats by their number (ECMA-376 part 1, 18.8.30), the others by their letters. */
function dateFormat(id: number, code: string | undefined): DateFormat {
  if (code === undefined) {
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 50 && id <= 58) || id === 36) return "date";
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return "time";
    return id === 22 ? "date-time" : undefined;
  }
  const letters = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "").split(";")[0]!;
  const date = /[dy]/i.test(letters) || /m{3,}/i.test(letters);
  const time = /[hs]/i.test(letters);
  return date && time ? "date-time" : date ? "date" : time ? "time" : undefined;
}

type SheetTask = {
  name: string;
  part: string;
  texts: string[];
  formats: DateFormat[];
  limits: FileLimits;
  maximumCells: number;
  since1904: boolean;
};

function readSheetPart(bytes: Uint8Array, task: SheetTask): { rows: Sheet["rows"]; cells: number } {
  const { limits, name: sheet } = task;
  const rows: string[][] = [];
  let cells = 0;
  let row = -1;
  let column = -1;
  let type = "";
  let style = 0;
  let formula = false;
  let value: string | undefined;
  let collecting = false;
  let skipping = 0;
  walkXml(bytes, task.part, {
    open(name, attribute) {
      if (name === "c") {
        const reference = /^([A-Z]{1,4})(\d{1,8})$/.exec(attribute("r") ?? "");
        column = reference ? columnIndex(reference[1]!) : column + 1;
        if (reference) row = Number(reference[2]) - 1;
        type = attribute("t") ?? "n";
        style = Number(attribute("s") ?? 0);
        formula = false;
        value = undefined;
      } else if (name === "row") {
        const number = attribute("r");
        row = number ? Number(number) - 1 : row + 1;
        column = -1;
      } else if (name === "f") formula = true;
      else if (name === "v" || name === "t") {
        collecting = skipping === 0;
        value ??= "";
      } else if (name === "rPh") skipping++;
    },
    close(name) {
      if (name === "v" || name === "t") collecting = false;
      else if (name === "rPh") skipping--;
      else if (name === "c") {
        const place = { sheet, row: row + 1, column: columnLetters(column) };
        if (column >= limits.columns) throw new FileProblem("too-many-columns", { limit: limits.columns }, place);
        if (!(row >= 0 && row < limits.rows)) throw new FileProblem("too-many-rows", { limit: limits.rows }, { sheet });
        if (formula && value === undefined) throw new FileProblem("formula-without-value", {}, place);
        if (value === undefined || (value === "" && type !== "s")) return;
        if (value.length > limits.cellCharacters)
          throw new FileProblem("cell-too-long", { limit: limits.cellCharacters }, place);
        const text = cellValue(value, type, style, task, place);
        if (text === "") return;
        while (rows.length <= row) rows.push([]);
        const line = rows[row]!;
        cells += Math.max(1, column + 1 - line.length);
        if (cells > task.maximumCells) throw new FileProblem("too-many-cells", { limit: task.maximumCells }, { sheet });
        while (line.length < column) line.push("");
        line[column] = text;
      }
    },
    text(part) {
      if (collecting) value += part;
    },
  });
  return { rows, cells };
}

function cellValue(
  value: string,
  type: string,
  style: number,
  task: SheetTask,
  place: { sheet: string; row: number; column: string },
): string {
  switch (type) {
    case "s": {
      const text = task.texts[Number(value)];
      if (text === undefined) throw new FileProblem("broken", { reason: "sharedStrings" }, place);
      return text;
    }
    case "b":
      return value === "1" || value === "true" ? "TRUE" : "FALSE";
    case "e":
      if (value === "#N/A") return "";
      throw new FileProblem("cell-error", { value }, place);
    case "n": {
      const number = Number(value);
      if (!Number.isFinite(number)) throw new FileProblem("broken", { reason: cleanCell(value).slice(0, 40) }, place);
      const format = task.formats[style];
      return format ? isoOfSerial(number, format, task.since1904) : plainNumber(number);
    }
    case "d":
      return value.replace(/T00:00:00(\.0+)?Z?$/, "");
    default:
      return cellText(value);
  }
}

/** Excel writes characters that XML cannot hold as _x000D_. */
const cellText = (text: string) =>
  cleanCell(
    text.includes("_x")
      ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      : text,
  );

/** Days since 1899-12-30 (or 1904-01-01) as ISO 8601, to the second. Day 60, 29 February 1900, never was. */
function isoOfSerial(serial: number, format: "date" | "time" | "date-time", since1904: boolean): string {
  const shifted = since1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  if (shifted < 0 || shifted > 2_958_466) return plainNumber(serial);
  const iso = new Date(Date.UTC(1899, 11, 30) + Math.round(shifted * 86_400) * 1000).toISOString();
  if (format === "time" && serial < 1) return iso.slice(11, 19);
  return format === "date" || iso.slice(11, 19) === "00:00:00" ? iso.slice(0, 10) : iso.slice(0, 19);
}

function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
