import { parseArgs } from "node:util";
import { publish } from "./write-site.ts";

const help = `Writes the public site from released files.

  node apps/portal/src/main.ts --from FOLDER --to FOLDER [--base URL]

  --from   folder of released files (DATA_DIR/published)
  --to     folder of the site; replaced as a whole once the new one is finished
  --base   public address of the site, for canonical links

Exit codes: 0 all published, 1 some files could not be published (named on standard error), 2 nothing was written.
`;

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      from: { type: "string" },
      to: { type: "string" },
      base: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (!values.from || !values.to) {
    process.stderr.write(help);
    return 2;
  }
  const base = values.base ? new URL(values.base.endsWith("/") ? values.base : `${values.base}/`).href : null;
  const today = new Date().toISOString().slice(0, 10);
  const { releases, withdrawn, bad } = await publish({ from: values.from, to: values.to, base, today });
  process.stdout.write(`portal: ${releases} published, ${withdrawn} withdrawn, ${bad.length} skipped\n`);
  for (const { file, reason } of bad) process.stderr.write(`portal: ${file} was skipped: ${reason}\n`);
  return bad.length > 0 ? 1 : 0;
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`portal: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
