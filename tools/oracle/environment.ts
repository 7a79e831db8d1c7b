import type { Matched } from "./arguments.ts";
import type { Expression } from "./reader.ts";
import type { Frame, Given, Value } from "./values.ts";
import { Refusal } from "./values.ts";

/** What the case gives besides its code. */
export interface CaseContext {
  /** Evaluates an expression; given here so that calls and interpreter need not import each other. */
  readonly evaluate: (expression: Expression, environment: Environment) => Value;
  readonly definitions: Definitions;
  readonly lonelyPsu: "fail" | "remove" | "adjust" | "average" | "certainty";
  readonly adjustDomainLonely: boolean;
  /** Replicate weights that came with the case, by the name of the design: for those that R drew at random. */
  readonly replicates: (design: string) => ReplicateTable | undefined;
  /** What the calls of the result at hand met of R's known faults, for the rules of `declined.ts`. */
  readonly notes: Set<string>;
}

export interface ReplicateTable {
  readonly weights: Float64Array;
  readonly columns: readonly Float64Array[];
  readonly type: string;
  readonly scale: number;
  readonly rscales: Float64Array;
  readonly meanSquaredError: boolean;
}

/** Names and their values; what is not found here is looked for in the parent. */
export class Environment {
  readonly context: CaseContext;
  private readonly parent: Environment | undefined;
  private readonly values = new Map<string, Value>();
  private readonly frame: Frame | undefined;
  /** The name that is being assigned to: designs drawn at random find their weights by it. */
  target: string | undefined;

  constructor(context: CaseContext, parent?: Environment, frame?: Frame) {
    this.context = context;
    this.parent = parent;
    this.frame = frame;
  }

  find(name: string): Value | undefined {
    return this.values.get(name) ?? this.frame?.columns.get(name) ?? this.parent?.find(name);
  }

  get(name: string): Value {
    const value = this.find(name);
    if (value === undefined) throw new Refusal(`the name ${name} is not known`);
    return value;
  }

  set(name: string, value: Value): void {
    this.values.set(name, value);
  }

  /** The name being assigned to, here or further out. */
  get assigned(): string | undefined {
    return this.target ?? this.parent?.assigned;
  }

  /** The names in `frame` first, then those here. */
  within(frame?: Frame): Environment {
    return new Environment(this.context, this, frame);
  }
}

/** An R function that maps to the library. Arguments are evaluated when asked for, so that expressions can be taken unevaluated. */
export interface Definition {
  /** In R's order. "..." takes the rest; without it an argument R has and this reader has not makes the call unsupported. */
  readonly parameters: readonly string[];
  readonly call: (matched: Matched) => Value;
}

export type Definitions = Readonly<Record<string, Definition>>;

export type { Expression, Given, Matched };
