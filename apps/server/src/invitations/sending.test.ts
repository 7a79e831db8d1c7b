import { inflateSync } from "node:zlib";
import { printedCode } from "@lang-nghe/anonymity";
import type { InvitationWave, RoundState } from "@lang-nghe/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Platform } from "../platform/platform.ts";
import { expectProblem } from "../testing/index.ts";
import { outbox } from "./mail.ts";
import { blindedFor, type InvitedWave, type OfficeAndIssuer, officeAndIssuer } from "./testing/invited-wave.ts";
import { type MailServer, mailServer } from "./testing/mail-server.ts";
import { openVault } from "./vault.ts";

let mail: MailServer;
let hosts: OfficeAndIssuer;
let wave: InvitedWave;
beforeAll(async () => {
  mail = await mailServer();
  hosts = await officeAndIssuer({ SMTP_URL: mail.url, SMTP_FROM: "Khảo sát <moi@example.vn>" });
});
afterAll(async () => {
  await hosts.close();
  mail.close();
});
beforeEach(async () => {
  hosts.issuer.clock.now = new Date("2026-03-01T03:00:00Z");
  mail.taken.length = 0;
  mail.answers.clear();
  wave = await hosts.invited();
});

const at = () => `/api/invitations/${wave.studyId}`;
const begin = async () => hosts.officer.post(`${at()}/rounds`);
const round = async (): Promise<RoundState> => (await hosts.officer.get(`${at()}/round`)).json();
const messages = async () => (await hosts.officer.get(`${at()}/messages.csv`)).body.trim().split("\r\n").slice(1);
const day = (date: string) => {
  hosts.issuer.clock.now = new Date(`2026-03-${date}T03:00:00Z`);
};
const sendOut = async () => {
  const { database, config, clock, dataDirectory } = hosts.issuer;
  const platform: Pick<Platform, "config" | "database" | "clock"> = { config, database, clock: () => clock.now };
  const box = outbox(platform, openVault(dataDirectory));
  await box.run();
  box.close();
};
const mailCounts = async () => ((await hosts.officer.get(at())).json() as InvitationWave).mail;
const takeToken = async ({ link }: { link: string }) => {
  const { blinded } = await blindedFor(wave.manifest);
  const reply = await hosts.issuer.anyone.post(`/i/${wave.slug}/token`, { code: link, blinded });
  expect(reply.statusCode, reply.body).toBe(200);
};

/** Texts of a PDF's pages are glyphs of embedded fonts; what is looked for here are the parts a page is made of. */
function partsOf(pdf: Buffer): { pages: number; fonts: string[]; squares: number } {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\nendstream/g)].map(([, body]) => {
    try {
      return inflateSync(Buffer.from(body!, "latin1")).toString("latin1");
    } catch {
      return "";
    }
  });
  return {
    pages: text.match(/\/Type \/Page\b/g)?.length ?? 0,
    fonts: [...new Set([...text.matchAll(/\/FontName \/\w+\+(\S+)/g)].map(([, name]) => name!))].sort(),
    squares: streams.filter((stream) => (stream.match(/ re$/gm)?.length ?? 0) > 200).length,
  };
}

describe("rounds", () => {
  test("are one invitation and at most three reminders, three days apart, and reminders go to whoever took no token", async () => {
    expectProblem(await hosts.officer.get(`${at()}/messages.csv`), "invitations.no-round");
    expect((await begin()).json()).toMatchObject({ round: 0, roundOn: "2026-03-01" });
    expect(await messages()).toHaveLength(40);
    expectProblem(await begin(), "invitations.round-too-soon", { from: "2026-03-04" });
    await takeToken(wave.people[0]!);
    await takeToken(wave.people[1]!);
    // The invitation goes to everybody: printing it again tells nothing.
    expect(await messages()).toHaveLength(40);
    day("04");
    expect((await begin()).json()).toMatchObject({ round: 1 });
    const reminded = await messages();
    expect(reminded).toHaveLength(38);
    expect(reminded.some((line) => line.includes(wave.people[0]!.link))).toBe(false);
    expect(reminded.some((line) => line.includes(wave.people[2]!.link))).toBe(true);
    expect(await round()).toMatchObject({ round: 1, people: 40, phones: 40, emails: 20 });
    day("07");
    await begin();
    day("10");
    expect((await begin()).json()).toMatchObject({ round: 3 });
    await hosts.issuer.database
      .updateTable("invitations.wave")
      .set({ roundOn: "2026-03-05" })
      .where("studyId", "=", wave.studyId)
      .execute();
    expectProblem(await begin(), "invitations.rounds-over");
    day("11");
    expectProblem(await begin(), "invitations.closed");
  });

  test("leave out whoever wants no messages", async () => {
    await begin();
    const { id, link } = wave.people[4]!;
    await hosts.officer.post(`${at()}/people/${id}/opt-out`);
    const sent = await messages();
    expect(sent).toHaveLength(39);
    expect(sent.some((line) => line.includes(link))).toBe(false);
    const { database } = hosts.issuer;
    await database.deleteFrom("invitations.opt_out").execute();
  });
});

test("short messages name no person, carry the link, and come without marks too", async () => {
  await begin();
  const [first] = await messages();
  expect(first).toMatch(/^09\d{8},/);
  expect(first).toContain(`/i/${wave.slug}#`);
  expect(first).toContain("Tổ nghiên cứu dư luận");
  expect(first).toContain("To nghien cuu du luan");
  expect(first).not.toContain("Nguyễn Văn");
});

test("letters have a page each, cards eight on a page, with the product's typeface inside", async () => {
  await begin();
  const print = async (query: string) => (await hosts.officer.get(`${at()}/print.pdf?${query}`)).rawPayload;
  const letters = await print("kind=letters");
  expect(letters.subarray(0, 5).toString()).toBe("%PDF-");
  expect(partsOf(letters)).toEqual({
    pages: 40,
    fonts: ["BeVietnamPro-Regular", "BeVietnamPro-SemiBold"],
    squares: 40,
  });
  expect(partsOf(await print("kind=cards"))).toMatchObject({ pages: 5 });
  expect(partsOf(await print("kind=letters&to=neither"))).toMatchObject({ pages: 1, squares: 0 });
  expect(partsOf(await print("kind=letters&to=no-mail"))).toMatchObject({ pages: 20 });
  expect((await hosts.officer.get(`${at()}/print.pdf?kind=posters`)).statusCode).toBe(400);
});

describe("mail", () => {
  const queue = async () => hosts.officer.post(`${at()}/mail`);
  const bodyOf = (to: string) => {
    const found = mail.taken.filter((one) => one.to === to);
    expect(found).toHaveLength(1);
    const parts = found[0]!.data.split(/\n\n/);
    return `${found[0]!.data}\n${parts
      .map((part) => Buffer.from(part.replace(/\n/g, ""), "base64").toString("utf8"))
      .join(
        "\n",
      )}\n${found[0]!.data.replace(/=\n/g, "").replace(/((=[0-9A-F]{2})+)/g, (hex) => Buffer.from(hex.replaceAll("=", ""), "hex").toString("utf8"))}`;
  };

  test("goes out once a person, with their own link, and loads nothing that could tell it was read", async () => {
    expectProblem(await queue(), "invitations.no-round");
    await begin();
    // Some may have gone by the time of the reply.
    expect((await queue()).json().mail).toMatchObject([{ round: 0, people: 20, failed: 0 }]);
    expectProblem(await queue(), "invitations.mailed");
    await expect.poll(() => mailCounts(), { timeout: 10_000 }).toEqual([{ round: 0, people: 20, sent: 20, failed: 0 }]);
    expect(new Set(mail.taken.map(({ to }) => to)).size).toBe(20);
    const to = "nguoi.a1@example.vn";
    const { link, typed } = wave.people.find(({ name }) => name === "Nguyễn Văn A1")!;
    const body = bodyOf(to);
    expect(body).toContain(`/i/${wave.slug}#${link}`);
    expect(body).toContain(printedCode(typed));
    expect(body).toContain("Nước sạch và đường làng");
    expect(body).toMatch(/^From: .*<moi@example.vn>/m);
    expect(body).toMatch(/^List-Unsubscribe:/m);
    expect(body).not.toMatch(/<img|src=|url\(|X-Mailer/i);
    const { database } = hosts.issuer;
    expect(await database.selectFrom("invitations.message").selectAll().execute()).toEqual([]);
  });

  test("that the server refuses for good marks the address; what it refuses for now is tried again later", async () => {
    mail.answers.set("nguoi.a1@example.vn", "550 no such user");
    mail.answers.set("nguoi.a3@example.vn", "451 try again later");
    await begin();
    await queue();
    await expect.poll(() => mailCounts(), { timeout: 10_000 }).toEqual([{ round: 0, people: 20, sent: 18, failed: 1 }]);
    expect((await hosts.get(wave.studyId)).people.unreachable).toBe(1);
    await sendOut();
    expect((await mailCounts())[0]).toMatchObject({ sent: 18 });
    mail.answers.clear();
    hosts.issuer.clock.now = new Date("2026-03-01T03:06:00Z");
    await sendOut();
    expect((await mailCounts())[0]).toMatchObject({ people: 20, sent: 19, failed: 1 });
  });

  test("of a reminder is not sent to whoever took the token while it waited, and a new round gives up the old one's", async () => {
    const everybody = wave.people.filter((_, i) => i % 2);
    for (const { name } of everybody)
      mail.answers.set(`nguoi.${name!.slice(11).toLowerCase()}@example.vn`, "451 later");
    await begin();
    await queue();
    await sendOut();
    day("04");
    await begin();
    const before = (await mailCounts())[0]!;
    expect(before.sent + before.failed).toBe(20);
    await queue();
    const someone = wave.people.find(({ name }) => name === "Nguyễn Văn B1")!;
    await takeToken(someone);
    mail.answers.clear();
    mail.taken.length = 0;
    hosts.issuer.clock.now = new Date("2026-03-05T03:00:00Z");
    await sendOut();
    await expect.poll(async () => (await mailCounts())[1]!, { timeout: 10_000 }).toMatchObject({ failed: 0 });
    const counts = (await mailCounts())[1]!;
    expect(counts.sent).toBe(counts.people);
    expect(counts.people).toBeLessThanOrEqual(20);
  });

  test("that came back is taken from any list", async () => {
    const list = Buffer.from("Undelivered: <nguoi.a1@example.vn>; NGUOI.B3@example.vn\nkhac@example.vn");
    const reply = await hosts.officer.upload(`${at()}/bounces`, "tra-lai.csv", list);
    expect(reply.json()).toEqual({ people: 2 });
    await begin();
    expect(await round()).toMatchObject({ emails: 18, noMail: 22 });
  });

  test("waits while there is no mail server, and says so where none is set up", async () => {
    const none = await officeAndIssuer();
    const other = await none.invited();
    await none.officer.post(`/api/invitations/${other.studyId}/rounds`);
    expectProblem(await none.officer.post(`/api/invitations/${other.studyId}/mail`), "invitations.no-mail");
    await none.close();
  });
});

describe("the page on which people say that they want no more messages", () => {
  test("is the same for everybody; the code comes with the button, in a form or as JSON", async () => {
    const { anyone, app } = hosts.issuer;
    const [mine] = wave.people as [InvitedWave["people"][0]];
    const [page, again] = [await anyone.get(`/i/${wave.slug}/opt-out`), await anyone.get("/i/khac/opt-out")];
    expect(page.body).toBe(again.body);
    expect(page.headers["content-security-policy"]).toMatch(/script-src 'sha256-/);
    const post = (code: string) =>
      app.inject({
        method: "POST",
        url: `/i/${wave.slug}/opt-out`,
        headers: { "content-type": "application/x-www-form-urlencoded", origin: "null" },
        payload: new URLSearchParams({ code }).toString(),
      });
    const wrong = await post("AAAAAAAAAAAAAAAAAAAA");
    expect([wrong.statusCode, wrong.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
    const done = await post(printedCode(mine.typed));
    expect([done.statusCode, done.body.includes("Đã ghi nhận")]).toEqual([200, true]);
    expect((await hosts.get(wave.studyId)).people.optedOut).toBeGreaterThan(0);
    await hosts.issuer.database.deleteFrom("invitations.opt_out").execute();
  });
});
