import { afterAll, beforeAll, expect, test } from "vitest";
import { hostRoles } from "../platform/config.ts";
import { openServer, type TestServer } from "../testing/index.ts";
import { privacyPage } from "./privacy-page.ts";

const apart = {
  office: "https://van-phong.example.org",
  issuer: "https://phat-the.example.org",
  collector: "https://thu-nhan.example.com",
};
const nobody = { vi: "", en: "" };

let issuer: TestServer;
beforeAll(async () => {
  issuer = await openServer({
    role: "issuer",
    settings: { PUBLIC_URL: apart.issuer, OFFICE_URL: apart.office, COLLECTOR_URL: apart.collector },
  });
});
afterAll(() => issuer.close());

test("both languages say the same, point by point", () => {
  const shape = (language: "vi" | "en") =>
    [...privacyPage(language, nobody, apart).matchAll(/<(h2|li|dt|dd|p|a)\b/g)].map(([, tag]) => tag);
  expect(shape("vi")).toEqual(shape("en"));
  expect(shape("vi").filter((tag) => tag === "h2")).toHaveLength(7);
});

test("at the issuer, too, the withdrawal leads to the office, and the logs to the hosts that keep them", async () => {
  for (const url of ["/privacy", "/privacy/en"]) {
    const { body, statusCode } = await issuer.anyone.get(url);
    expect(statusCode).toBe(200);
    expect(body).toContain(`href="${apart.office}/withdraw`);
    expect(body).toContain(`href="${apart.issuer}/log/"`);
    expect(body).toContain(`href="${apart.collector}/log/"`);
    expect(body).not.toContain("chạy thử trên một máy");
  }
});

test("a trial on one machine says that its three places are one hand", () => {
  const one = Object.fromEntries(hostRoles.map((role, i) => [role, `http://localhost:${3000 + i}`])) as typeof apart;
  expect(privacyPage("vi", nobody, one)).toContain("Đây là bản chạy thử trên một máy.");
  expect(privacyPage("en", nobody, one)).toContain("This is a trial on one machine.");
  expect(privacyPage("vi", nobody, apart)).not.toContain("một máy.");
});
