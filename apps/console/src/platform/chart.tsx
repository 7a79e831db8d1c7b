import { useElementSize } from "@mantine/hooks";
import { drawing } from "./trusted.ts";

/**
 * A chart of packages/ui, drawn for the width at hand. `draw` gives SVG whose texts the chart library has escaped;
 * it carries its own title and description. A table of the same figures belongs beside it.
 */
export function Chart({ draw, widest = 960 }: { draw: (width: number) => string; widest?: number }) {
  const { ref, width } = useElementSize();
  const fitting = Math.min(widest, Math.max(240, Math.floor(width)));
  return (
    <div ref={ref} className="ln-chart">
      {width > 0 ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the chart library escapes every text it is given
        <div dangerouslySetInnerHTML={drawing(draw(fitting))} />
      ) : null}
    </div>
  );
}
