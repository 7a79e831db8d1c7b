import type { Expression, Labels, QuestionnaireItem } from "../model.ts";
import { isGroup } from "../outline.ts";
import { closest } from "./closest.ts";
import { referencesIn } from "./expression.ts";
import type { Faults } from "./problems.ts";
import type { Origin, Survey } from "./survey.ts";

const expressionFields: readonly (readonly [key: string, field: string])[] = [
  ["relevant", "relevant"],
  ["constraint", "constraint"],
  ["required", "required"],
  ["readOnly", "read_only"],
  ["calculation", "calculation"],
  ["filter", "choice_filter"],
  ["default", "default"],
  ["count", "repeat_count"],
];
const textFields: readonly (readonly [key: string, field: string])[] = [
  ["label", "label"],
  ["hint", "hint"],
  ["requiredMessage", "required_message"],
  ["constraintMessage", "constraint_message"],
];

/** Reports references to nothing, and items that depend on themselves. */
export function checkReferences(survey: Survey, faults: Faults): void {
  const known = new Set(survey.origins.keys());
  /** Item → what must be known before its value is. */
  const needs = new Map<string, Set<string>>();

  function visit(items: readonly QuestionnaireItem[], parent: string | undefined): void {
    for (const item of items) {
      const origin = survey.origins.get(item.name);
      const cells = item as unknown as { readonly [key: string]: Expression | Labels | undefined };
      const own = new Set<string>(parent === undefined ? [] : [parent]);
      for (const [key, field] of expressionFields) {
        const references = referencesIn(cells[key] as Expression | undefined);
        for (const name of references) {
          if (name !== "." && !known.has(name)) report(origin, field, name);
          if (key === "relevant" || key === "calculation" || key === "count") own.add(name === "." ? item.name : name);
        }
      }
      for (const [key, field] of textFields) {
        for (const text of Object.values((cells[key] as Labels | undefined) ?? {})) {
          for (const [, name] of text.matchAll(/\$\{\s*([^\s{}]+)\s*\}/g))
            if (!known.has(name!)) report(origin, field, name!);
        }
      }
      needs.set(item.name, own);
      if (isGroup(item)) visit(item.items, item.name);
    }
  }

  function report(origin: Origin | undefined, field: string, name: string): void {
    const place = { sheet: origin?.sheet ?? "survey", row: origin?.row.number, column: origin?.row.heading(field) };
    const near = closest(name, [...known].filter(Boolean));
    faults.add("unknown-reference", place, { name, example: `\${${name}}`, suggestion: near && `\${${near}}` });
  }

  visit(survey.items, undefined);
  reportCircles(needs, survey, faults);
}

/** Items that each need the next one: more would exhaust the stack of a phone. */
const longestChain = 300;

/** Depth-first search; each circle is reported once, at the first of its items. */
function reportCircles(needs: ReadonlyMap<string, ReadonlySet<string>>, survey: Survey, faults: Faults): void {
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  let long = false;
  const placeOf = (name: string) => {
    const origin = survey.origins.get(name);
    return { sheet: origin?.sheet ?? "survey", row: origin?.row.number };
  };
  function follow(name: string): void {
    const seen = state.get(name);
    if (seen === "done") return;
    if (path.length > longestChain) {
      if (path.length === longestChain + 1 && !long)
        faults.add("too-large", placeOf(path[0]!), { name: `${path.length} →` });
      long = true;
      return;
    }
    if (seen === "open") {
      const circle = path.slice(path.indexOf(name));
      const through = [...circle, name].join(" → ");
      faults.add("circular", placeOf(name), { name, through });
      return;
    }
    state.set(name, "open");
    path.push(name);
    for (const next of needs.get(name) ?? []) follow(next);
    path.pop();
    state.set(name, "done");
  }
  for (const name of needs.keys()) follow(name);
}
