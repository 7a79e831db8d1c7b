export { frameToDraw, unitOfPlace, unitRefs } from "./frames.ts";
export { type PopulationOfPlaces, populationOfPlaces } from "./population-of-places.ts";
export { units } from "./routes.ts";
