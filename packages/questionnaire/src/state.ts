import { evaluate } from "./evaluate.ts";
import { type Answers, type AnswerValue, type Choice, limits, type Moment, type Question } from "./model.ts";
import { type Entry, isQuestion, type Outline } from "./outline.ts";
import { type Result, type Scalar, scalar, toBoolean, toNumber } from "./values.ts";

/** An item in one instance of each repeat around it. */
export interface Node {
  readonly entry: Entry;
  /** Index (from 0) in each of entry.repeats. */
  readonly at: readonly number[];
}

/** The questionnaire asks for more work than `limits` allow. */
export class QuestionnaireLimitError extends Error {
  readonly code = "questionnaire-limit";
}

/** `members[0].name`: the address of an answer. */
export function pathOf(node: Node): string {
  let path = "";
  for (let i = 0; i < node.entry.repeats.length; i++) path += `${node.entry.repeats[i]!.item.name}[${node.at[i]}].`;
  return path + node.entry.item.name;
}

/** The item and instance a path names, or undefined when there is none. */
export function nodeAt(outline: Outline, path: string): Node | undefined {
  const at: number[] = [];
  const parts = path.split(".");
  const entry = outline.entries.get(parts.pop()!);
  if (!entry || entry.repeats.length !== parts.length) return undefined;
  for (const [i, part] of parts.entries()) {
    const match = /^(.*)\[(\d{1,4})\]$/.exec(part);
    if (!match || match[1] !== entry.repeats[i]!.item.name) return undefined;
    at.push(+match[2]!);
  }
  return { entry, at };
}

/** The object that holds the answers of a node's instance; with `make`, missing ones are put in place. */
export function holderOf(answers: Answers, node: Node, make = false): Answers | undefined {
  let holder: Answers | undefined = answers;
  for (let i = 0; i < node.at.length; i++) {
    const name: string = node.entry.repeats[i]!.item.name;
    let list = own(holder, name);
    if (!Array.isArray(list)) {
      if (!make) return undefined;
      list = [];
      holder[name] = list;
    }
    while (make && list.length <= node.at[i]!) (list as Answers[]).push({});
    holder = list[node.at[i]!] as Answers | undefined;
    if (typeof holder !== "object" || holder === null) return undefined;
  }
  return holder;
}

function own(holder: Answers, name: string): AnswerValue | Answers[] | undefined {
  return Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/** Everything that follows from one set of answers; made anew when an answer changes. */
export class State {
  readonly outline: Outline;
  readonly answers: Answers;
  readonly now: Moment;
  readonly language: string;
  #steps = 0;
  readonly #known = new Map<string, Result>();
  readonly #open = new Set<string>();

  constructor(outline: Outline, answers: Answers, now: Moment, language: string) {
    this.outline = outline;
    this.answers = answers;
    this.now = now;
    this.language = language;
  }

  /** @throws {QuestionnaireLimitError} after `limits.steps` steps. */
  step(): void {
    if (++this.#steps > limits.steps) throw new QuestionnaireLimitError("The questionnaire takes too many steps.");
  }

  /** What was answered, as stored, whether it is relevant or not. */
  raw(node: Node): AnswerValue | Answers[] | undefined {
    const holder = holderOf(this.answers, node);
    return holder && own(holder, node.entry.item.name);
  }

  /** The value in expressions: "" when unanswered or not relevant; a calculation is worked out. */
  value(node: Node): Scalar {
    this.step();
    if (!this.relevant(node)) return "";
    const { item } = node.entry;
    const calculation = "calculation" in item ? item.calculation : undefined;
    if (calculation !== undefined) {
      const result = this.#once(`=${pathOf(node)}`, "", () => evaluate(this, calculation, node));
      return scalar(result);
    }
    const raw = this.raw(node);
    if (typeof raw === "string" || typeof raw === "number") return raw;
    return Array.isArray(raw) && isQuestion(item) ? raw.join(" ") : "";
  }

  /** Whether the item and all groups around it are to be asked. */
  relevant(node: Node): boolean {
    const { entry } = node;
    if (entry.item.relevant === undefined && entry.parents.every((parent) => parent.item.relevant === undefined))
      return true;
    return toBoolean(
      this.#once(`?${pathOf(node)}`, true, () => {
        const { item, parents } = node.entry;
        for (const parent of parents) {
          const at = node.at.slice(0, parent.repeats.length);
          if (
            parent.item.relevant !== undefined &&
            !toBoolean(evaluate(this, parent.item.relevant, { entry: parent, at }))
          )
            return false;
        }
        return item.relevant === undefined || toBoolean(evaluate(this, item.relevant, node));
      }),
    );
  }

  /** Number of instances of a repeat. */
  count(repeat: Node): number {
    const { item } = repeat.entry;
    if (item.type !== "repeat") return 0;
    const count = item.count;
    if (count !== undefined) {
      const number = toNumber(this.#once(`#${pathOf(repeat)}`, 0, () => evaluate(this, count, repeat)));
      return number > 0 ? Math.min(Math.floor(number), limits.instances) : 0;
    }
    const list = this.raw(repeat);
    return Array.isArray(list) ? Math.min(list.length, limits.instances) : 0;
  }

  /** All nodes of an entry as seen from another node: shared repeats stay in their instance, others open out. */
  nodes(entry: Entry, from: Node): Node[] {
    const chain = entry.repeats;
    const shared = sharedRepeats(entry, from);
    let nodes: (readonly number[])[] = [from.at.slice(0, shared)];
    for (let i = shared; i < chain.length; i++) {
      nodes = nodes.flatMap((at) => this.#instances(chain[i]!, at));
    }
    return nodes.map((at) => ({ entry, at }));
  }

  #instances(repeat: Entry, at: readonly number[]): (readonly number[])[] {
    const node = { entry: repeat, at };
    const count = this.relevant(node) ? this.count(node) : 0;
    return Array.from({ length: count }, (_, i) => {
      this.step();
      return [...at, i];
    });
  }

  /** `${name}`: a value, or values where the question stands in a repeat that the asking item does not. */
  reference(name: string, from: Node): Result {
    const entry = this.outline.entries.get(name);
    if (!entry) return "";
    const nodes = this.nodes(entry, from);
    if (entry.item.type === "repeat") {
      return nodes.flatMap((node) => Array<Scalar>(this.relevant(node) ? this.count(node) : 0).fill(""));
    }
    if (entry.repeats.length > sharedRepeats(entry, from)) {
      return nodes.filter((node) => this.relevant(node)).map((node) => this.value(node));
    }
    return this.value(nodes[0]!);
  }

  /** Whether a choice is open to the question; without a name, whether any is. */
  offers(node: Node, name?: string): boolean {
    const { list, filter } = node.entry.item as Question;
    const all = (list !== undefined && this.outline.lists.get(list)) || [];
    const fits = (choice: Choice) => filter === undefined || toBoolean(evaluate(this, filter, node, choice));
    return all.some((choice) => (name === undefined || choice.name === name) && fits(choice));
  }

  /** The choices open to a select or rank question, in the order of the list. */
  choices(node: Node): readonly Choice[] {
    const question = node.entry.item as Question;
    const all = (question.list !== undefined && this.outline.lists.get(question.list)) || [];
    const { filter } = question;
    return filter === undefined ? all : all.filter((choice) => toBoolean(evaluate(this, filter, node, choice)));
  }

  /** A circle of references (refused at import) gives `circular` instead of no end. */
  #once(key: string, circular: Result, work: () => Result): Result {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key)) return circular;
    this.#open.add(key);
    try {
      const result = work();
      this.#known.set(key, result);
      return result;
    } finally {
      this.#open.delete(key);
    }
  }
}

/** How many repeats, outermost first, surround both the entry and the node. */
function sharedRepeats(entry: Entry, from: Node): number {
  let shared = 0;
  while (shared < from.at.length && entry.repeats[shared] && entry.repeats[shared] === from.entry.repeats[shared])
    shared++;
  return shared;
}
