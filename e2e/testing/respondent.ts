import {
  type Answers,
  type AnswerValue,
  createSession,
  type Questionnaire,
  type QuestionView,
} from "@lang-nghe/questionnaire";

/**
 * Walks through a form as a person in a hurry would, taking the first thing that is accepted.
 *
 * @param person of single choices the person takes the one at `person` modulo the first two, so that answers differ.
 */
export function hurriedAnswers(questionnaire: Questionnaire, person = 0): Answers {
  const session = createSession(questionnaire, { clock: () => "2026-03-02T09:00" });
  for (let steps = 0; !session.finished && steps < 500; steps++) {
    for (const question of session.currentPage.questions)
      if (question.type !== "note" && !question.readOnly) session.answer(question.path, firstFitting(question, person));
    const step = session.next();
    if (!step.moved)
      throw new Error(
        `The form does not accept a plain answer: ${step.problems.map(({ path, message }) => `${path}: ${message}`).join("; ")}`,
      );
  }
  return session.answers;
}

function firstFitting(question: QuestionView, person: number): AnswerValue {
  switch (question.type) {
    case "select_one":
      return question.choices[person % Math.min(2, question.choices.length)]!.name;
    case "select_multiple":
      return [question.choices[0]!.name];
    case "rank":
      return question.choices.map(({ name }) => name);
    case "integer":
    case "decimal":
      return 30;
    case "range":
      return question.range?.start ?? 0;
    case "date":
      return "2026-02-06";
    case "time":
      return "10:30";
    case "acknowledge":
      return "OK";
    default:
      return "Tốt";
  }
}
