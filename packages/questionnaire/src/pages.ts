import type { QuestionnaireItem } from "./model.ts";
import { isQuestion } from "./outline.ts";
import { type Node, pathOf, type State } from "./state.ts";

/** One screen: questions and notes, or the question whether a repeat gets another instance. */
export interface Page {
  /** Stays the same when other pages come and go: the path of the group or question it shows. */
  readonly key: string;
  /** Relevant questions and notes, never empty, except on the page of a repeat. */
  readonly nodes: readonly Node[];
  /** Groups and repeat instances around the page, outermost first. */
  readonly around: readonly Node[];
  /** The repeat this page asks about: add one, remove one, or go on. */
  readonly repeat?: Node;
}

/** The pages that are to be shown for these answers, in order. */
export function pagesOf(state: State, items: readonly QuestionnaireItem[], style: "pages" | "screens"): Page[] {
  const pages: { key: string; nodes: Node[]; around: readonly Node[]; repeat?: Node }[] = [];
  /** @param shared key of the page all questions go to; undefined: each has its own. */
  const visit = (
    level: readonly QuestionnaireItem[],
    at: readonly number[],
    around: readonly Node[],
    shared: string | undefined,
  ) => {
    let key = shared;
    for (const item of level) {
      const node: Node = { entry: state.outline.entries.get(item.name)!, at };
      if (item.type === "calculate" || !state.relevant(node)) continue;
      const path = pathOf(node);
      if (item.type === "repeat") {
        const count = state.count(node);
        const whole = key !== undefined || style === "pages" || item.appearance?.includes("field-list");
        for (let i = 0; i < count; i++) {
          const instance = { entry: node.entry, at: [...at, i] };
          visit(item.items, instance.at, [...around, instance], whole ? `${path}[${i}]` : undefined);
        }
        if (item.count === undefined) pages.push({ key: `${path}+`, nodes: [], around, repeat: node });
        // What follows a repeat within one page's group starts a page of its own.
        if (key !== undefined) key = `${path}/`;
      } else if (item.type === "group") {
        const whole = key ?? (style === "pages" || isFieldList(item.appearance) ? path : undefined);
        visit(item.items, at, [...around, node], whole);
      } else {
        const own = key ?? path;
        const last = pages.at(-1);
        if (last?.key === own) last.nodes.push(node);
        else pages.push({ key: own, nodes: [node], around });
      }
    }
  };
  visit(items, [], [], undefined);
  return pages;
}

export function isFieldList(appearance: readonly string[] | undefined): boolean {
  return appearance?.some((word) => word === "field-list" || word === "table-list") ?? false;
}

/** The answerable questions of a page. */
export function questionsOn(page: Page): readonly Node[] {
  return page.nodes.filter((node) => isQuestion(node.entry.item));
}
