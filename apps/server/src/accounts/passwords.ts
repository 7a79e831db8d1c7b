import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { Problem } from "../platform/problem.ts";

/** Words that stand near everyone here, without marks: a guesser tries them first. */
const nearby = [
  ..."lang nghe langnghe lao cai laocai viet nam vietnam dieu tra dieutra khao sat khaosat du luan duluan".split(" "),
  ..."mat khau matkhau quan tri quantri can bo canbo dang nhap dangnhap tinh uy tinhuy tuyen giao tuyengiao".split(" "),
  ..."administrator password survey xin chao xinchao anh yeu em anhyeuem iloveyou".split(" "),
];
const guesser = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** Guesses that a password must withstand: 10^8 is what an attacker tries against a stolen argon2id hash in months. */
const fewestGuesses = 1e8;

/** "Nguyễn Văn A" → "nguyen van a": how people type names into passwords. */
const unmarked = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

/** Whether common lists, keyboard runs, repeats, dates, or the person's own names make a password guessable. */
export function tooEasy(password: string, names: readonly string[]): boolean {
  const near = [...names, ...names.flatMap((name) => name.split(/[\s.@_-]+/))]
    .map(unmarked)
    .filter((word) => word.length > 1);
  // Typed in other letters it is the same guess: the weaker reading counts.
  return [password, unmarked(password)].some(
    (text) => guesser.check(text, [...nearby, ...near, near.join("")]).guesses < fewestGuesses,
  );
}

/**
 * The argon2id hash of a new password.
 * @param names of the person: a password made of them is refused.
 * @throws {Problem} accounts.weak-password.
 */
export async function hashPassword(password: string, names: readonly string[]): Promise<string> {
  if (tooEasy(password, names)) throw new Problem("accounts.weak-password");
  return hash(password);
}

/** The same work whether or not there is a password, so that timing does not tell. */
const decoy = hash(randomBytes(16).toString("hex"));

export async function passwordMatches(stored: string | null | undefined, given: string): Promise<boolean> {
  return (await verify(stored ?? (await decoy), given)) && Boolean(stored);
}
