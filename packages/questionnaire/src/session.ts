import { relevantAnswers } from "./check.ts";
import { faultOf } from "./edits.ts";
import { evaluate } from "./evaluate.ts";
import { faultMessage, labelIn } from "./messages.ts";
import {
  type AnswerProblemKind,
  type Answers,
  type AnswerValue,
  limits,
  type Moment,
  type Note,
  type Question,
  type Questionnaire,
  type QuestionnaireItem,
} from "./model.ts";
import { isAnswered, isGroup, isQuestion, type Outline, outlineOf } from "./outline.ts";
import { type Page, pagesOf, questionsOn } from "./pages.ts";
import { holderOf, type Node, nodeAt, pathOf, State } from "./state.ts";
import { scalar, toBoolean } from "./values.ts";
import type { PageView, QuestionView, SavedSession, SessionOptions, SessionProblem, Step } from "./views.ts";
import { asTyped, fillIn, inOrder } from "./wording.ts";

/** One person's way through a questionnaire. All state is here; the page draws it after each call. */
export class Session {
  readonly questionnaire: Questionnaire;
  readonly #outline: Outline;
  readonly #clock: () => Moment;
  readonly #seed: number;
  #language: string;
  #answers: Answers = {};
  #state: State;
  #pages: Page[];
  #page = "";
  #index = 0;
  #finished = false;
  #problems = new Map<string, SessionProblem>();

  constructor(questionnaire: Questionnaire, options: SessionOptions) {
    this.questionnaire = questionnaire;
    this.#outline = outlineOf(questionnaire);
    this.#clock = options.clock;
    const { saved } = options;
    this.#seed = saved?.seed ?? options.seed ?? 0;
    this.#language = this.#known(options.language ?? saved?.language);
    this.#state = this.#renew();
    if (saved) this.#answers = this.#fitting(questionnaire.items, saved.answers);
    else this.#setDefaults(questionnaire.items, []);
    this.#state = this.#settled();
    this.#pages = this.#lay();
    const at = saved ? this.#pages.findIndex((page) => page.key === saved.page) : 0;
    this.#go(Math.max(at, 0));
    this.#finished = saved?.finished === true && this.#firstFault() === undefined;
  }

  get language(): string {
    return this.#language;
  }

  set language(code: string) {
    const finished = this.#finished;
    this.#language = this.#known(code);
    this.#problems.clear();
    this.#refresh();
    this.#finished = finished;
  }

  /** Keys of the pages that these answers lead through. */
  get pages(): readonly string[] {
    return this.#pages.map((page) => page.key);
  }

  /** Index of the current page; pages.length when there is none to show. */
  get pageIndex(): number {
    return this.#index;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** Share of the pages passed, 0 to 1. It may fall when an answer opens further pages. */
  get progress(): number {
    return this.#finished || this.#pages.length === 0 ? 1 : this.#index / this.#pages.length;
  }

  /** What counts: relevant, non-empty answers, without calculated values. To be sent once `finished`. */
  get answers(): Answers {
    return relevantAnswers(this.#state, this.questionnaire.items, [], false);
  }

  get currentPage(): PageView {
    const page = this.#pages[this.#index];
    if (!page) return { key: "", headings: [], questions: [] };
    const headings = page.around.flatMap((node) => {
      const number = node.at.length > node.entry.repeats.length ? ` ${node.at.at(-1)! + 1}` : "";
      const label = this.#text(node.entry.item.label, node);
      return label === "" && number === "" ? [] : [label + number];
    });
    const view = { key: page.key, headings, questions: page.nodes.map((node) => this.#view(node)) };
    if (!page.repeat) return view;
    const count = this.#state.count(page.repeat);
    const label = this.#text(page.repeat.entry.item.label, page.repeat) || page.repeat.entry.item.name;
    return { ...view, repeat: { path: pathOf(page.repeat), label, count, canAdd: count < limits.instances } };
  }

  /**
   * Records an answer; undefined, "" and [] take it back. Numbers may come as typed (`1,5`). Unknown paths, notes and
   * computed or read-only questions are left alone.
   */
  answer(path: string, value: AnswerValue | undefined): void {
    const node = nodeAt(this.#outline, path);
    if (!node || !isAnswered(node.entry.item) || !this.#exists(node) || this.#readOnly(node)) return;
    const holder = holderOf(this.#answers, node, true)!;
    const typed = value === undefined ? undefined : asTyped(node.entry.item, value);
    if (typed === undefined || typed === "" || (Array.isArray(typed) && typed.length === 0))
      delete holder[node.entry.item.name];
    else holder[node.entry.item.name] = typed;
    this.#problems.delete(path);
    this.#refresh();
  }

  /** Adds an instance to a repeat without a fixed count and opens its first page. */
  addInstance(path: string): void {
    const repeat = this.#openRepeat(path);
    if (!repeat) return;
    const count = this.#state.count(repeat);
    if (count >= limits.instances) return;
    holderOf(this.#answers, { entry: this.#inside(repeat), at: [...repeat.at, count] }, true);
    this.#state = this.#renew();
    if (isGroup(repeat.entry.item)) this.#setDefaults(repeat.entry.item.items, [...repeat.at, count]);
    this.#refresh();
    const start = `${path}[${count}]`;
    const at = this.#pages.findIndex((page) => page.key.startsWith(start));
    if (at >= 0) this.#go(at);
  }

  /** Removes an instance (index from 0) with its answers. */
  removeInstance(path: string, index: number): void {
    const repeat = this.#openRepeat(path);
    const list = repeat && this.#state.raw(repeat);
    if (!Array.isArray(list) || !Number.isInteger(index) || index < 0) return;
    list.splice(index, 1);
    this.#problems.clear();
    this.#refresh();
  }

  /** Goes on if the page is in order; from the last page, finishes, or opens the first page that is not in order. */
  next(): Step {
    this.#refresh();
    const page = this.#pages[this.#index];
    const problems = page ? this.#faults(page) : [];
    this.#problems = new Map(problems.map((problem) => [problem.path, problem]));
    if (problems.length > 0) return { moved: false, problems };
    if (this.#index < this.#pages.length - 1) {
      this.#go(this.#index + 1);
      return { moved: true };
    }
    const fault = this.#firstFault();
    if (fault) {
      this.#go(fault.page);
      this.#problems = new Map(fault.problems.map((problem) => [problem.path, problem]));
      return { moved: false, problems: fault.problems };
    }
    this.#finished = true;
    return { moved: true };
  }

  /** Goes back, in order or not; from the end, to the last page. False on the first page. */
  back(): boolean {
    this.#problems.clear();
    if (this.#finished) {
      this.#finished = false;
      return true;
    }
    if (this.#index === 0) return false;
    this.#go(this.#index - 1);
    return true;
  }

  save(): SavedSession {
    return {
      answers: structuredCopy(this.#answers),
      language: this.#language,
      page: this.#page,
      seed: this.#seed,
      finished: this.#finished,
    };
  }

  #known(code: string | undefined): string {
    const { languages, defaultLanguage } = this.questionnaire;
    return languages.some((language) => language.code === code) ? code! : defaultLanguage;
  }

  #renew(): State {
    return new State(this.#outline, this.#answers, this.#clock(), this.#language);
  }

  /**
   * Takes back choices of lists that no longer offer anything (the communes of another district): the page shows
   * nothing there that a person could change.
   */
  #settled(): State {
    for (;;) {
      const state = this.#renew();
      const stale = pagesOf(state, this.questionnaire.items, this.questionnaire.style)
        .flatMap(questionsOn)
        .filter((node) => {
          const question = node.entry.item as Question;
          return question.filter !== undefined && state.raw(node) !== undefined && !state.offers(node);
        });
      if (stale.length === 0) return state;
      for (const node of stale) delete holderOf(this.#answers, node)![node.entry.item.name];
    }
  }

  #lay(): Page[] {
    return pagesOf(this.#state, this.questionnaire.items, this.questionnaire.style);
  }

  /** Works everything out anew and stays on the page, or the nearest one left. */
  #refresh(): void {
    this.#state = this.#settled();
    this.#pages = this.#lay();
    const at = this.#pages.findIndex((page) => page.key === this.#page);
    this.#go(at >= 0 ? at : Math.max(0, Math.min(this.#index, this.#pages.length - 1)));
  }

  #go(index: number): void {
    this.#index = index;
    this.#page = this.#pages[index]?.key ?? "";
    this.#finished = false;
  }

  /** Whether each instance that a path goes through is there. */
  #exists(node: Node): boolean {
    return node.entry.repeats.every((entry, i) => node.at[i]! < this.#state.count({ entry, at: node.at.slice(0, i) }));
  }

  #openRepeat(path: string): Node | undefined {
    const node = nodeAt(this.#outline, path);
    const item = node?.entry.item;
    return node && item?.type === "repeat" && item.count === undefined && this.#exists(node) ? node : undefined;
  }

  /** Any entry that stands in this repeat, to address its instances. */
  #inside(repeat: Node) {
    return { item: repeat.entry.item, parents: repeat.entry.parents, repeats: [...repeat.entry.repeats, repeat.entry] };
  }

  #setDefaults(items: readonly QuestionnaireItem[], at: readonly number[]): void {
    for (const item of items) {
      if (item.type === "group") this.#setDefaults(item.items, at);
      if (!isAnswered(item) || item.default === undefined) continue;
      const node: Node = { entry: this.#outline.entries.get(item.name)!, at };
      const value = asTyped(item, defaultValue(item, scalar(evaluate(this.#state, item.default, node))));
      if (value !== "" && value.valueOf() !== false) holderOf(this.#answers, node, true)![item.name] = value;
      this.#state = this.#renew();
    }
  }

  /** The part of saved answers that this questionnaire has a place for. */
  #fitting(items: readonly QuestionnaireItem[], saved: unknown): Answers {
    const kept: Answers = {};
    if (typeof saved !== "object" || saved === null) return kept;
    for (const item of items) {
      if (item.type === "group") Object.assign(kept, this.#fitting(item.items, saved));
      if (!Object.hasOwn(saved, item.name)) continue;
      const value = (saved as Answers)[item.name];
      if (item.type === "repeat" && Array.isArray(value)) {
        kept[item.name] = value.slice(0, limits.instances).map((instance) => this.#fitting(item.items, instance));
      } else if (isAnswered(item)) {
        const several = Array.isArray(value) && value.every((name) => typeof name === "string");
        if (typeof value === "string" || typeof value === "number" || several) kept[item.name] = value as AnswerValue;
      }
    }
    return kept;
  }

  #faults(page: Page): SessionProblem[] {
    return questionsOn(page).flatMap((node) => {
      const kind = faultOf(this.#state, node);
      return kind ? [this.#problem(node, kind)] : [];
    });
  }

  #firstFault(): { page: number; problems: SessionProblem[] } | undefined {
    for (const [page, shown] of this.#pages.entries()) {
      const problems = this.#faults(shown);
      if (problems.length > 0) return { page, problems };
    }
    return undefined;
  }

  #problem(node: Node, kind: AnswerProblemKind): SessionProblem {
    const question = node.entry.item as Question;
    const message = faultMessage(question, kind, this.#language, this.questionnaire.defaultLanguage);
    return { path: pathOf(node), kind, message: fillIn(this.#state, message, node) };
  }

  #text(labels: Question["label"], node: Node): string {
    return fillIn(this.#state, labelIn(labels, this.#language, this.questionnaire.defaultLanguage) ?? "", node);
  }

  #readOnly(node: Node): boolean {
    const { readOnly, calculation } = node.entry.item as Question;
    return calculation !== undefined || (readOnly !== undefined && toBoolean(evaluate(this.#state, readOnly, node)));
  }

  #view(node: Node): QuestionView {
    const item = node.entry.item as Question | Note;
    const path = pathOf(node);
    const view = {
      path,
      name: item.name,
      label: this.#text(item.label, node),
      ...(item.hint && { hint: this.#text(item.hint, node) }),
      appearance: item.appearance ?? [],
    };
    if (!isQuestion(item)) {
      return { ...view, type: "note", required: false, readOnly: true, choices: [], value: undefined };
    }
    const problem = this.#problems.get(path);
    const choices = inOrder(this.#state.choices(node), item.randomize ? `${this.#seed} ${item.name}` : undefined);
    const computed = item.calculation === undefined ? undefined : String(this.#state.value(node));
    return {
      ...view,
      type: item.type,
      required: item.required !== undefined && toBoolean(evaluate(this.#state, item.required, node)),
      readOnly: this.#readOnly(node),
      choices: choices.map((choice) => ({
        name: choice.name,
        label: this.#text(choice.label, node) || choice.name,
        ...(choice.missing && { missing: choice.missing }),
      })),
      value: computed ?? (this.#state.raw(node) as AnswerValue | undefined),
      ...(item.range && { range: item.range }),
      ...(item.rows !== undefined && { rows: item.rows }),
      ...(item.sensitive && { sensitive: true as const }),
      ...(problem && { problem }),
    };
  }
}

/** Starts, or with `saved` takes up again, one person's way through a questionnaire. */
export function createSession(questionnaire: Questionnaire, options: SessionOptions): Session {
  return new Session(questionnaire, options);
}

function structuredCopy(answers: Answers): Answers {
  return JSON.parse(JSON.stringify(answers)) as Answers;
}

/** A default is written as text: `a c` for several choices. */
function defaultValue(item: Question, value: string | number | boolean): AnswerValue {
  if (value === "" || Number.isNaN(value)) return "";
  if (item.type === "select_multiple" || item.type === "rank") return String(value).split(" ").filter(Boolean);
  return typeof value === "boolean" ? String(value) : value;
}
