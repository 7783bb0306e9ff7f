import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { obscuredScenarios } from './scripts/build/obscured-scenarios.ts';
import { shippedCheckpoints } from './scripts/build/shipped-checkpoints.ts';
import { CONTENT_SECURITY_POLICY } from './scripts/serve/headers.mjs';

/** Hosts that only serve files cannot send our headers, so the built page carries the policy itself. */
function policyInPage(): Plugin {
  return {
    name: 'policy-in-page',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'content-security-policy', content: CONTENT_SECURITY_POLICY }, injectTo: 'head-prepend' }],
  };
}

const MIB = 1024 * 1024;

/** PGlite and just-bash name Node's modules for the case that they run there, and PGlite's generated code has an eval it never comes to: nothing we could change. */
const QUIET: Pick<Rolldown.InputOptions, 'onLog'> = {
  onLog: (level, log, show) => {
    const known = log.code === 'EVAL' || log.message.includes('has been externalized for browser compatibility');
    if (!(known && /@electric-sql\/pglite|just-bash/.test(log.message + (log.id ?? '')))) show(level, log);
  },
};

export default defineConfig({
  // Relative addresses: the built folder works from any path of any host.
  base: './',
  publicDir: 'assets/public',
  worker: { format: 'es', plugins: () => [obscuredScenarios()], rolldownOptions: QUIET },
  // PGlite finds its WebAssembly beside its own module; pre-bundling would move the module away from it.
  optimizeDeps: { exclude: ['@electric-sql/pglite'] },
  build: {
    target: 'es2023',
    // The largest lazy chunks (terminal, SQL engine) are known and measured by the browser tests; the initial download is what is bounded.
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
    rolldownOptions: { ...QUIET, checks: { pluginTimings: false } },
  },
  server: { port: 5173, host: '127.0.0.1' },
  plugins: [
    policyInPage(),
    shippedCheckpoints(),
    VitePWA({
      // A new version waits until the last tab is closed: never swap the program under an incident.
      registerType: 'prompt',
      injectRegister: 'script-defer',
      manifest: {
        name: 'Brownout',
        short_name: 'Brownout',
        description: 'A flight simulator for incident response',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#0C0B09',
        theme_color: '#0C0B09',
        icons: [
          { src: './icons/app-192.png', sizes: '192x192', type: 'image/png' },
          { src: './icons/app-512.png', sizes: '512x512', type: 'image/png' },
          { src: './icons/app-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        // Everything, the SQL engine's WebAssembly too: after the first load the whole game works without a network. Checkpoints only spare the wait for
        // a warm-up; they are kept as they are used.
        globPatterns: ['**/*.{js,mjs,css,html,svg,png,woff2,wasm,data,json,yaml,ogg,mp3,gz,bin}'],
        globIgnores: ['checkpoints/**'],
        runtimeCaching: [{ urlPattern: /\/checkpoints\/[^/]+\.bin$/, handler: 'NetworkFirst', options: { cacheName: 'checkpoints' } }],
        maximumFileSizeToCacheInBytes: 32 * MIB,
        navigateFallback: 'index.html',
        cleanupOutdatedCaches: true,
      },
    }),
  ],
});
