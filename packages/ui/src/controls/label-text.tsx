import type { ReactNode } from "react";

/**
 * A label as form authors write it: line breaks, **strong** and *stressed* words. Anything else stays as typed; nothing
 * is ever read as HTML.
 */
export function LabelText({ text }: { readonly text: string }): ReactNode {
  const lines = text.normalize("NFC").split(/\r?\n/);
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
    <span key={index}>
      {index > 0 && <br />}
      {stressed(line)}
    </span>
  ));
}

function stressed(line: string): ReactNode[] {
  return line.split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/).map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line have no other identity
    if (part.startsWith("**") && part.length > 4) return <strong key={index}>{part.slice(2, -2)}</strong>;
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line have no other identity
    if (part.startsWith("*") && part.length > 2) return <em key={index}>{part.slice(1, -1)}</em>;
    return part;
  });
}
