import fc from "fast-check";
import { expect, test } from "vitest";
import { checkAnswers, completeAnswers } from "./check.ts";
import type { AnswerValue } from "./model.ts";
import { createSession } from "./session.ts";
import { begin, form, moment } from "./testing/form.ts";
import { exportXlsForm } from "./xlsform/export.ts";
import { importXlsForm } from "./xlsform/import.ts";

const q = form(`
| survey |
| | type | name | label | relevant | required | constraint | choice_filter | appearance | repeat_count | calculation |
| | integer | age | Tuổi | | yes | . >= 0 and . < 120 | | | | |
| | begin_group | g | Nhóm | \${age} >= 18 | | | | field-list | | |
| | select_one yn | work | Đi làm? | | | | | | | |
| | text | job | Việc | \${work} = 'y' | \${age} < 60 | string-length(.) < 9 | | | | |
| | select_multiple yn | both | Chọn | | | not(selected(., 'y') and selected(., 'n')) | | | | |
| | end_group | | | | | | | | | |
| | select_one c | commune | Xã | | | | w = \${work} or (w = 'k' and \${kids} > 3) | | | |
| | rank c | order | Thứ tự | \${kids} > 3 | \${age} > 50 | | w = \${work} or w = 'k' | | | |
| | integer | kids | Con | | | | | | | |
| | begin_repeat | kid | Con | | | | | | \${kids} | |
| | integer | kid_age | Tuổi con | | | . < \${age} | | | | |
| | end_repeat | | | | | | | | | |
| | begin_repeat | visit | Lần tới | \${work} = 'n' | | | | | | |
| | date | day | Ngày | | yes | . <= today() | | | | |
| | end_repeat | | | | | | | | | |
| | calculate | total | | | | | | | | sum(\${kid_age}) |
| | text | last | Cuối | \${total} > 20 | | | | | | |
| choices |
| | list_name | name | label | w |
| | yn | y | Có |
| | yn | n | Không |
| | c | c1 | Xã 1 | y |
| | c | c2 | Xã 2 | y |
| | c | c3 | Xã 3 | k |`);

const paths = [
  "age",
  "work",
  "job",
  "both",
  "kids",
  "kid[0].kid_age",
  "kid[1].kid_age",
  "visit[0].day",
  "visit[1].day",
  "last",
  "commune",
  "order",
  "total",
  "nothing",
  "kid[9999].kid_age",
];
const anyValue: fc.Arbitrary<AnswerValue | undefined> = fc.oneof(
  fc.integer({ min: -5, max: 130 }),
  fc.constantFrom("y", "n", "x", "", "12", "2026-02-06", "2026-02-07", "long text indeed"),
  fc.subarray(["y", "n", "z"]),
  fc.constantFrom("c1", "c3"),
  fc.shuffledSubarray(["c1", "c2", "c3"], { minLength: 1 }),
  fc.constant(undefined),
);
const move = fc.oneof(
  fc.record({ do: fc.constant("answer" as const), path: fc.constantFrom(...paths), value: anyValue }),
  fc.record({ do: fc.constantFrom("next" as const, "back" as const) }),
  fc.record({ do: fc.constantFrom("add" as const, "remove" as const) }),
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

function walk(moves: readonly Move[]) {
  const session = begin(q);
  for (const step of moves) {
    if (step.do === "answer") session.answer(step.path, step.value);
    else if (step.do === "add") session.addInstance("visit");
    else if (step.do === "remove") session.removeInstance("visit", 0);
    else session[step.do]();
  }
  return session;
}

test("going back and forth never loses an answer", () =>
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), fc.array(fc.boolean(), { maxLength: 20 }), (moves, ways) => {
      const session = walk(moves);
      const before = session.save().answers;
      for (const forth of ways) forth ? session.next() : session.back();
      expect(session.save().answers).toEqual(before);
    }),
  ));

/** Someone who answers what is asked, goes back at times, and changes their mind. */
function conversation(draws: readonly number[]) {
  const session = begin(q);
  let at = 0;
  const draw = (below: number) => draws[at++ % draws.length]! % below;
  for (let turn = 0; turn < 80 && !session.finished; turn++) {
    const page = session.currentPage;
    for (const question of page.questions) {
      const names = question.choices.map((choice) => choice.name);
      if (question.type === "integer") session.answer(question.path, [3, 17, 40, 61, 0, 2][draw(6)]);
      else if (question.type === "select_one" && names.length > 0)
        session.answer(question.path, names[draw(names.length)]);
      else if (question.type === "select_multiple") session.answer(question.path, [names[draw(names.length)]!]);
      else if (question.type === "rank") session.answer(question.path, draw(2) ? names : names.toReversed());
      else if (question.type === "date") session.answer(question.path, "2026-02-01");
      else if (question.type === "text") session.answer(question.path, draw(3) ? "nước" : undefined);
    }
    if (page.repeat && page.repeat.count < 2 && draw(2)) session.addInstance(page.repeat.path);
    if (draw(5) === 0) session.back();
    else session.next();
  }
  return session;
}

test("a session that finished passes the check, and only calculated values are added to what it sends", () => {
  let finished = 0;
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 20, maxLength: 200 }),
      fc.array(move, { maxLength: 3 }),
      (draws, moves) => {
        const talked = conversation(draws);
        const taken = createSession(q, { clock: () => moment, saved: talked.save() });
        // A last change of mind on a page far back.
        for (const step of moves) if (step.do === "answer") taken.answer(step.path, step.value);
        for (let i = 0; i < 30 && !taken.finished; i++) if (!taken.next().moved) break;
        for (const session of [talked, taken]) {
          if (!session.finished) continue;
          finished++;
          expect(checkAnswers(q, session.answers, moment)).toEqual([]);
          const { total: _, ...rest } = completeAnswers(q, session.answers, moment);
          expect(rest).toEqual(session.answers);
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(finished).toBeGreaterThan(300);
});

test("most walks with sound answers do finish", () => {
  const session = walk([]);
  session.answer("age", 40);
  for (let i = 0; i < 30 && !session.finished; i++) session.next();
  expect(session.finished).toBe(true);
});

test("saving and taking up again changes nothing", () =>
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      const session = walk(moves);
      const again = begin(q);
      expect(again.save().answers).toEqual({});
      const saved = JSON.parse(JSON.stringify(session.save()));
      const taken = createSession(q, { clock: () => moment, saved });
      expect(taken.save()).toEqual(session.save());
      expect(taken.currentPage.key).toBe(session.currentPage.key);
    }),
  ));

test("the check never throws, whatever arrives", () => {
  const keys = fc.constantFrom(
    "age",
    "work",
    "both",
    "kids",
    "kid",
    "visit",
    "day",
    "kid_age",
    "__proto__",
    "toString",
    "x",
  );
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 1e308, -1, 3, "y", "2026-13-99"),
      fc.string(),
      fc.array(tie("json"), { maxLength: 4 }),
      fc.dictionary(keys, tie("json"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.oneof(json, fc.jsonValue()), (answers) => {
      const problems = checkAnswers(q, answers, moment);
      expect(Array.isArray(problems)).toBe(true);
      if (problems.length === 0) completeAnswers(q, answers as never, moment);
    }),
    { numRuns: 1000 },
  );
});

test("a form goes out and comes back the same", () => {
  const again = importXlsForm(exportXlsForm(q));
  expect(again).toEqual({ questionnaire: q, ignored: [] });
});
