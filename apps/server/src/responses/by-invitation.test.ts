import type { Questionnaire } from "@lang-nghe/questionnaire";
import { expect, test } from "vitest";
import type { Form } from "../questionnaires/index.ts";
import { checkedByInvitation } from "./by-invitation.ts";
import { consentTextHash } from "./consent-record.ts";

const questionnaire: Questionnaire = {
  title: { vi: "Nước sạch" },
  languages: [{ code: "vi", name: "Tiếng Việt" }],
  defaultLanguage: "vi",
  consent: { vi: "Ông/bà có đồng ý trả lời không?" },
  purposes: [
    { name: "consent_open", label: { vi: "Dùng trong dữ liệu mở" } },
    { name: "consent_training", label: { vi: "Dùng để tập huấn" } },
  ],
  style: "screens",
  lists: {},
  items: [{ type: "text", name: "wish", label: { vi: "Ông/bà mong gì?" } }],
};
const form: Form = { version: 1, hash: "ab", questionnaire };

test("an answer by invitation keeps what its person agreed to, purpose by purpose; what the form does not name is dropped", () => {
  const consentOf = (purposes?: Record<string, boolean>) => {
    const answer = { answers: { wish: "nước" }, language: "vi", version: 1, cell: 0, ...(purposes && { purposes }) };
    return JSON.parse(checkedByInvitation("study", form, answer, Buffer.alloc(32), "2026-03-20")!.consent);
  };
  const text = consentTextHash(questionnaire, "vi");
  expect(consentOf({ consent_open: true, another: true })).toEqual({
    purposes: { survey: true, consent_open: true, consent_training: false },
    text,
  });
  expect(consentOf()).toEqual({ purposes: { survey: true, consent_open: false, consent_training: false }, text });
});
