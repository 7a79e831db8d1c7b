import { dayFraction, dayNumber } from "../calendar.ts";
import type { Choice, Expression, Labels, Question, QuestionType } from "../model.ts";
import type { ChoiceLists } from "./choices.ts";
import type { Row } from "./columns.ts";
import { ExpressionError, functionArguments, parseExpression, tellsTime } from "./expression.ts";
import type { Languages } from "./languages.ts";
import type { Faults } from "./problems.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads the cells of one survey row; each fault is reported with its place. */
export class Cells {
  readonly #row: Row;
  readonly #sheet: string;
  readonly #languages: Languages;
  readonly #choices: ChoiceLists;
  readonly #faults: Faults;

  constructor(row: Row, sheet: string, languages: Languages, choices: ChoiceLists, faults: Faults) {
    this.#row = row;
    this.#sheet = sheet;
    this.#languages = languages;
    this.#choices = choices;
    this.#faults = faults;
  }

  /** What every item may have. */
  common(label: Labels | undefined): { label?: Labels; relevant?: Expression; appearance?: readonly string[] } {
    const relevant = this.expression("relevant");
    const appearance = this.#row.get("appearance").split(/\s+/).filter(Boolean);
    for (const word of appearance) {
      if (/^(ex:|printer:|map|placement-map|signature|draw|annotate|bearing|image-map|picker)/i.test(word)) {
        this.#fault("bad-appearance", "appearance", { name: word });
      }
    }
    return {
      ...(label && { label }),
      ...(relevant !== undefined && { relevant }),
      ...(appearance.length > 0 && { appearance }),
    };
  }

  hint(): { hint?: Labels } {
    const hint = this.#texts("hint");
    return hint ? { hint } : {};
  }

  calculation(): Expression | undefined {
    const calculation = this.expression("calculation");
    if (tellsTime(calculation)) this.#fault("tells-time", "calculation");
    return calculation;
  }

  question(type: QuestionType, choices: readonly Choice[] | undefined): Omit<Question, "type" | "name"> {
    const found: Partial<Mutable<Question>> = this.hint();
    const set = <K extends keyof Question>(key: K, value: Question[K] | undefined) => {
      if (value !== undefined) (found as Mutable<Question>)[key] = value;
    };
    set("required", this.#condition("required"));
    set("readOnly", this.#condition("read_only"));
    set("requiredMessage", this.#texts("required_message"));
    set("constraint", this.expression("constraint"));
    set("constraintMessage", this.#texts("constraint_message"));
    set("calculation", this.calculation());
    if (choices) set("filter", this.expression("choice_filter", this.#choices.columns));
    set("default", this.#default(type, choices));
    this.#parameters(type, found);
    return found;
  }

  /** `add`: sensitive, and the level "prefer not to say" is added where the list has none. */
  sensitive(): "yes" | "add" | undefined {
    const written = this.#row.get("sensitive").toLowerCase();
    if (/^(|no|false|false\(\))$/.test(written)) return undefined;
    if (/^(yes|true|true\(\))$/.test(written)) return "yes";
    if (written === "add") return "add";
    this.#fault("bad-sensitive", "sensitive", { name: written });
    return undefined;
  }

  /** A sensitive question must leave a way not to say: a level marked so, or simply no answer. */
  checkSensitive(question: Question, choices: readonly Choice[] | undefined): void {
    const { name, list, type } = question;
    const levels = type === "select_one" || type === "select_multiple";
    const refusal = levels && choices?.some((choice) => choice.missing === "refused");
    if (levels && !refusal) this.#fault("sensitive-no-refusal", "sensitive", { name, list });
    // A filter may leave that level out, so it does not make up for a must.
    if (question.required !== undefined && (!levels || question.filter !== undefined))
      this.#fault("sensitive-required", "required", { name });
  }

  /** The expression in a cell, or undefined when it is empty or wrong. */
  expression(field: string, columns?: ReadonlySet<string>): Expression | undefined {
    const written = this.#row.get(field);
    if (written === "") return undefined;
    if (written.length > 5000) {
      this.#fault("expression-syntax", field, { detail: written });
      return undefined;
    }
    try {
      return parseExpression(written, columns);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const { detail, suggestion } = error;
      this.#fault(error.code, field, {
        detail,
        suggestion,
        example: `\${${error.code === "bare-name" ? detail : "name"}}`,
      });
      return undefined;
    }
  }

  /** yes, no or an expression. */
  #condition(field: string): Expression | undefined {
    const written = this.#row.get(field).toLowerCase();
    if (/^(yes|true|true\(\)|1|có|x)$/.test(written)) return ["true"];
    if (/^(|no|false|false\(\)|0|không)$/.test(written)) return undefined;
    return this.expression(field);
  }

  #default(type: QuestionType, choices: readonly Choice[] | undefined): Expression | undefined {
    const written = this.#row.get("default");
    if (written === "") return undefined;
    const call = /^([a-z][a-z0-9:-]*)\s*\(.*\)/is.exec(written);
    const worked = written.includes("${") || (call && Object.hasOwn(functionArguments, call[1]!.toLowerCase()));
    const numeric = type === "integer" || type === "decimal" || type === "range";
    if (!worked && numeric && /^-?\d+(\.\d+)?$/.test(written)) {
      if (type === "integer" && written.includes(".")) this.#fault("bad-default", "default", { name: written });
      return Number(written);
    }
    if (worked || numeric) {
      const expression = this.expression("default");
      if (tellsTime(expression)) this.#fault("tells-time", "default");
      return expression;
    }
    const names = written.split(/\s+/);
    const fits =
      type === "date"
        ? dayNumber(written) !== undefined
        : type === "time"
          ? dayFraction(written) !== undefined
          : type === "acknowledge"
            ? written === "OK"
            : choices
              ? (type === "select_one" ? [written] : names).every((name) =>
                  choices.some((choice) => choice.name === name),
                )
              : true;
    if (!fits) this.#fault("bad-default", "default", { name: written });
    return choices && type !== "select_one" ? names.join(" ") : written;
  }

  #parameters(type: QuestionType, found: Partial<Mutable<Question>>): void {
    const written = this.#row.get("parameters");
    const given = new Map<string, string>();
    for (const part of written
      .replace(/\s*=\s*/g, "=")
      .split(/[\s,;]+/)
      .filter(Boolean)) {
      const [key = "", value = ""] = part.split("=");
      given.set(key.toLowerCase(), value);
    }
    const wrong = () => this.#fault("bad-parameters", "parameters", { name: written });
    if (type === "range") {
      const [start, end, step] = [given.get("start") ?? "1", given.get("end") ?? "10", given.get("step") ?? "1"].map(
        Number,
      );
      const steps = (end! - start!) / step!;
      if (!(steps > 0 && steps <= 1000 && Math.abs(steps - Math.round(steps)) < 1e-9)) wrong();
      else found.range = { start: start!, end: end!, step: step! };
    }
    if (/^true$/i.test(given.get("randomize") ?? "") && type !== "range") found.randomize = true;
    const rows = given.get("rows") ?? this.#row.get("rows");
    if (rows !== "" && type === "text") {
      if (/^\d{1,2}$/.test(rows) && +rows > 0) found.rows = +rows;
      else wrong();
    }
    if (written !== "" && [...given.values()].includes("")) wrong();
  }

  #texts(field: string): Labels | undefined {
    return this.#languages.labels(this.#row.texts(field));
  }

  #fault(
    code: Parameters<Faults["add"]>[0],
    field: string,
    details: { readonly [name: string]: string | undefined } = {},
  ): void {
    this.#faults.add(code, { sheet: this.#sheet, row: this.#row.number, column: this.#row.heading(field) }, details);
  }
}
