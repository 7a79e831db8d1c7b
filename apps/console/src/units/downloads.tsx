import { Button } from "@mantine/core";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** A file in both forms, straight from the server. */
export function Downloads({ of }: { of: "units" | "crosswalk" }) {
  const t = useWords(words);
  return (
    <>
      <Button component="a" variant="default" href={`/api/units/${of}.csv`} download>
        {t("exportCsv")}
      </Button>
      <Button component="a" variant="default" href={`/api/units/${of}.xlsx`} download>
        {t("exportXlsx")}
      </Button>
    </>
  );
}
