import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { refresh } from "../platform/query.ts";
import { useWords } from "../platform/words.ts";
import { frameWords } from "./frame-words.ts";

/** Deletes a frame or a set of counts, after saying so. */
export function DeleteButton({ path, title }: { path: string; title: string }) {
  const t = useWords(frameWords);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation<undefined, ProblemError>({
    mutationFn: () => api.remove(path),
    onSuccess: async () => {
      await navigate({ to: "/frames" });
      await refresh("/frames", "/populations");
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("delete")}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("deleteTitle", { title })}
        action={t("delete")}
        harmful
        busy={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate()}
      >
        <Text>{t("deleteWhat")}</Text>
      </Confirm>
    </>
  );
}
