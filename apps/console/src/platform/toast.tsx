import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { platformWords } from "./platform-words.ts";
import { currentLanguage } from "./words.ts";

export interface ToastOptions {
  /** A way back or onward: "Hoàn tác", "Mở bản công bố". Toasts stand outside the router, so it is a button. */
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly tone?: "bad";
}

/** Says in a corner what has happened. Read out to those who listen; longer when there is something to do. */
export function toast(message: string, { action, tone }: ToastOptions = {}): void {
  const id = `toast-${crypto.randomUUID()}`;
  notifications.show({
    id,
    message: action ? (
      <>
        {message}{" "}
        <Anchor
          component="button"
          type="button"
          inherit
          onClick={() => {
            notifications.hide(id);
            action.run();
          }}
        >
          {action.label}
        </Anchor>
      </>
    ) : (
      message
    ),
    autoClose: action || tone === "bad" ? 12_000 : 5_000,
    closeButtonProps: { "aria-label": platformWords[currentLanguage()].close },
    ...(tone === "bad" ? { color: "#9c2b12" } : {}),
  });
}
