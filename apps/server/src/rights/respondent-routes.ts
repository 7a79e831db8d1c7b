import { Withdrawal, type WithdrawalReply } from "@lang-nghe/contract";
import type { FastifyReply } from "fastify";
import type { App, Platform } from "../platform/platform.ts";
import { formPolicy, framePolicy, type PageLanguage } from "./page-frame.ts";
import { privacyPage } from "./privacy-page.ts";
import * as queries from "./queries.ts";
import { withdrawnPage, withdrawPage } from "./withdraw-page.ts";
import { withdraw } from "./withdrawal.ts";

const respondent = { permission: "anyone", respondent: true } as const;

const page = (reply: FastifyReply, html: string, policy = framePolicy) =>
  reply.type("text/html; charset=utf-8").header("content-security-policy", policy).send(html);

/** What we know, what we cannot know, how to check: at every host that respondents reach and that keeps a setting. */
export function privacy(app: App, { config, database }: Platform): void {
  for (const [path, language] of [
    ["/privacy", "vi"],
    ["/privacy/en", "en"],
  ] as const)
    app.get(path, { config: respondent, schema: { hide: true } }, async (_, reply) =>
      page(reply, privacyPage(language, await queries.contactOf(database), config.hosts)),
    );
}

/** Where a respondent takes an answer back. Nothing of these requests is logged. */
export async function withdrawal(app: App, platform: Platform): Promise<void> {
  const paths: readonly (readonly [string, PageLanguage])[] = [
    ["/withdraw", "vi"],
    ["/withdraw/en", "en"],
  ];
  // Forms are understood here and nowhere else: no other route can be reached by a form on another site.
  await app.register(async (forms) => {
    forms.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: 2000 },
      (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    for (const [path, language] of paths) {
      forms.get(path, { config: respondent, schema: { hide: true } }, (_, reply) =>
        page(reply, withdrawPage(language), formPolicy),
      );
      forms.post(path, { config: respondent, schema: { body: Withdrawal } }, async (request, reply) => {
        await withdraw(platform, (request.body as Withdrawal).key);
        const plain = request.headers["content-type"]?.startsWith("application/json");
        return plain ? reply.send({ received: true } satisfies WithdrawalReply) : page(reply, withdrawnPage(language));
      });
    }
  });
}
