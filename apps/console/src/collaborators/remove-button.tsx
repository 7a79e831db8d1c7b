import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { refresh } from "../platform/query.ts";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Deletes what stands at `path`, after saying what that means. */
export function RemoveButton({
  path,
  name,
  what,
  again,
  label,
  onGone,
}: {
  path: string;
  /** Who or what goes, for the heading and for those who listen. */
  name: string;
  what: string;
  /** Paths to ask for again. */
  again: readonly string[];
  label?: string;
  onGone?: () => void;
}) {
  const t = useWords(words);
  const [asking, setAsking] = useState(false);
  const remove = useMutation<undefined, ProblemError>({
    mutationFn: () => api.remove(path),
    onSuccess: async () => {
      setAsking(false);
      onGone?.();
      await refresh(...again);
      toast(t("removed"));
    },
  });
  return (
    <>
      <Button size="sm" variant="default" aria-label={label ?? t("deleteOf", { name })} onClick={() => setAsking(true)}>
        {label ?? t("delete")}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("deleteOf", { name })}
        action={label ?? t("delete")}
        harmful
        busy={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate()}
      >
        <Text>{what}</Text>
      </Confirm>
    </>
  );
}
