import type { HostRole } from "../platform/config.ts";
import { escapeHtml, type PageLanguage, pageFrame } from "./page-frame.ts";
import { english } from "./privacy-page-english.ts";
import { vietnamese } from "./privacy-page-vietnamese.ts";

/** What the page's text is filled with: HTML of ours, or escaped. */
export type PrivacyText = {
  /** Paragraph on how to reach the institution. */
  contact: string;
  /** Addresses of the three hosts, for links. */
  hosts: Readonly<Record<HostRole, string>>;
  /** The three hosts share a machine, as in a trial: then they are one hand, and the page says so. */
  oneMachine: boolean;
};

/**
 * For respondents, in plain words: what we know, what we cannot know, how to check. True of open links and of invitations with
 * tokens; promises no more than docs/threat-model.md does.
 * @param contact how to reach who is responsible for data protection, as the institution wrote it; "" = not written.
 */
export function privacyPage(
  language: PageLanguage,
  contact: { vi: string; en: string },
  hosts: Readonly<Record<HostRole, string>>,
): string {
  const written = (language === "en" && contact.en) || contact.vi;
  const lines = written.trim().split(/\n+/).filter(Boolean).map(escapeHtml).join("<br>");
  const escaped = Object.fromEntries(
    Object.entries(hosts).map(([role, url]) => [role, escapeHtml(url)]),
  ) as PrivacyText["hosts"];
  const names = Object.values(hosts).map((url) => new URL(url).hostname);
  const given = { contact: `<p>${lines}</p>`, hosts: escaped, oneMachine: new Set(names).size < names.length };
  return language === "vi"
    ? pageFrame("vi", {
        title: "Quý vị được bảo vệ thế nào",
        other: "/privacy/en",
        body: vietnamese({
          ...given,
          ...(!lines && {
            contact:
              "<p>Cơ quan mời quý vị trả lời là nơi chịu trách nhiệm; tên và cách liên lạc có trong thư mời hoặc ở đầu phiếu hỏi.</p>",
          }),
        }),
      })
    : pageFrame("en", {
        title: "How you are protected",
        other: "/privacy",
        body: english({
          ...given,
          ...(!lines && {
            contact:
              "<p>The institution that invites you is responsible; its name and how to reach it are in the invitation or at the head of the questionnaire.</p>",
          }),
        }),
      });
}
