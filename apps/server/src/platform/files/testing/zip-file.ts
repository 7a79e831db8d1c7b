import { crc32, deflateRawSync } from "node:zlib";

/** A zip file of the given parts; `claim` may lie about the inflated size of a part, as an attacker's does. */
export function zipFile(parts: Record<string, string | Uint8Array>, claim: Record<string, number> = {}): Uint8Array {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const size = claim[name] ?? bytes.length;
    const nameBytes = Buffer.from(name);
    const header = (signature: number, length: number) => {
      const buffer = Buffer.alloc(length);
      buffer.writeUInt32LE(signature, 0);
      const at = length === 46 ? 6 : 4;
      buffer.writeUInt16LE(20, at);
      buffer.writeUInt16LE(8, at + 4);
      buffer.writeUInt32LE(crc32(bytes), at + 10);
      buffer.writeUInt32LE(packed.length, at + 14);
      buffer.writeUInt32LE(size, at + 18);
      buffer.writeUInt16LE(nameBytes.length, at + 22);
      return buffer;
    };
    const entry = header(0x02014b50, 46);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, nameBytes);
    const start = header(0x04034b50, 30);
    local.push(start, nameBytes, packed);
    offset += start.length + nameBytes.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...local, listing, end]));
}

/** The least of a .xlsx file: one sheet with the given rows of XML, and what else is asked for. */
export function workbookFile(
  sheetData: string,
  others: Record<string, string | Uint8Array> = {},
  claim: Record<string, number> = {},
): Uint8Array {
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return zipFile(
    {
      "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns:r="${office}"><sheets><sheet name="Phiếu" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
      ...others,
    },
    claim,
  );
}

/** A row of text cells. */
export const textRow = (row: number, cells: string[]) =>
  `<row r="${row}">${cells.map((cell, i) => `<c r="${String.fromCharCode(65 + i)}${row}" t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`;
