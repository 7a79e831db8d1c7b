// npm run -s lang-nghe -- COMMAND: the system for people who live in a terminal.
import { backup, restore } from "./backup.ts";
import { check } from "./check.ts";
import { estimate } from "./estimate.ts";
import { link } from "./link.ts";
import { UsageError } from "./usage.ts";

const commands: Record<string, { run: (parameters: string[]) => Promise<number>; help: string }> = {
  estimate,
  backup,
  restore,
  check,
  link,
};

const [name, ...parameters] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[name];
if (!command) {
  const help = `Usage: npm run -s lang-nghe -- COMMAND [options]\n\nCommands:\n${Object.entries(commands)
    .map(([known, { help }]) => `  ${known.padEnd(10)} ${help.split("\n")[0]}`)
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
