// What tests of asking share: a small form, its answers, a study being asked.
import { randomUUID } from "node:crypto";
import type { AnswerSet, Study } from "@lang-nghe/contract";
import type { Client, TestServer } from "./index.ts";

export const form = `
| survey | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | relevant |
| | note | consent | Ông/bà có đồng ý trả lời không? | Do you agree? | | |
| | select_one water | water | Nước có đủ dùng không? | Is there enough water? | yes | |
| | select_multiple trouble | trouble | Nước bị làm sao? | What is wrong? | | \${water} = 'no' |
| | integer | months | Mấy tháng thiếu nước? | Months without water? | | \${water} = 'no' |
| | text | wish | Ông/bà mong gì? | What do you wish? | | |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | water | yes | Có | Yes |
| | water | no | Không | No |
| | water | dont_know | Không biết | Do not know |
| | trouble | cloudy | Đục | Cloudy |
| | trouble | smell | Có mùi | Smells |
| settings | | | |
| | form_title::Tiếng Việt (vi) | form_title::English (en) | default_language |
| | Nước | Water | Tiếng Việt (vi) |
`;

export const formBytes = (text = form): Uint8Array => new TextEncoder().encode(text);

/** A set of answers as a device sends it. */
export const answerSet = (
  answers: AnswerSet["answers"] = { water: "yes" },
  more: Partial<AnswerSet> = {},
): AnswerSet => ({
  id: randomUUID(),
  version: 1,
  language: "vi",
  consent: true,
  answers,
  ...more,
});

export async function newStudy(staff: Client): Promise<Study> {
  return (await staff.post("/api/studies", { title: { vi: "Nước", en: "Water" } })).json();
}

/** A study whose form is published. */
export async function publishedStudy(staff: Client, text = form): Promise<Study> {
  const { id } = await newStudy(staff);
  await staff.upload(`/api/studies/${id}/questionnaire`, "form.md", formBytes(text));
  await staff.post(`/api/studies/${id}/questionnaire/publish`);
  return (await staff.get(`/api/studies/${id}`)).json();
}

export async function openedStudy(staff: Client, text = form): Promise<Study> {
  const { id } = await publishedStudy(staff, text);
  return (await staff.post(`/api/studies/${id}/open`)).json();
}

/** Sends many sets, a hundred at a time. @returns their statuses. */
export async function sendAll(server: TestServer, slug: string, sets: AnswerSet[]): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < sets.length; at += 100) {
    const replies = await Promise.all(
      sets.slice(at, at + 100).map((set) => server.anyone.post(`/a/${slug}/answers`, set)),
    );
    statuses.push(...replies.map((reply) => reply.statusCode));
  }
  return statuses;
}
