import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Server to talk to while developing: `LANG_NGHE_SERVER=http://localhost:3000 vite`. */
const server = process.env.LANG_NGHE_SERVER ?? "http://localhost:3000";

/** @hpke/common looks for Node's module where there is no WebCrypto; a browser has WebCrypto. */
const noNodeCrypto: Plugin = {
  name: "no-node-crypto",
  enforce: "pre",
  resolveId: (id) => (id === "crypto" ? "\0no-node-crypto" : null),
  load: (id) => (id === "\0no-node-crypto" ? "export {};" : null),
};

export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  plugins: [noNodeCrypto, react()],
  // The server puts a fresh nonce here in every reply (apps/server/src/platform/pages.ts).
  html: { cspNonce: "__CSP_NONCE__" },
  resolve: { dedupe: ["react", "react-dom"] },
  build: {
    target: "es2022",
    // Maps are for developers: they stay out of what a unit installs.
    sourcemap: false,
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      // Schemas are for the server; without this the console would carry typebox for two constants.
      treeshake: { manualPureFunctions: ["Type", "Nullable"] },
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            { name: "router", test: /node_modules[\\/]@tanstack[\\/]/, priority: 20 },
            { name: "words", test: /node_modules[\\/](i18next|react-i18next)[\\/]/, priority: 20 },
          ],
        },
      },
    },
  },
  server: { proxy: Object.fromEntries(["/api", "/a", "/t"].map((path) => [path, server])) },
});
