import { expect, test } from "vitest";
import { kindOfKey } from "./key-words.ts";

test.each([
  ["xa", "", "place"],
  ["q1", "Ông/bà đang sống ở xã, phường nào?", "place"],
  ["q1", "Nơi ông/bà đang sống là:", "place"],
  ["q1", "Which commune do you live in?", "place"],
  ["nam_sinh", "", "birth"],
  ["q2", "Ông/bà sinh năm nào?", "birth"],
  ["q2", "In what year were you born?", "birth"],
  ["q3", "Ông/bà bao nhiêu tuổi?", "age"],
  ["age_group", "", "age"],
  ["q3_tuoi", "", "age"],
  ["q3", "How old are you?", "age"],
  ["gioitinh", "", "sex"],
  ["q4", "Giới tính của ông/bà:", "sex"],
  ["dan_toc", "", "ethnicity"],
  ["q5", "Ông/bà là người dân tộc nào?", "ethnicity"],
  ["q5", "Which ethnic group do you belong to?", "ethnicity"],
  ["nghe_nghiep", "", "occupation"],
  ["q6", "Nghề nghiệp chính của ông/bà là gì?", "occupation"],
  ["q7", "Nhà ông/bà có bao nhiêu người?", "household"],
  ["q7", "How many people live in your household?", "household"],
  ["q8", "Ông/bà theo đạo nào?", "religion"],
] as const)("%s, “%s”: %s", (name, label, kind) => {
  expect(kindOfKey(name, { vi: label })).toBe(kind);
});

test.each([
  ["road_quality", "Đường từ nhà ông/bà đến trung tâm xã, phường hiện nay thế nào?"],
  ["used_office", "Trong 12 tháng qua, ông/bà có đến bộ phận một cửa của xã, phường không?"],
  ["school_quality", "Ông/bà đánh giá việc dạy và chăm sóc trẻ ở trường thế nào?"],
  ["proposal", "Ông/bà muốn đề nghị điều gì? Xin đừng ghi tên hay số điện thoại."],
  ["environment_problem", "Ở nơi ông/bà đang sống, vấn đề môi trường nào đáng lo nhất?"],
  ["overall", "Nhìn chung, ông/bà hài lòng thế nào với dịch vụ công nơi ông/bà sống?"],
  ["services", "How are the public services where you live?"],
  ["page", "How many pages did you read?"],
  ["average", "How is the road to the commune?"],
])("an opinion is no key: %s", (name, vi) => {
  expect(kindOfKey(name, { vi })).toBeUndefined();
});
