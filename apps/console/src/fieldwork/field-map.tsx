import type { AssignmentClusters, Cluster } from "@lang-nghe/contract";
import { useFormat } from "../platform/format.ts";
import { useWords } from "../platform/words.ts";
import { onScreen, type Screen, scaleOf, type View } from "./map-view.ts";
import { mapWords } from "./map-words.ts";

export const totalOf = ({ planned, inHand, ended, closed }: Omit<Cluster, "latitude" | "longitude">) =>
  planned + inHand + ended + closed;

type Box = { left: number; top: number; right: number; bottom: number };
const apart = (a: Box, b: Box) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
const letter = 7.2;

/**
 * Places to visit as marks on land that is drawn as nothing but a grid: no tile, no picture, no request. A mark's ring is thick as far as its
 * visits have ended. Whoever cannot see or point has the list beside it.
 */
export function FieldMap({
  found,
  view,
  screen,
  onNearer,
}: {
  found: AssignmentClusters;
  view: View;
  screen: Screen;
  onNearer: (around: Cluster) => void;
}) {
  const t = useWords(mapWords);
  const format = useFormat();
  const { width, height } = screen;
  const most = Math.max(10, ...found.clusters.map(totalOf));
  const marks = found.clusters.map((cluster) => {
    const total = totalOf(cluster);
    const text = format.count(total);
    return {
      cluster,
      total,
      text,
      ...onScreen(view, screen, cluster),
      radius: Math.max(6 + text.length * 3, 9 + 17 * Math.sqrt(total / most)),
    };
  });
  const sum = (of: (cluster: Cluster) => number) => found.clusters.reduce((all, cluster) => all + of(cluster), 0);
  const labels = labelsOf(
    found.places,
    view,
    screen,
    marks.map(({ x, y, radius }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius })),
  );
  const scale = scaleOf(view, screen);
  return (
    <svg
      className="ln-map"
      role="img"
      aria-label={t("mapName", { count: format.count(sum(totalOf)), ended: format.count(sum(({ ended }) => ended)) })}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <Grid view={view} screen={screen} />
      {marks.map(({ cluster, total, text, x, y, radius }) => {
        const around = 2 * Math.PI * radius;
        const wanted = total - cluster.closed;
        const done = wanted > 0 ? cluster.ended / wanted : 0;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse; the buttons and the list do the same by keyboard
          <g
            key={`${cluster.longitude} ${cluster.latitude}`}
            transform={`translate(${x} ${y})`}
            className="ln-map-mark"
            onClick={() => onNearer(cluster)}
          >
            <title>{t("mark", { count: text, ended: format.count(cluster.ended) })}</title>
            <circle r={radius} className="ln-map-ground" />
            {done > 0 ? (
              <circle
                r={radius}
                className="ln-map-done"
                strokeDasharray={`${done * around} ${around}`}
                transform="rotate(-90)"
              />
            ) : null}
            <text dy="0.35em" textAnchor="middle">
              {text}
            </text>
          </g>
        );
      })}
      {labels.map(({ text, x, y }) => (
        <text key={`${text} ${x}`} x={x} y={y} textAnchor="middle" className="ln-map-label" aria-hidden>
          {text}
        </text>
      ))}
      <g transform={`translate(16 ${height - 16})`} className="ln-map-scale" aria-hidden>
        <path d={`M0 -6V0H${scale.pixels}V-6`} />
        <text x={scale.pixels + 8} y={2}>
          {t("kilometres", { count: format.number(scale.kilometres, scale.kilometres < 1 ? 1 : 0) })}
        </text>
      </g>
    </svg>
  );
}

/** Names of communes under the middle of their places, the largest first, where nothing else stands. */
function labelsOf(places: AssignmentClusters["places"], view: View, screen: Screen, taken: Box[]) {
  const boxes = [...taken];
  return places.slice(0, 60).flatMap((place) => {
    if (place.unit === null) return [];
    const at = onScreen(view, screen, place);
    const half = (place.unit.length * letter) / 2;
    for (const down of [34, -24, 48]) {
      const y = at.y + down;
      const box = { left: at.x - half, right: at.x + half, top: y - 13, bottom: y + 4 };
      const inside = box.left > 0 && box.right < screen.width && box.top > 0 && box.bottom < screen.height - 28;
      if (inside && boxes.every((other) => apart(box, other))) {
        boxes.push(box);
        return [{ text: place.unit, x: at.x, y }];
      }
    }
    return [];
  });
}

function Grid({ view, screen }: { view: View; screen: Screen }) {
  const format = useFormat();
  const across = view.east - view.west;
  const step = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30].find((each) => across / each <= 7) ?? 60;
  const lines = (from: number, to: number) => {
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
  };
  const decimals = step < 0.1 ? 2 : step < 1 ? 1 : 0;
  return (
    <g className="ln-map-grid" aria-hidden>
      {lines(view.west, view.east).map((longitude) => {
        const { x } = onScreen(view, screen, { longitude, latitude: view.north });
        return (
          <g key={longitude}>
            <path d={`M${x} 0V${screen.height}`} />
            <text x={x + 4} y={12}>
              {format.number(longitude, decimals)}°
            </text>
          </g>
        );
      })}
      {lines(view.south, view.north).map((latitude) => {
        const { y } = onScreen(view, screen, { longitude: view.west, latitude });
        return (
          <g key={latitude}>
            <path d={`M0 ${y}H${screen.width}`} />
            <text x={screen.width - 4} y={y - 4} textAnchor="end">
              {format.number(latitude, decimals)}°
            </text>
          </g>
        );
      })}
    </g>
  );
}
