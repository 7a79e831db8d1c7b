// What this app takes for React: Preact and its hooks. Of preact/compat, which is four times as large as all of this and the
// hooks' own, the controls need one thing: that `onChange` of a field means each keystroke, as it does in React.
import { options } from "preact";

export * from "preact/hooks";

const before = options.vnode;
options.vnode = (node) => {
  const { type, props } = node as { type: unknown; props: Record<string, unknown> };
  const field = type === "textarea" || (type === "input" && !/file|checkbox|radio/.test(String(props.type)));
  if (field && props.onChange) {
    props.onInput = props.onChange;
    delete props.onChange;
  }
  before?.(node);
};
