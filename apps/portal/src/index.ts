export { type Published, type PublishOptions, publish } from "./write-site.ts";
