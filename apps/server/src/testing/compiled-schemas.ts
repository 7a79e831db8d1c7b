// A server compiles the schema of each route when it starts; the tests start some hundreds of the same: compile each once.
import type { FastifySchemaCompiler } from "fastify";
import type { FastifySerializerCompiler } from "fastify/types/schema.js";
import type { App } from "../platform/platform.ts";

type Compilers = { validate: FastifySchemaCompiler<unknown>; serialize: FastifySerializerCompiler<unknown> };

/** Those that the first server of this process started with, which remember what they compiled. */
let kept: Compilers | undefined;

/** `app.ready()`, with the compilers of the first server in this process: the same, with the same options. */
export async function ready(app: App): Promise<void> {
  if (kept) {
    app.setValidatorCompiler(kept.validate);
    app.setSerializerCompiler(kept.serialize);
    await app.ready();
    return;
  }
  await app.ready();
  const { validatorCompiler, serializerCompiler } = app;
  if (validatorCompiler && serializerCompiler)
    kept = { validate: remembering(validatorCompiler), serialize: remembering(serializerCompiler) };
}

/** What is compiled depends on the schema alone: addresses and methods only name it. */
function remembering<Route extends { schema: unknown }, Compiled>(
  compile: (route: Route) => Compiled,
): (route: Route) => Compiled {
  const compiled = new Map<string, Compiled>();
  return (route) => {
    const text = JSON.stringify(route.schema);
    const known = compiled.get(text);
    if (known !== undefined) return known;
    const made = compile(route);
    compiled.set(text, made);
    return made;
  };
}
