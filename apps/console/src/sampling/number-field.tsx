import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useLanguage } from "../platform/words.ts";

/** A number as the language of the interface writes it; "" while nothing is typed. */
export function NumberField({
  value,
  onChange,
  ...given
}: Omit<NumberInputProps, "value" | "onChange"> & { value: number | ""; onChange: (value: number | "") => void }) {
  const language = useLanguage();
  const [decimal, thousands] = language === "vi" ? [",", "."] : [".", ","];
  return (
    <NumberInput
      decimalSeparator={decimal}
      thousandSeparator={thousands}
      allowNegative={false}
      hideControls
      value={value}
      onChange={(next) => onChange(typeof next === "number" ? next : next.trim() === "" ? "" : Number(next))}
      {...given}
    />
  );
}
