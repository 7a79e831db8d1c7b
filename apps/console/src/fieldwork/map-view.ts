/** A part of the map in degrees, and the pixels it is drawn on. */
export type View = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};
export type Screen = { readonly width: number; readonly height: number };

/** Nothing is known finer than about a kilometre: no nearer look than this many degrees across. */
const narrowest = 0.12;
/** Kilometres of a degree of latitude. */
const kilometresOfDegree = 111.2;

const middle = ({ west, south, east, north }: View) => ({
  longitude: (west + east) / 2,
  latitude: (south + north) / 2,
});
/** How much narrower a degree of longitude is than one of latitude. */
const narrowing = (latitude: number) => Math.max(0.1, Math.cos((latitude * Math.PI) / 180));

/** The smallest view with the screen's proportions that shows all of `part` with a margin, and nothing of it distorted. */
export function fitted(part: View, { width, height }: Screen, margin = 0.12): View {
  const { longitude, latitude } = middle(part);
  const shrink = narrowing(latitude);
  const across = Math.max(
    narrowest,
    (part.east - part.west) * (1 + 2 * margin),
    ((part.north - part.south) * (1 + 2 * margin) * width) / height / shrink,
  );
  const up = (across * shrink * height) / width;
  return {
    west: longitude - across / 2,
    east: longitude + across / 2,
    south: latitude - up / 2,
    north: latitude + up / 2,
  };
}

/** Nearer (factor below 1) or farther (above 1), around the middle or a point. */
export function zoomed(view: View, factor: number, around = middle(view)): View {
  const across = view.east - view.west;
  const used = Math.max(factor, narrowest / across);
  const scale = (edge: number, at: number) => at + (edge - at) * used;
  return {
    west: scale(view.west, around.longitude),
    east: scale(view.east, around.longitude),
    south: scale(view.south, around.latitude),
    north: scale(view.north, around.latitude),
  };
}

/** Moved by shares of what is shown: 1 is a whole screen to the east or to the north. */
export function moved(view: View, east: number, north: number): View {
  const right = (view.east - view.west) * east;
  const up = (view.north - view.south) * north;
  return { west: view.west + right, east: view.east + right, south: view.south + up, north: view.north + up };
}

/** Where a point lies on the screen. */
export function onScreen(
  view: View,
  { width, height }: Screen,
  { longitude, latitude }: { longitude: number; latitude: number },
): { x: number; y: number } {
  return {
    x: ((longitude - view.west) / (view.east - view.west)) * width,
    y: ((view.north - latitude) / (view.north - view.south)) * height,
  };
}

/** The server's zoom that keeps marks some 70 pixels apart: it has 20 × 2^zoom of them around the earth. */
export const zoomOf = (view: View, { width }: Screen): number =>
  Math.min(19, Math.max(0, Math.round(Math.log2((18 * width) / ((view.east - view.west) * 72)))));

/** As the address and the server have it: west, south, east, north. */
export const boundsOf = ({ west, south, east, north }: View): string =>
  [west, south, east, north].map((edge) => Math.round(edge * 10_000) / 10_000).join(",");

export function viewOf(bounds: string | undefined): View | undefined {
  const edges = (bounds ?? "").split(",").map(Number);
  if (edges.length !== 4 || !edges.every(Number.isFinite)) return undefined;
  const [west, south, east, north] = edges as [number, number, number, number];
  return west < east && south < north && west >= -360 && east <= 360 && south >= -180 && north <= 180
    ? { west, south, east, north }
    : undefined;
}

/** A round length in kilometres for the scale, about a fifth of the screen, and its pixels. */
export function scaleOf(view: View, { width }: Screen): { kilometres: number; pixels: number } {
  const across = (view.east - view.west) * narrowing(middle(view).latitude) * kilometresOfDegree;
  const aim = across / 5;
  const power = 10 ** Math.floor(Math.log10(aim));
  const kilometres = power * ([5, 2].find((step) => step * power <= aim) ?? 1);
  return { kilometres, pixels: (kilometres / across) * width };
}
