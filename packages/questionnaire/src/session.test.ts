import { expect, test } from "vitest";
import { checkAnswers } from "./check.ts";
import { createSession } from "./session.ts";
import { begin, form, moment, shown } from "./testing/form.ts";

const services = form(`
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | required | required_message::Tiếng Việt (vi) | constraint | constraint_message::English (en) |
| | note | consent | Quý vị có thể dừng bất cứ lúc nào. | You may stop at any time. | | | | | |
| | integer | age | Năm nay quý vị bao nhiêu tuổi? | How old are you? | | yes | Xin cho biết tuổi. | . >= 18 and . <= 110 | Adults only. |
| | select_one yn | office | Quý vị có tới bộ phận một cửa không? | Did you visit the one-stop shop? | | yes | | | |
| | select_multiple what | matters | Quý vị làm việc gì? | What for? | \${office} = 'yes' | | | count-selected(.) <= 2 | |
| | text | other | Việc gì khác? | What else? | selected(\${matters}, 'other') | | | | |
| | note | thanks | Cảm ơn người \${age} tuổi đã chọn \${office}. | Thank you, aged \${age}: \${office}. | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yn | yes | Có | Yes |
| | yn | no | Không | No |
| | yn | refused | Không muốn trả lời | Prefer not to say |
| | what | land | Đất đai | Land papers |
| | what | birth | Khai sinh | Birth certificate |
| | what | other | Việc khác | Something else |
`);

test("consent is taken out of the questions, in each language", () => {
  expect(services.consent).toEqual({ vi: "Quý vị có thể dừng bất cứ lúc nào.", en: "You may stop at any time." });
  expect(begin(services).pages).toEqual(["age", "office", "thanks"]);
});

test("a person goes from question to question, skipping what does not concern them", () => {
  const session = begin(services);
  expect(shown(session)).toEqual(["age"]);
  session.answer("age", 40);
  expect(session.next()).toEqual({ moved: true });
  session.answer("office", "no");
  session.next();
  expect(shown(session)).toEqual(["thanks"]);
  expect(session.progress).toBeCloseTo(2 / 3);
  session.next();
  expect(session.finished).toBe(true);
  expect(session.answers).toEqual({ age: 40, office: "no" });
});

test("a required question keeps the page and says why, in the respondent's language", () => {
  const session = begin(services, "vi");
  expect(session.next()).toEqual({
    moved: false,
    problems: [{ path: "age", kind: "required", message: "Xin cho biết tuổi." }],
  });
  expect(session.currentPage.questions[0]!.problem?.message).toBe("Xin cho biết tuổi.");
  session.answer("age", "40");
  expect(session.currentPage.questions[0]!.problem).toBeUndefined();
});

test("a broken constraint gives the author's words, a wrong type ours", () => {
  const session = begin(services, "en");
  session.answer("age", "12");
  expect(session.next()).toMatchObject({ problems: [{ kind: "constraint", message: "Adults only." }] });
  session.answer("age", "forty");
  expect(session.next()).toMatchObject({ problems: [{ kind: "type", message: "Please enter a whole number." }] });
  expect(session.currentPage.questions[0]!.value).toBe("forty");
});

test("going back keeps an answer that became irrelevant; finishing drops it", () => {
  const session = begin(services);
  session.answer("age", 40);
  session.next();
  session.answer("office", "yes");
  session.next();
  session.answer("matters", ["land", "other"]);
  session.next();
  session.answer("other", "nước");
  session.back();
  session.back();
  session.answer("office", "no");
  expect(session.answers).toEqual({ age: 40, office: "no" });
  session.answer("office", "yes");
  expect(session.answers).toEqual({ age: 40, office: "yes", matters: ["land", "other"], other: "nước" });
});

test("answers appear in later words: numbers as typed, choices by their label", () => {
  const session = begin(services, "vi");
  session.answer("age", 40);
  session.answer("office", "no");
  session.next();
  session.next();
  expect(session.currentPage.questions[0]!.label).toBe("Cảm ơn người 40 tuổi đã chọn Không.");
  session.language = "en";
  expect(session.currentPage.questions[0]!.label).toBe("Thank you, aged 40: No.");
});

test("a saved session opens on the same page with the same answers", () => {
  const session = begin(services, "en");
  session.answer("age", 40);
  session.next();
  session.answer("office", "yes");
  const saved = JSON.parse(JSON.stringify(session.save()));
  const again = createSession(services, { clock: () => moment, saved });
  expect(shown(again)).toEqual(["office"]);
  expect(again.language).toBe("en");
  expect(again.answers).toEqual({ age: 40, office: "yes" });
});

test("a saved session of another version loses only what has no place", () => {
  const saved = {
    answers: { age: 40, gone: "x", office: { a: 1 } },
    language: "fr",
    page: "gone",
    seed: 1,
    finished: true,
  };
  const session = createSession(services, { clock: () => moment, saved: saved as never });
  expect(session.answers).toEqual({ age: 40 });
  expect(session.language).toBe("vi");
  expect(session.finished).toBe(false);
});

test("a level of the list that means no answer is marked for the page", () => {
  const session = begin(services);
  session.answer("age", 40);
  session.next();
  expect(session.currentPage.questions[0]!.choices.map((choice) => choice.missing)).toEqual([
    undefined,
    undefined,
    "refused",
  ]);
});

test("a field-list group is one page; with style pages every group is", () => {
  const groups = (style: string) => `
| survey |
| | type | name | label | appearance |
| | begin_group | one | Một | field-list |
| | text | a | A | |
| | text | b | B | |
| | end_group | | | |
| | begin_group | two | Hai | |
| | text | c | C | |
| | text | d | D | |
| | end_group | | | |
| settings |
| | style |
| | ${style} |`;
  expect(begin(form(groups(""))).pages).toEqual(["one", "c", "d"]);
  expect(begin(form(groups("pages"))).pages).toEqual(["one", "two"]);
  expect(begin(form(groups("pages"))).currentPage.headings).toEqual(["Một"]);
});

const household = form(`
| survey |
| | type | name | label | relevant | repeat_count | calculation | required | appearance |
| | begin_repeat | members | Thành viên | | | | | field-list |
| | text | first_name | Tên gọi | | | | yes | |
| | integer | years | \${first_name} bao nhiêu tuổi? | | | | | |
| | end_repeat | | | | | | | |
| | calculate | total | | | | sum(\${years}) | | |
| | calculate | oldest | | | | max(\${years}) | | |
| | note | sum_up | \${total} tuổi, \${oldest} là lớn nhất | count(\${members}) > 0 | | | | |
`);

test("a person adds and removes members of a household", () => {
  const session = begin(household);
  expect(session.currentPage.repeat).toEqual({ path: "members", label: "Thành viên", count: 0, canAdd: true });
  session.addInstance("members");
  expect(session.currentPage.headings).toEqual(["Thành viên 1"]);
  session.answer("members[0].first_name", "Mai");
  session.answer("members[0].years", 30);
  expect(session.currentPage.questions[1]!.label).toBe("Mai bao nhiêu tuổi?");
  session.next();
  session.addInstance("members");
  session.answer("members[1].first_name", "Páo");
  session.answer("members[1].years", 42);
  session.next();
  session.next();
  expect(session.currentPage.questions[0]!.label).toBe("72 tuổi, 42 là lớn nhất");
  session.removeInstance("members", 0);
  expect(session.answers).toEqual({ members: [{ first_name: "Páo", years: 42 }] });
  session.next();
  expect(session.finished).toBe(true);
  expect(checkAnswers(household, session.answers, moment)).toEqual([]);
});

test("a fixed count gives that many instances, and fewer when the count falls", () => {
  const children = form(`
| survey |
| | type | name | label | repeat_count |
| | integer | children | Bao nhiêu con? | |
| | begin_repeat | child | Con | \${children} |
| | text | call | Con thứ mấy: | |
| | end_repeat | | | |`);
  const session = begin(children);
  session.answer("children", 2);
  expect(session.pages).toEqual(["children", "child[0].call", "child[1].call"]);
  session.answer("child[1].call", "Út");
  session.answer("children", 1);
  expect(session.answers).toEqual({ children: 1, child: [{}] });
});

test("the last page sends a person back to an earlier page that is no longer in order", () => {
  const dates = form(`
| survey |
| | type | name | label | constraint |
| | integer | from | Từ | . <= \${to} or \${to} = '' |
| | integer | to | Đến | |`);
  const session = begin(dates);
  session.answer("from", 5);
  session.next();
  session.answer("to", 3);
  expect(session.next()).toMatchObject({ moved: false, problems: [{ path: "from", kind: "constraint" }] });
  expect(shown(session)).toEqual(["from"]);
  expect(session.finished).toBe(false);
});

test("another district empties the commune: a choice that nothing on the page could change is taken back", () => {
  const cascade = form(`
| survey |
| | type | name | label | choice_filter |
| | select_one d | district | Huyện | |
| | select_one c | commune | Xã | district = \${district} |
| choices |
| | list_name | name | label | district |
| | d | sapa | Sa Pa | |
| | d | other | Nơi khác | |
| | c | tavan | Tả Van | sapa |`);
  const session = begin(cascade);
  session.answer("district", "sapa");
  session.answer("commune", "tavan");
  session.answer("district", "other");
  session.next();
  session.next();
  expect(session.finished).toBe(true);
  expect(session.answers).toEqual({ district: "other" });
});

test("another language on the last page does not undo the finish", () => {
  const session = begin(services);
  session.answer("age", 40);
  session.answer("office", "no");
  for (let i = 0; i < 3; i++) session.next();
  session.language = "en";
  expect(session.finished).toBe(true);
});

test("randomised choices keep one order within a session, and don't know stays last", () => {
  const topics = form(`
| survey |
| | type | name | label | parameters |
| | select_one t | topic | Việc gì trước? | randomize=true |
| choices |
| | list_name | name | label |
| | t | a | A |
| | t | b | B |
| | t | c | C |
| | t | dk | Không biết |`);
  const order = (seed: number) =>
    createSession(topics, { clock: () => moment, seed }).currentPage.questions[0]!.choices.map((choice) => choice.name);
  expect(order(7)).toEqual(order(7));
  const orders = Array.from({ length: 600 }, (_, seed) => order(seed));
  expect(orders.every((names) => names[3] === "dk")).toBe(true);
  // Each of the 6 orders is drawn about 100 times of 600; 5 standard deviations are 46.
  const times = Map.groupBy(orders, (names) => names.join(""));
  expect(times.size).toBe(6);
  for (const drawn of times.values()) expect(Math.abs(drawn.length - 100)).toBeLessThan(46);
});

test("defaults are set once: fixed ones, worked out ones, and in each new instance", () => {
  const defaults = form(`
| survey |
| | type | name | label | default |
| | integer | base | A | 3 |
| | integer | twice | B | \${base} * 2 |
| | select_multiple l | pick | C | a b |
| | begin_repeat | r | R | |
| | text | t | T | xã |
| | end_repeat | | | |
| choices |
| | list_name | name | label |
| | l | a | A |
| | l | b | B |`);
  const session = begin(defaults);
  session.addInstance("r");
  expect(session.answers).toEqual({ base: 3, twice: 6, pick: ["a", "b"], r: [{ t: "xã" }] });
});
