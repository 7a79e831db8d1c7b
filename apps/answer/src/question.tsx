import type { AnswerValue, QuestionView } from "@lang-nghe/questionnaire";
import { limits } from "@lang-nghe/questionnaire";
import {
  AcknowledgeField,
  ChoiceField,
  type ControlWords,
  DateField,
  LabelText,
  ListField,
  MultipleField,
  NumberField,
  QuestionFrame,
  RangeField,
  RankField,
  type ShownChoice,
  TextField,
  TimeField,
  type Unread,
} from "@lang-nghe/ui/controls";
import type { ReactNode } from "react";

export interface QuestionProps {
  readonly view: QuestionView;
  /** The only thing on its page: it is the heading. */
  readonly heading: boolean;
  readonly error: string | undefined;
  readonly exclusive: readonly string[];
  readonly words: ControlWords;
  readonly wordsLanguage: string;
  readonly onAnswer: (path: string, value: AnswerValue | undefined, unread?: Unread) => void;
}

/** Id of a question's first control: an address such as `members[0].age` made fit for HTML. */
export function controlId(path: string): string {
  return `q-${path.replace(/\W/g, "-")}`;
}

const grouped = new Set(["select_one", "select_multiple", "rank", "date", "range", "acknowledge"]);

/** One question or note of the questionnaire, drawn with the control of its type. */
export function Question(props: QuestionProps): ReactNode {
  const { view, heading, error, words, wordsLanguage } = props;
  const id = controlId(view.path);
  if (view.type === "note" || view.readOnly) return <Shown {...props} />;
  const list = isList(view);
  return (
    <QuestionFrame
      id={id}
      label={view.label}
      hint={view.hint}
      error={error}
      required={view.required}
      sensitive={view.sensitive}
      grouped={grouped.has(view.type) && !list}
      heading={heading}
      words={words}
      wordsLanguage={wordsLanguage}
    >
      {(describedBy) => <Control {...props} id={id} describedBy={describedBy} />}
    </QuestionFrame>
  );
}

/** A note, or a value that is computed: read, not answered. */
function Shown({ view, heading }: QuestionProps): ReactNode {
  const value = Array.isArray(view.value) ? view.value.join(", ") : view.value;
  const label = <LabelText text={view.label} />;
  return (
    <div className="ln-question ln-note">
      {heading && value === undefined && view.label.length < 120 ? (
        <h1 className="ln-ask" tabIndex={-1}>
          {label}
        </h1>
      ) : (
        <p>{label}</p>
      )}
      {view.hint && (
        <p className="ln-hint">
          <LabelText text={view.hint} />
        </p>
      )}
      {value !== undefined && <output>{value}</output>}
    </div>
  );
}

function isList(view: QuestionView): boolean {
  return view.type === "select_one" && view.appearance.some((word) => /^(minimal|autocomplete|search)/.test(word));
}

function Control(props: QuestionProps & { readonly id: string; readonly describedBy: string | undefined }): ReactNode {
  const { view, exclusive, words, wordsLanguage, onAnswer, error } = props;
  const shared = {
    id: props.id,
    describedBy: props.describedBy,
    invalid: error !== undefined,
    required: view.required,
    words,
    language: wordsLanguage,
    onChange: (value: AnswerValue | undefined, unread?: Unread) => onAnswer(view.path, value, unread),
  };
  const text = typeof view.value === "string" ? view.value : undefined;
  const several = Array.isArray(view.value) ? (view.value as readonly string[]) : undefined;
  const choices: ShownChoice[] = view.choices.map((choice) => ({
    name: choice.name,
    label: choice.label,
    missing: choice.missing !== undefined,
    exclusive: exclusive.includes(choice.name),
  }));
  const columns = view.appearance.some((word) => /^(columns|quick|horizontal|compact)/.test(word));
  switch (view.type) {
    case "integer":
    case "decimal":
      return (
        <NumberField
          {...shared}
          value={Array.isArray(view.value) ? undefined : asEntry(view.value)}
          whole={view.type === "integer"}
        />
      );
    case "range":
      return <RangeField {...shared} {...(view.range ?? { start: 0, end: 10, step: 1 })} value={asEntry(view.value)} />;
    case "date":
      return <DateField {...shared} value={text} />;
    case "time":
      return <TimeField {...shared} value={text} />;
    case "select_one":
      if (isList(view)) return <ListField {...shared} value={text} choices={choices} />;
      return (
        <ChoiceField
          {...shared}
          value={text}
          choices={choices}
          layout={view.appearance.includes("likert") ? "likert" : columns ? "columns" : "list"}
        />
      );
    case "select_multiple":
      return (
        <MultipleField
          {...shared}
          value={several}
          tip={view.hint === undefined}
          choices={choices}
          layout={columns ? "columns" : "list"}
        />
      );
    case "rank":
      return <RankField {...shared} value={several} choices={choices} />;
    case "acknowledge":
      return <AcknowledgeField {...shared} value={text} />;
    default: {
      const rows = view.rows ?? (view.appearance.includes("multiline") ? 4 : 1);
      return <TextField {...shared} value={text} rows={rows} limit={limits.text} />;
    }
  }
}

/** A number, or what was typed in its place and could not be read. */
function asEntry(value: AnswerValue | undefined): number | string | undefined {
  return typeof value === "number" || typeof value === "string" ? value : undefined;
}
