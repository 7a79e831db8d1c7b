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
export { createSession, Session } from "./session.ts";
export type {
  ChoiceView,
  PageView,
  QuestionView,
  SavedSession,
  SessionOptions,
  SessionProblem,
  Step,
} from "./views.ts";
