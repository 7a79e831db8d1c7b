// npm run -s lang-nghe -- COMMAND: the system for people who live in a terminal.
import { UsageError } from "./usage.ts";

type Command = { run: (parameters: string[]) => Promise<number>; help: string };

/** Each is read when it is called: a command need not wait for the whole system. */
const commands: Record<string, () => Promise<Command>> = {
  estimate: async () => (await import("./estimate.ts")).estimate,
  sample: async () => (await import("./sample.ts")).sample,
  backup: async () => (await import("./backup.ts")).backup,
  restore: async () => (await import("./backup.ts")).restore,
  check: async () => (await import("./check.ts")).check,
  audit: async () => (await import("./audit.ts")).audit,
  database: async () => (await import("./database.ts")).database,
  link: async () => (await import("./link.ts")).link,
  witness: async () => (await import("./witness.ts")).witness,
  receipt: async () => (await import("./receipt.ts")).receipt,
};

const [name, ...parameters] = process.argv.slice(2);
const command = name === undefined ? undefined : await commands[name]?.();
if (!command) {
  const known = await Promise.all(
    Object.entries(commands).map(async ([one, read]) => [one, (await read()).help] as const),
  );
  const help = `Usage: npm run -s lang-nghe -- COMMAND [options]\n\nCommands:\n${known
    .map(([one, text]) => `  ${one.padEnd(10)} ${text.split("\n")[0]}`)
    .join("\n")}\n\nnpm run -s lang-nghe -- COMMAND --help tells more.\n`;
  const asked = name === undefined || name === "--help" || name === "help";
  (asked ? process.stdout : process.stderr).write(asked ? help : `There is no command ${name}.\n\n${help}`);
  process.exit(asked ? 0 : 2);
}
if (parameters.includes("--help")) {
  process.stdout.write(command.help);
  process.exit(0);
}
try {
  process.exitCode = await command.run(parameters);
} catch (error) {
  // What the person can mend is said in one line; a bug shows its trace.
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
