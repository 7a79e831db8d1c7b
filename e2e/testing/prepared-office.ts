// An office started once before the journeys, on the folder that some of them copy.
import type { TestProject } from "vitest/node";
import { newDataDirectory, removeDirectory, startSystem } from "./system.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Data folder of an office that was started, and stopped before anybody entered. */
    preparedOffice: string;
  }
}

export default async function (project: TestProject): Promise<() => void> {
  const dataDirectory = newDataDirectory();
  const system = await startSystem({ dataDirectory, options: { env: { ROLE: "office" } } });
  await system.stop();
  project.provide("preparedOffice", dataDirectory);
  return () => removeDirectory(dataDirectory);
}
