export {
  type AnswerProblem,
  type AnswerState,
  answerState,
  checkAnswers,
  completeAnswers,
} from "./check.ts";
export { labelIn } from "./messages.ts";
export * from "./model.ts";
export { isAnswered, isGroup, isQuestion } from "./outline.ts";
export {
  type ChoiceView,
  createSession,
  type PageView,
  type QuestionView,
  type SavedSession,
  Session,
  type SessionOptions,
  type SessionProblem,
  type Step,
} from "./session.ts";
