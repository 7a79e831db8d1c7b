// The only two doors through which the console turns text into markup. The server's policy (require-trusted-types-for) has the
// browser refuse every other one.

/** The part of the browser's Trusted Types that is used here; TypeScript's own DOM types do not have it yet. */
type Policy = { createHTML: (markup: string) => unknown };
type Factory = { createPolicy: (name: string, rules: { createHTML: (markup: string) => string }) => Policy };

const trustedTypes = (globalThis as { trustedTypes?: Factory }).trustedTypes;

/** Elements and attributes by which a drawing could do more than be looked at. */
const active =
  /<\s*(script|foreignobject|iframe|object|embed|image|animate|set|use|a|style|link|html)\b|\son\w+\s*=|javascript:|\shref\s*=/i;

function checkDrawing(markup: string): string {
  if (markup !== "" && (!/^\s*<svg[\s>]/.test(markup) || active.test(markup)))
    throw new TypeError("This is not a drawing of ours.");
  return markup;
}

/** A text without `<` cannot become an element: Mantine writes the rules of its style elements so. */
function checkPlain(text: string): string {
  if (text.includes("<")) throw new TypeError("Markup comes from drawing() only.");
  return text;
}

const drawings = trustedTypes?.createPolicy("lang-nghe-drawings", { createHTML: checkDrawing });
trustedTypes?.createPolicy("default", { createHTML: checkPlain });

/**
 * SVG of our own chart library or of the QR library, for `dangerouslySetInnerHTML`.
 * @throws {TypeError} when something in it could run, load or lead elsewhere.
 */
export function drawing(svg: string): { __html: string } {
  const checked = checkDrawing(svg);
  return { __html: (drawings ? drawings.createHTML(checked) : checked) as string };
}

/** This page's nonce, which style elements made by libraries carry. */
export const styleNonce = document.querySelector<HTMLElement>("meta[property=csp-nonce]")?.nonce ?? "";
// The name by which the library that locks scrolling behind dialogs (react-style-singleton) looks for it.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce;
