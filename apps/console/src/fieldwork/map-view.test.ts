import { expect, test } from "vitest";
import { boundsOf, fitted, moved, onScreen, scaleOf, viewOf, zoomed, zoomOf } from "./map-view.ts";

const screen = { width: 800, height: 400 };
const laoCai = { west: 103.5, south: 21.8, east: 104.5, north: 22.8 };

test("everything to be shown lies on the screen, and a kilometre is as long upwards as across", () => {
  const view = fitted(laoCai, screen);
  for (const corner of [
    { longitude: 103.5, latitude: 21.8 },
    { longitude: 104.5, latitude: 22.8 },
  ]) {
    const { x, y } = onScreen(view, screen, corner);
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(800);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(400);
  }
  const acrossKm = (view.east - view.west) * Math.cos((22.3 * Math.PI) / 180);
  expect(acrossKm / (view.north - view.south)).toBeCloseTo(2, 6);
});

test("a single place is shown with some land around it, however near somebody wishes to look", () => {
  const point = { west: 104, south: 22, east: 104, north: 22 };
  const view = fitted(point, screen);
  expect(view.east - view.west).toBeCloseTo(0.12, 6);
  const nearer = zoomed(view, 0.5);
  expect(nearer.east - nearer.west).toBeCloseTo(0.12, 6);
});

test("a point looked at more nearly stays where it is; moving back returns", () => {
  const around = { longitude: 103.7, latitude: 22.5 };
  const before = onScreen(laoCai, screen, around);
  const after = onScreen(zoomed(laoCai, 0.5, around), screen, around);
  expect(after.x).toBeCloseTo(before.x, 6);
  expect(after.y).toBeCloseTo(before.y, 6);
  const back = moved(moved(laoCai, 0.25, -0.5), -0.25, 0.5);
  for (const edge of ["west", "south", "east", "north"] as const) expect(back[edge]).toBeCloseTo(laoCai[edge], 9);
});

test("the address carries a view there and back, and what is no view is none", () => {
  expect(viewOf(boundsOf(laoCai))).toEqual(laoCai);
  for (const wrong of [undefined, "", "1,2,3", "5,5,4,6", "a,b,c,d", "-999,0,0,1"])
    expect(viewOf(wrong)).toBeUndefined();
});

test("marks lie 50 to 102 pixels apart, and the scale is a round length that fits", () => {
  for (const across of [0.2, 1, 7, 30, 200]) {
    const view = { west: 100 - across / 2, east: 100 + across / 2, south: 20 - across / 8, north: 20 + across / 8 };
    const apart = (360 / 2 ** zoomOf(view, screen) / 20 / across) * 800;
    expect(apart).toBeGreaterThan(50);
    expect(apart).toBeLessThan(103);
    const { kilometres, pixels } = scaleOf(view, screen);
    expect(String(kilometres)).toMatch(/^(0\.)?0*[125]0*$/);
    expect(pixels).toBeLessThanOrEqual(161);
    expect(pixels).toBeGreaterThan(50);
  }
});
