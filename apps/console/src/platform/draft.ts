import { useCallback, useEffect, useState } from "react";

function read<Value>(key: string): Value | undefined {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Value);
  } catch {
    return undefined;
  }
}

/** Removes all half-written forms of this tab: the next person must not find them. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith("lang-nghe.draft.")) sessionStorage.removeItem(key);
  } catch {
    // No storage, so no drafts.
  }
}

/** Whether something half written waits under this name. */
export const hasDraft = (name: string): boolean => read(`lang-nghe.draft.${name}`) !== undefined;

/**
 * State of a form that outlives a reload of the page (kept in this tab only). `clear` once it was sent.
 * Never for passwords.
 */
export function useDraft<Value>(name: string, initial: Value) {
  const key = `lang-nghe.draft.${name}`;
  const [value, setValue] = useState<Value>(() => read<Value>(key) ?? initial);
  const [touched, setTouched] = useState(() => read<Value>(key) !== undefined);
  useEffect(() => {
    if (!touched) return;
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Full or no storage: the form still works, it only does not outlive a reload.
    }
  }, [key, touched, value]);
  const change = useCallback((next: Value | ((before: Value) => Value)) => {
    setTouched(true);
    setValue(next);
  }, []);
  const clear = useCallback(
    (to?: Value) => {
      setTouched(false);
      if (to !== undefined) setValue(to);
      try {
        sessionStorage.removeItem(key);
      } catch {
        // Nothing was kept, so there is nothing to forget.
      }
    },
    [key],
  );
  return { value, change, clear, touched };
}
