// What a respondent does on the answer page, in Vietnamese: with a finger, and with a keyboard alone.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** The page itself, or the frame of a preview. */
type Place = Pick<Page, "getByRole"> & { locator: (selector: string) => Locator };

export const words = {
  agree: "Tôi đồng ý trả lời",
  next: "Tiếp tục",
  back: "Quay lại",
  send: "Gửi câu trả lời",
};

export async function agree(place: Place): Promise<void> {
  await place.getByRole("button", { name: /^Tiếng Việt/ }).click();
  await place.getByRole("button", { name: words.agree }).click();
  await place.getByRole("button", { name: words.next }).waitFor();
}

/** Answers what the page asks, with the first answer that fits. */
export async function fillPage(place: Place): Promise<void> {
  const groups = place.locator("fieldset:has(input[type=radio])");
  // Answering may open further questions: count again each time.
  for (let i = 0; i < (await groups.count()); i++) await groups.nth(i).getByRole("radio").first().check();
  for (const box of await place.locator("fieldset:has(input[type=checkbox])").all())
    await box.getByRole("checkbox").first().check();
  for (const number of await place.locator("input[inputmode=numeric]").all()) await number.fill("3");
  for (const rank of await place.locator(".ln-rank").all())
    while ((await rank.locator(".ln-add").count()) > 0) await rank.locator(".ln-add").first().click();
}

/** Page by page until only sending is left. `look` sees each page once it is filled. */
export async function answerAll(place: Place, look?: (page: number) => Promise<void>): Promise<void> {
  for (let page = 0; page < 40; page++) {
    if (await place.getByRole("button", { name: words.send }).isVisible()) return;
    const before = await place.locator("main h1").textContent();
    await fillPage(place);
    await look?.(page);
    await place.getByRole("button", { name: words.next }).click();
    await expect.poll(() => place.locator("main h1").textContent()).not.toBe(before);
  }
  throw new Error("The form did not come to its end in 40 pages.");
}

/** From the first screen to the last one by Tab, Space, Enter and digits alone; ends with the key on "send". */
export async function answerByKeyboard(tab: Page): Promise<void> {
  for (let step = 0; step < 600; step++) {
    await tab.keyboard.press("Tab");
    const key = await tab.evaluate(
      ([agreeing, next, send]) => {
        const at = document.activeElement;
        if (at instanceof HTMLInputElement) {
          const group = at.closest("fieldset");
          if (at.type === "radio" || at.type === "checkbox")
            return group?.querySelector("input:checked") ? "" : "Space";
          return at.inputMode === "numeric" && at.value === "" ? "3" : "";
        }
        if (at?.matches(".ln-add")) return "Enter";
        const text = at?.textContent?.trim() ?? "";
        if (text === send) return "send";
        return text === agreeing || text === next || text.startsWith("Tiếng Việt") ? "Enter" : "";
      },
      [words.agree, words.next, words.send],
    );
    if (key === "send") {
      await tab.keyboard.press("Enter");
      return;
    }
    if (key !== "") await tab.keyboard.press(key);
  }
  throw new Error(`600 keys did not bring the form to its end: ${await tab.locator("main").textContent()}`);
}
