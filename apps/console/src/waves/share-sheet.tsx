import { Portal } from "@mantine/core";
import { useStudy } from "../platform/study-context.tsx";
import { words } from "./words.ts";

/** Prints the sheet alone. */
export function printShare(): void {
  const root = document.documentElement;
  root.dataset.print = "sheet";
  window.addEventListener("afterprint", () => delete root.dataset.print, { once: true });
  window.print();
}

const filled = (text: string, number: number) => text.replace("{{number}}", String(number));

/** One share on paper, in Vietnamese and, where the study has an English name, in English. */
export function ShareSheet({ number, share, mark }: { number: number; share: string; mark: string }) {
  const study = useStudy();
  const languages = study.title.en ? [words.vi, words.en] : [words.vi];
  return (
    <Portal>
      <div className="ln-sheet ln-sheet-share">
        {languages.map((each) => (
          <h1 key={each.sheetTitle}>{filled(each.sheetTitle, number)}</h1>
        ))}
        <p>{study.title.vi || study.title.en}</p>
        <ol className="ln-share">
          {share.split("\n").map((row) => (
            <li key={row}>{row}</li>
          ))}
        </ol>
        {languages.map((each) => (
          <p key={each.sheetText}>
            {each.sheetText} {each.sheetDestroy}
          </p>
        ))}
        <p>
          {words.vi.sheetKey}: {mark}
        </p>
      </div>
    </Portal>
  );
}
