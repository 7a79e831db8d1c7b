// An issuer, an office and a collector for the page of an invitation alone: for its weight, its speed and what it keeps in the
// browser. They keep to the protocol and store nothing. Journeys use the real servers.
import { generateKeyPairSync, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import {
  canonicalJson,
  type DepositRequest,
  makeTabulationKeys,
  manifestHash,
  openAnswer,
  openingKey,
  parseManifest,
  type SealedAnswer,
  type TokenRequest,
  type WaveManifest,
} from "@lang-nghe/anonymity";
import {
  checkpointText,
  formatProofFile,
  formatVerifierKey,
  inclusionProof,
  leafHash,
  logSignature,
  manifestLeaf,
  nodeHash,
  type ReadSubtree,
  signatureLine,
  treeRoot,
  verifierKey,
} from "@lang-nghe/anonymity/log";
import type { Questionnaire } from "@lang-nghe/questionnaire";
import { newIssuer, subtle } from "../../packages/anonymity/src/testing/issuer.ts";
import type { AnswerPage } from "./answer-host.ts";

export interface InvitationHost {
  /** Address of the page; any code of the right form is good for one token. */
  readonly url: string;
  /** Each response that the page waits for, gzipped. */
  readonly bytes: { readonly page: number; readonly manifest: number; readonly form: number };
  /** What was sealed in each deposit, opened. */
  readonly answers: () => Promise<SealedAnswer[]>;
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

const slug = "thu";
const studyId = "3f1c2a7e-8b4d-4c6f-9a10-2b3c4d5e6f70";
const gzipped = (text: string) => gzipSync(text, { level: 9 });

/**
 * @param cells of the design: 2,000 people invited in villages of 20 and more make 60 or so.
 */
export async function openInvitationHost(
  page: AnswerPage,
  questionnaire: Questionnaire,
  cells = 60,
): Promise<InvitationHost> {
  const issuer = newIssuer();
  const log = logOf("localhost/log");
  const tabulation = await makeTabulationKeys(subtle);
  const form = canonicalJson(questionnaire);
  const requests: string[] = [];
  const deposits: DepositRequest[] = [];
  const signedFor = new Map<string, string>();

  const office = createServer(answer(officeAnd));
  const issuing = createServer(answer(issuers));
  const [officeUrl, issuerUrl] = [await listening(office), await listening(issuing)];
  const day = (more: number) => new Date(Date.now() + 7 * 3_600_000 + more * 86_400_000).toISOString().slice(0, 10);
  const design = Array.from({ length: cells }, (_, at) => ({
    stratum: at % 2 ? "Vùng cao" : "Vùng thấp",
    unit: (at >> 1) + 1,
    weight: 40 + (at % 7) / 4,
    invited: 20 + ((at * 7) % 23),
  }));
  const manifest = parseManifest({
    format: "lang-nghe/wave/1",
    studyId,
    slug,
    titles: questionnaire.title,
    form: {
      version: 1,
      hash: Buffer.from(await subtle.digest("SHA-256", new TextEncoder().encode(form))).toString("hex"),
    },
    languages: questionnaire.languages.map(({ code }) => code),
    opening: "batches",
    tabulationKey: Buffer.from(tabulation.publicKey).toString("base64url"),
    officeKey: log.line,
    collectorKey: null,
    office: officeUrl,
    issuer: issuerUrl,
    collector: officeUrl,
    firstDay: day(0),
    lastDay: day(13),
    witnesses: [],
    issuerKey: issuer.spki,
    issuerLogKey: log.line,
    cells: design,
    invited: design.reduce((sum, { invited }) => sum + invited, 0),
  });
  const published = canonicalJson({ manifest, proof: await log.proofOf(manifest) });

  function answer(act: (request: IncomingMessage, body: string) => Reply) {
    return (request: IncomingMessage, reply: ServerResponse) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        requests.push(`${request.method} ${request.url}`);
        const preflight = request.method === "OPTIONS";
        const { status = 200, text = "{}", headers = {} } = preflight ? { status: 204, text: "" } : act(request, body);
        reply
          .writeHead(status, {
            "content-type": "application/json; charset=utf-8",
            "access-control-allow-origin": "*",
            "access-control-allow-headers": "content-type",
            ...(!preflight && { "content-encoding": "gzip" }),
            ...headers,
          })
          .end(preflight ? "" : gzipped(text));
      });
    };
  }
  type Reply = { status?: number; text?: string; headers?: Record<string, string> };

  function issuers({ url }: IncomingMessage, body: string): Reply {
    if (url === `/i/${slug}`) {
      const policy = page.headers["content-security-policy"]!;
      return {
        text: page.html,
        headers: {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": policy.replace("connect-src 'self'", `connect-src 'self' ${officeUrl}`),
        },
      };
    }
    if (url === `/i/${slug}/manifest.json`) return { text: published };
    if (url !== `/i/${slug}/token`) return { status: 404 };
    const { code, blinded } = JSON.parse(body) as TokenRequest;
    if ((signedFor.get(code) ?? blinded) !== blinded) return { status: 409 };
    signedFor.set(code, blinded);
    const signature = Buffer.from(issuer.privateOperation(Buffer.from(blinded, "base64url"))).toString("base64url");
    return { text: JSON.stringify({ signature, cell: 1 }) };
  }
  function officeAnd({ url, method }: IncomingMessage, body: string): Reply {
    if (url === `/waves/${studyId}/form.json`) return { text: form };
    if (url !== `/d/${studyId}` || method !== "POST") return { status: 404 };
    const deposit = JSON.parse(body) as DepositRequest;
    deposits.push(deposit);
    return { text: JSON.stringify({ receipt: deposit.receipt }) };
  }

  return {
    url: `${issuerUrl}/i/${slug}`,
    bytes: {
      page: gzipped(page.html).length,
      manifest: gzipped(published).length,
      form: gzipped(form).length,
    },
    answers: () =>
      Promise.all(
        deposits.map(async ({ sealed }) =>
          openAnswer(
            await openingKey(tabulation),
            { studyId, manifestHash: await manifestHash(subtle, manifest) },
            Buffer.from(sealed, "base64url"),
          ),
        ),
      ),
    requests,
    close: async () => {
      for (const server of [office, issuing]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** A log in which the manifest stands among other entries. */
function logOf(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  const key = verifierKey(name, logSignature, raw);
  return {
    line: formatVerifierKey(key),
    async proofOf(manifest: WaveManifest): Promise<string> {
      const [index, size] = [5, 9];
      const leaves = Array.from({ length: size }, (_, at) => leafHash(Uint8Array.of(at)));
      leaves[index] = manifestLeaf(studyId, await manifestHash(subtle, manifest));
      const read: ReadSubtree = (level, position) =>
        level === 0 ? leaves[position]! : nodeHash(read(level - 1, 2 * position), read(level - 1, 2 * position + 1));
      const text = checkpointText({ origin: name, size, root: treeRoot(size, read) });
      const line = signatureLine(key, new Uint8Array(sign(null, Buffer.from(text), privateKey)));
      return formatProofFile({ index, proof: inclusionProof(index, size, read), checkpoint: `${text}\n${line}` });
    },
  };
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
