import { expect, test } from "vitest";
import { dialled, emailAddress, telephone } from "./contact.ts";

test.each([
  ["0912345678", "+84912345678"],
  ["912345678", "+84912345678"],
  ["84912345678", "+84912345678"],
  ["+84 912 345 678", "+84912345678"],
  ["0084.912.345.678", "+84912345678"],
  ["(0912) 345-678", "+84912345678"],
  // Lào Cai's area code, 214, and a number of seven digits.
  ["0214 3840123", "+842143840123"],
  // Eleven digits until 2018.
  ["01686123456", "+84386123456"],
  ["01201234567", "+84701234567"],
  ["+856 20 5555 1234", "+8562055551234"],
])("%s is the telephone number %s", (text, expected) => expect(telephone(text)).toBe(expected));

test.each(["12345", "0412345678", "01301234567", "09123456789", "không có", "091234567x", "+84", ""])(
  "%s is no telephone number",
  (text) => expect(telephone(text)).toBeUndefined(),
);

test("a number is dialled as people in Vietnam dial it", () => {
  expect([dialled("+84912345678"), dialled("+8562055551234")]).toEqual(["0912345678", "008562055551234"]);
});

test("addresses of e-mail are compared in small letters, and what is none is told", () => {
  expect(emailAddress(" Nguyen.An@Example.VN ")).toBe("nguyen.an@example.vn");
  for (const text of [
    "an@",
    "an@localhost",
    "a b@example.vn",
    "an@example.vn\nBcc: x@y.vn",
    "<an@example.vn>",
    "an..b@x.vn",
  ])
    expect(emailAddress(text)).toBeUndefined();
});
