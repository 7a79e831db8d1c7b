import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { LogController } from "fastify";
import { accounts, readPerson } from "./accounts/index.ts";
import { collaborators } from "./collaborators/index.ts";
import { deposits } from "./deposits/index.ts";
import { dictionary } from "./dictionary/index.ts";
import { disclosure } from "./disclosure/index.ts";
import { fieldwork, readPhone, visitSums } from "./fieldwork/index.ts";
import { invitations } from "./invitations/index.ts";
import type { HostRole } from "./platform/config.ts";
import { studyEvents } from "./platform/events.ts";
import { answerProblems } from "./platform/failures.ts";
import { health } from "./platform/health.ts";
import { pages } from "./platform/pages.ts";
import { checkPermission } from "./platform/permission.ts";
import type { App, Platform } from "./platform/platform.ts";
import { Problem } from "./platform/problem.ts";
import { protectRequests } from "./platform/protection.ts";
import { questionnaires } from "./questionnaires/index.ts";
import { releases } from "./releases/index.ts";
import { examples, imports, responses } from "./responses/index.ts";
import { assessments, privacy, rights, withdrawal } from "./rights/index.ts";
import { sampling } from "./sampling/index.ts";
import { studies } from "./studies/index.ts";
import { tabulation } from "./tabulation/index.ts";
import { transparency } from "./transparency/index.ts";
import { units } from "./units/index.ts";
import { waves } from "./waves/index.ts";
import { weighting } from "./weighting/index.ts";

type Capability = (app: App, platform: Platform) => void | Promise<void>;

/** What each host does, in the order of a study's life. What a host does not list it cannot do: it has no tables for it. */
const capabilitiesOf: Record<HostRole, readonly Capability[]> = {
  office: [
    accounts,
    units,
    transparency,
    studies,
    disclosure,
    questionnaires,
    sampling,
    fieldwork,
    collaborators,
    responses,
    imports,
    examples,
    // Sums by place, and nothing else, lead from visits to answers.
    (app, platform) => waves(app, platform, visitSums),
    dictionary,
    weighting,
    tabulation,
    releases,
    rights,
    assessments,
    withdrawal,
    privacy,
    pages,
  ],
  issuer: [accounts, transparency, invitations, rights, privacy, pages],
  collector: [transparency, deposits, health],
};

/** A host's server without its socket. */
export async function buildApp(given: Omit<Platform, "events">, options: { log?: boolean } = {}): Promise<App> {
  const platform: Platform = { ...given, events: studyEvents() };
  const app: App = Fastify({
    // Requests are never logged: a line beside an answer would hold its time and address. Failures are (failures.ts).
    logController: new LogController({ disableRequestLogging: true }),
    logger: options.log ? { level: "warn", base: null } : false,
    bodyLimit: 1024 * 1024,
    trustProxy: "127.0.0.1",
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorateRequest("person", undefined);
  // Files only (pages.ts): what the API says of secrets never shares a compressed reply with what a stranger sent.
  await app.register(compress, { global: false });
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: 60 * 1024 * 1024, files: 1, fields: 10 } });
  await app.register(swagger, {
    openapi: { info: { title: "Lắng Nghe", version: given.config.version } },
    hideUntagged: false,
  });
  // Only routes that ask for it; the respondent's path never does: counting by address would need the address.
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_, { ttl }) => new Problem("platform.too-many-requests", { seconds: Math.ceil(ttl / 1000) }),
  });
  protectRequests(app, given.config);
  answerProblems(app);

  // Who is asking, then whether they may: both before a body is read. The collector has no staff.
  if (given.config.role !== "collector") readPerson(app, platform);
  if (given.config.role === "office") readPhone(app, platform);
  app.addHook("onRequest", checkPermission);
  for (const capability of capabilitiesOf[given.config.role]) await capability(app, platform);
  return app;
}
