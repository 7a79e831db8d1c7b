import { Table, type TableProps } from "@mantine/core";

/** A table on its own sheet that scrolls sideways on a narrow screen, by keyboard too. `name` says what it holds. */
export function ScrollTable({ name, ...table }: TableProps & { name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="ln-surface ln-scroll" tabIndex={0} aria-label={name}>
      <Table verticalSpacing="sm" horizontalSpacing="md" {...table} />
    </section>
  );
}
