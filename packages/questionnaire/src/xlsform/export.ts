import type { Expression, Labels, Note, Question, Questionnaire, QuestionnaireItem } from "../model.ts";
import { isGroup, isQuestion } from "../outline.ts";
import { recognisedMissing } from "./choices.ts";
import { formatExpression } from "./format.ts";
import type { Sheets } from "./sheets.ts";

type Cells = { [heading: string]: string };

/** The questionnaire as an XLSForm; importing it again gives the same questionnaire. */
export function exportXlsForm(questionnaire: Questionnaire): Sheets {
  const { languages } = questionnaire;
  const texts = (field: string, labels: Labels | undefined): Cells =>
    Object.fromEntries(
      languages
        .filter(({ code }) => labels?.[code] !== undefined)
        .map(({ code, name }) => [`${field}::${name} (${code})`, labels![code]!]),
    );
  const survey: Cells[] = [];
  if (questionnaire.consent) survey.push({ type: "note", name: "consent", ...texts("label", questionnaire.consent) });
  for (const { name, label } of questionnaire.purposes ?? [])
    survey.push({ type: "note", name, ...texts("label", label) });

  function visit(items: readonly QuestionnaireItem[]): void {
    for (const item of items) {
      const base = {
        name: item.name,
        ...texts("label", item.label),
        ...cell("relevant", item.relevant),
        ...(item.appearance && { appearance: item.appearance.join(" ") }),
      };
      if (isGroup(item)) {
        const count = item.type === "repeat" ? cell("repeat_count", item.count) : {};
        survey.push({ type: `begin_${item.type}`, ...base, ...count });
        visit(item.items);
        survey.push({ type: `end_${item.type}` });
      } else if (isQuestion(item)) survey.push({ ...base, ...question(item) });
      else if (item.type === "calculate")
        survey.push({ type: "calculate", ...base, ...cell("calculation", item.calculation) });
      else survey.push({ type: "note", ...base, ...texts("hint", (item as Note).hint) });
    }
  }

  function question(item: Question): Cells {
    return {
      type: item.list === undefined ? item.type : `${item.type} ${item.list}`,
      ...texts("hint", item.hint),
      ...condition("required", item.required),
      ...texts("required_message", item.requiredMessage),
      ...cell("constraint", item.constraint),
      ...texts("constraint_message", item.constraintMessage),
      ...condition("read_only", item.readOnly),
      ...(item.default !== undefined && {
        default: typeof item.default === "object" ? formatExpression(item.default) : String(item.default),
      }),
      ...cell("calculation", item.calculation),
      ...cell("choice_filter", item.filter),
      ...parameters(item),
      ...(item.sensitive && { sensitive: "yes" }),
    };
  }

  visit(questionnaire.items);
  const choices = Object.entries(questionnaire.lists).flatMap(([list, levels]) =>
    levels.map(
      (choice): Cells => ({
        list_name: list,
        name: choice.name,
        ...texts("label", choice.label),
        ...missing(choice.missing, recognisedMissing(choice.name, choice.label)),
        ...choice.columns,
      }),
    ),
  );
  const repeated = Object.values(questionnaire.lists).some((l) => new Set(l.map((c) => c.name)).size < l.length);
  const named = languages.find(({ code }) => code === questionnaire.defaultLanguage);
  const settings: Cells = {
    ...texts("form_title", questionnaire.title),
    ...(questionnaire.formId !== undefined && { form_id: questionnaire.formId }),
    ...(questionnaire.formVersion !== undefined && { version: questionnaire.formVersion }),
    default_language: named ? `${named.name} (${named.code})` : questionnaire.defaultLanguage,
    ...(questionnaire.style === "pages" && { style: "pages" }),
    ...(repeated && { allow_choice_duplicates: "yes" }),
  };
  // Every language gets a label column on the first sheet, so that their order and number survive.
  const labels = languages.map(({ code, name }) => `label::${name} (${code})`);
  return [
    { name: "survey", rows: table(["type", "name", ...labels], survey) },
    { name: "choices", rows: table(["list_name", "name"], choices) },
    { name: "settings", rows: table([], [settings]) },
  ];
}

function cell(heading: string, expression: Expression | undefined): Cells {
  return expression === undefined ? {} : { [heading]: formatExpression(expression) };
}

function condition(heading: string, expression: Expression | undefined): Cells {
  return Array.isArray(expression) && expression[0] === "true" ? { [heading]: "yes" } : cell(heading, expression);
}

function parameters(item: Question): Cells {
  const given = [
    item.range && `start=${item.range.start} end=${item.range.end} step=${item.range.step}`,
    item.randomize && "randomize=true",
    item.rows !== undefined && `rows=${item.rows}`,
  ].filter(Boolean);
  return given.length > 0 ? { parameters: given.join(" ") } : {};
}

/** Written out only where the name alone would say otherwise. */
function missing(own: string | undefined, recognised: string | undefined): Cells {
  return own === recognised ? {} : { lang_nghe_missing: own ?? "none" };
}

function table(first: readonly string[], rows: readonly Cells[]): string[][] {
  const headings = [...new Set([...first, ...rows.flatMap((row) => Object.keys(row))])];
  return [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ""))];
}
