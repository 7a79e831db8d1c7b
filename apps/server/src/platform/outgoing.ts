import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isInside, isInsideName } from "./inside-addresses.ts";
import { Problem } from "./problem.ts";

/** A whole reply: no stream, no redirect, at most `bytes` of it. */
export type OutgoingReply = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

export type Outgoing = (
  url: string,
  options?: { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string | Uint8Array },
) => Promise<OutgoingReply>;

/** Every address of a name; tests bring a resolver that lies. */
type Resolve = (hostname: string) => Promise<LookupAddress[]>;

const limits = { milliseconds: 5_000, bytes: 5 * 1024 * 1024 };

/**
 * The only way in which this server asks another one: the hosts that its settings name, and nothing else. HTTPS, or HTTP to
 * this very machine in a trial. A name is resolved once, every address of it is judged, and the connection goes to what was
 * judged: an answer that changes afterwards (DNS rebinding) changes nothing. Redirects are failures. No cookie, no proxy.
 *
 * Inside addresses (private, link-local, carrier, multicast, mapped …) are refused, unless the setting itself names one: as an
 * address, `localhost`, or a name that exists only inside networks (.internal, .home.arpa, .local).
 *
 * @param hosts addresses as the settings give them; scheme, name and port must be the same, the path is free.
 * @throws {Problem} platform.outgoing-refused before anything is sent; platform.outgoing-failed when the other side does not
 *   answer within 5 s, redirects, or says more than 5 MB.
 */
export function outgoing(
  hosts: readonly string[],
  { resolve = everyAddress, ...given }: Partial<typeof limits> & { resolve?: Resolve } = {},
): Outgoing {
  const allowed = new Set(hosts.map((host) => new URL(host).origin));
  const { milliseconds, bytes } = { ...limits, ...given };

  return async (url, { method = "GET", headers = {}, body } = {}) => {
    const target = judged(url, allowed);
    const signal = AbortSignal.timeout(milliseconds);
    const addresses = await withTime(addressesOf(target, resolve), signal, target.host);
    return ask(target, addresses, { method, headers, body, signal, bytes });
  };
}

function judged(url: string, allowed: ReadonlySet<string>): URL {
  if (!URL.canParse(url)) throw refused(url.slice(0, 80), "not an address");
  const target = new URL(url);
  if (target.username || target.password) throw refused(target.host, "credentials in an address");
  if (!allowed.has(target.origin)) throw refused(target.host, "not a host of the settings");
  const name = hostnameOf(target);
  const own = name === "localhost" || /^127\.|^::1$/.test(name);
  if (target.protocol !== "https:" && !(target.protocol === "http:" && own)) throw refused(target.host, "not HTTPS");
  target.hash = "";
  return target;
}

async function addressesOf(target: URL, resolve: Resolve): Promise<LookupAddress[]> {
  const name = hostnameOf(target);
  const family = isIP(name);
  // An address in the settings is meant as it stands.
  if (family) return [{ address: name, family }];
  const found = await resolve(name).catch((cause: unknown) => {
    throw failed(target.host, "name not found", cause);
  });
  if (!found.length) throw failed(target.host, "name not found");
  if (name !== "localhost" && !isInsideName(name) && found.some(({ address }) => isInside(address)))
    throw refused(target.host, "an address inside a network");
  return found;
}

function ask(
  target: URL,
  addresses: LookupAddress[],
  given: {
    method: string;
    headers: Record<string, string>;
    body: string | Uint8Array | undefined;
    signal: AbortSignal;
    bytes: number;
  },
): Promise<OutgoingReply> {
  const { method, headers, body, signal, bytes } = given;
  /** Whatever is asked, the addresses that were judged. */
  const judgedLookup: LookupFunction = (_, { all }, callback) => {
    if (all) callback(null, addresses);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  };
  return new Promise((resolve, reject) => {
    const fail = (reason: string, cause?: unknown) => reject(failed(target.host, reason, cause));
    const send = target.protocol === "https:" ? secureRequest : plainRequest;
    const request = send(target, {
      method,
      signal,
      lookup: judgedLookup,
      // No connection outlives its request.
      agent: false,
      maxHeaderSize: 16 * 1024,
      headers: {
        accept: "*/*",
        "accept-encoding": "identity",
        ...headers,
        ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
      },
    });
    request.on("error", (error) => fail(signal.aborted ? "too slow" : "no connection", error));
    request.on("response", (reply) => {
      const status = reply.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        request.destroy();
        return fail("a redirect");
      }
      const parts: Buffer[] = [];
      let size = 0;
      reply.on("data", (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size <= bytes) return;
        request.destroy();
        fail("too much");
      });
      reply.on("error", (error) => fail(signal.aborted ? "too slow" : "broken off", error));
      reply.on("end", () => resolve({ status, headers: reply.headers, body: Buffer.concat(parts) }));
    });
    request.end(body);
  });
}

const everyAddress: Resolve = (hostname) => lookup(hostname, { all: true });

function withTime<T>(work: Promise<T>, signal: AbortSignal, host: string): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(failed(host, "too slow")), { once: true });
    work.then(resolve, reject);
  });
}

const hostnameOf = (target: URL) => target.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
const refused = (host: string, reason: string) => new Problem("platform.outgoing-refused", { host, reason });
const failed = (host: string, reason: string, cause?: unknown) =>
  new Problem("platform.outgoing-failed", { host, reason }, { cause });
