import { createHash } from "node:crypto";

/** Content security policies: everything is forbidden, then each page names what it needs. Nothing is ever loaded from elsewhere. */
const nothing = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"];
/** No script may turn a text into markup or code; `named` are the only places that may, each checking what it is given. */
const trusted = (named: string) => ["require-trusted-types-for 'script'", `trusted-types ${named}`];
const policy = (...parts: string[]) => [...nothing, ...parts].join("; ");

/** Data, files, failures: nothing in them is loaded or run when a browser shows them as a page. */
export const dataPolicy = policy("frame-ancestors 'none'", ...trusted("'none'"), "sandbox");

/** Pages of text and pictures with one style sheet and no script: the public site. */
export const sitePolicy = policy(
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "frame-ancestors 'none'",
  ...trusted("'none'"),
);

/** A page whose only style is the one inside it. */
export const inlineStylePolicy = (style: string) =>
  policy(
    `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    "frame-ancestors 'none'",
    ...trusted("'none'"),
  );

/**
 * The staff's console. Its scripts are files of ours; styles are a file of ours and elements that carry this reply's nonce
 * (Mantine writes its variables so). The answer page is shown in a frame, as a preview.
 */
export const consolePolicy = (nonce: string) =>
  policy(
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    // Texts of style elements, and drawings of ours: apps/console/src/platform/trusted.ts.
    ...trusted("default lang-nghe-drawings"),
  );

/** What pages may not ask of a device. A browser that does not know a name ignores it. */
const deviceFeatures = [
  "accelerometer",
  "ambient-light-sensor",
  "autoplay",
  "battery",
  "bluetooth",
  "browsing-topics",
  "camera",
  "clipboard-read",
  "compute-pressure",
  "cross-origin-isolated",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "keyboard-map",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "otp-credentials",
  "payment",
  "picture-in-picture",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "web-share",
  "window-management",
  "xr-spatial-tracking",
].map((feature) => `${feature}=()`);
/** Copying a link and signing in with a passkey: what the console's own pages may, and no frame in them. */
const consoleFeatures = ["clipboard-write", "publickey-credentials-create", "publickey-credentials-get"];

export const permissionsOf = (console: boolean) =>
  [...deviceFeatures, ...consoleFeatures.map((feature) => `${feature}=(${console ? "self" : ""})`)].join(", ");

/** On every reply, whatever it carries. `https`: whether people reach the host so. */
export function commonHeaders(https: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-permitted-cross-domain-policies": "none",
    "x-dns-prefetch-control": "off",
    "origin-agent-cluster": "?1",
    ...(https && { "strict-transport-security": "max-age=31536000; includeSubDomains" }),
  };
}
